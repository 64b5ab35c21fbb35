// The few words of the firmware (DMI) that tell makers and clouds apart. A reader's material, not part of a description.
// Serial numbers, UUIDs and asset tags lie beside them; the asset tag is only compared with known constants.

struct FirmwareIdentity {
    let systemVendor: String
    let product: String
    let boardVendor: String
    let biosVendor: String
    let biosVersion: String
    let chassisType: Int?
    private let assetTag: String

    init(_ files: some FileTree) {
        func word(_ name: String) -> String { files.text("/sys/class/dmi/id/\(name)") ?? "" }
        systemVendor = word("sys_vendor")
        product = word("product_name")
        boardVendor = word("board_vendor")
        biosVendor = word("bios_vendor")
        biosVersion = word("bios_version")
        chassisType = files.integer("/sys/class/dmi/id/chassis_type")
        assetTag = word("chassis_asset_tag")
    }

    /// Azure gives every guest this tag; other tags are their owner's business.
    var hasAzureTag: Bool { assetTag == "7783-7084-3265-9085-8269-3286-77" }
    var hasOracleTag: Bool { assetTag == "OracleCloud.com" }
}
