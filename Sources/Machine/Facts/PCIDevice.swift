// Display and accelerator devices on the PCI bus, and their names from the system's pci.ids where it is installed.
// Which of them can be measured is decided in GraphicsProcessor.

/// One PCI function of a display class. The address tells devices apart while reading and is not kept.
struct PCIDevice: Equatable {
    let address: String
    let vendorID: String
    let deviceID: String

    var id: String { "\(vendorID):\(deviceID)" }
    var isNVIDIA: Bool { vendorID == "10de" }
    var vendorName: String? { Self.vendors[vendorID] }

    /// Management controllers and hypervisors' screens.
    var isDisplayOnly: Bool { Self.displayVendors.contains(vendorID) }

    /// Under WSL the GPU of Windows shows up as a device of Microsoft's, without its name.
    var presentedName: String? { id == "1414:008e" ? "GPU of the Windows host" : nil }

    /// Classes 0x0300 (VGA), 0x0302 (3D) and 0x0380 (other display); 0x1200 holds accelerators such as AMD's Instinct.
    static func displays(_ files: some FileTree) -> [PCIDevice] {
        let parent = "/sys/bus/pci/devices"
        return files.list(parent).compactMap { address in
            guard let kind = files.text("\(parent)/\(address)/class")?.dropLast(2),
                ["0x0300", "0x0302", "0x0380", "0x1200"].contains(kind),
                let vendor = hexadecimal(files.text("\(parent)/\(address)/vendor")),
                let device = hexadecimal(files.text("\(parent)/\(address)/device"))
            else { return nil }
            return PCIDevice(address: address, vendorID: vendor, deviceID: device)
        }
    }

    private static func hexadecimal(_ text: String?) -> String? {
        guard let text, text.hasPrefix("0x"), text.utf8.count == 6 else { return nil }
        return text.dropFirst(2).lowercased()
    }

    private static let vendors = [
        "10de": "NVIDIA", "1002": "AMD", "8086": "Intel", "1da3": "Habana", "1414": "Microsoft", "1a03": "ASPEED", "102b": "Matrox",
        "1af4": "virtio", "1234": "QEMU", "1b36": "QEMU", "15ad": "VMware", "80ee": "VirtualBox", "1013": "Cirrus Logic",
        "1d0f": "Amazon", "1ed5": "Moore Threads", "1ae0": "Google", "19e5": "Huawei",
    ]

    private static let displayVendors: Set<String> = [
        "1a03", "102b", "1af4", "1234", "1b36", "15ad", "80ee", "1013", "1d0f", "19e5",
    ]
}

/// The names of a few devices, looked up in one pass over pci.ids (format: https://pci-ids.ucw.cz).
struct PCINames {
    private var vendors: [String: String] = [:]
    private var names: [String: String] = [:]

    init(_ files: some FileTree, wanted: [PCIDevice]) {
        guard !wanted.isEmpty else { return }
        let bytes = ["/usr/share/misc/pci.ids", "/usr/share/hwdata/pci.ids"].lazy.compactMap { files.read($0) }.first ?? []
        let vendorIDs = Set(wanted.map(\.vendorID))
        let ids = Set(wanted.map(\.id))
        var vendor: String?
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            if line.first == UInt8(ascii: "#") { continue }
            if line.first == UInt8(ascii: "\t") {
                guard let vendor, line.dropFirst().first != UInt8(ascii: "\t") else { continue }
                let id = "\(vendor):\(String(decoding: line.dropFirst().prefix(4), as: UTF8.self))"
                if ids.contains(id) { names[id] = Self.name(line.dropFirst(5)) }
            } else {
                let id = String(decoding: line.prefix(4), as: UTF8.self)
                vendor = vendorIDs.contains(id) ? id : nil
                if vendor != nil { vendors[id] = Self.name(line.dropFirst(4)) }
            }
        }
    }

    func vendor(_ device: PCIDevice) -> String? { vendors[device.vendorID] }

    /// The bracketed name where there is one: `TU104GL [Tesla T4]` is sold as a Tesla T4.
    func name(_ device: PCIDevice) -> String? {
        guard let name = names[device.id] else { return nil }
        guard let start = name.lastIndex(of: "["), let end = name[start...].firstIndex(of: "]") else { return name }
        return Text.cleaned(name[name.index(after: start)..<end]) ?? name
    }

    private static func name(_ bytes: ArraySlice<UInt8>) -> String? {
        Text.cleaned(String(decoding: bytes, as: UTF8.self))
    }
}
