// The GPUs that are fitted, from NVIDIA's driver and from the PCI bus. Whether CUDA can use one is left to the CUDA module.
// The driver's file also has a UUID and a bus address: neither is read into the value.

package struct GraphicsProcessor: Sendable, Equatable, Codable {
    package enum Status: String, Sendable, Codable {
        /// Its driver is loaded; whether it can be measured is found out by opening it.
        case driverLoaded = "driver_loaded"
        /// An NVIDIA GPU without NVIDIA's driver.
        case driverMissing = "driver_missing"
        /// Of a maker whose GPUs Mettle does not measure.
        case notMeasured = "not_measured"
        /// Draws a console and computes nothing: a server's management controller, a hypervisor's screen.
        case displayOnly = "display_only"

        /// The words for people.
        package var title: String {
            switch self {
            case .driverLoaded: "present"
            case .driverMissing: "present, its driver is not loaded"
            case .notMeasured: "present, not measured"
            case .displayOnly: "for a screen only"
            }
        }
    }

    package var vendor: String
    package var name: String
    /// PCI vendor and device, such as `10de:1eb8`.
    package var pciID: String?
    package var driverVersion: String?
    package var status: Status

    package init(vendor: String, name: String, pciID: String?, driverVersion: String?, status: Status) {
        (self.vendor, self.name, self.pciID) = (vendor, name, pciID)
        (self.driverVersion, self.status) = (driverVersion, status)
    }
}

extension GraphicsProcessor {
    static func describe(_ files: any FileTree) -> [GraphicsProcessor] {
        let root = "/proc/driver/nvidia"
        let version = driverVersion(files.lines("\(root)/version"))
        var names: [String: String] = [:]
        for address in files.list("\(root)/gpus") {
            names[address] = field("Model", files.lines("\(root)/gpus/\(address)/information")).flatMap { Text.cleaned($0) }
        }
        let devices = PCIDevice.displays(files)
        let catalogue = PCINames(files, wanted: devices)
        var found = devices.map { device in
            let name = names.removeValue(forKey: device.address)
            return GraphicsProcessor(
                vendor: device.vendorName ?? catalogue.vendor(device) ?? "vendor \(device.vendorID)",
                name: name ?? device.presentedName ?? catalogue.name(device) ?? "device \(device.id)", pciID: device.id,
                driverVersion: name == nil ? nil : version, status: status(device, hasDriver: name != nil))
        }
        // In a container the PCI bus may be hidden while the driver's files are shown.
        for address in names.keys.sorted() {
            found.append(
                GraphicsProcessor(vendor: "NVIDIA", name: names[address]!, pciID: nil, driverVersion: version, status: .driverLoaded))
        }
        return found
    }

    private static func status(_ device: PCIDevice, hasDriver: Bool) -> Status {
        if hasDriver { return .driverLoaded }
        if device.isDisplayOnly { return .displayOnly }
        return device.isNVIDIA ? .driverMissing : .notMeasured
    }

    private static func field(_ key: String, _ lines: [Substring]) -> String? {
        lines.lazy.compactMap { Text.pair($0, separator: ":") }.first { $0.key == key }?.value
    }

    /// `NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.129.03  Thu Oct …`: the first word that is a number with a point.
    private static func driverVersion(_ lines: [Substring]) -> String? {
        guard let line = lines.first(where: { $0.hasPrefix("NVRM version:") }) else { return nil }
        return line.split(separator: " ").first { word in
            word.contains(".") && word.first?.isNumber == true && word.allSatisfy { $0.isNumber || $0 == "." }
        }.map(String.init)
    }
}
