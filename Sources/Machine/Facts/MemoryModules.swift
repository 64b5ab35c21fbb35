// Reads memory modules from the firmware's SMBIOS table (structure type 17), or their kind from the memory controller (EDAC).
// Only size, type and speed are looked at: the structure's serial number, asset tag and part number are never read.

/// SMBIOS reference specification (DMTF DSP0134) 3.6, section 7.18.
struct MemoryModules {
    private(set) var type: String?
    private(set) var megatransfersPerSecond: Int?
    private(set) var count: Int?
    private(set) var byteCount: Int?
    private(set) var absence: Absence?

    /// More modules than any board has slots: a damaged table cannot make the sum overflow.
    private static let most = 1024
    private static let table = "/sys/firmware/dmi/tables/DMI"

    init(_ files: any FileTree) {
        guard let bytes = files.read(Self.table) else {
            absence = files.access(Self.table) == .denied ? .needsRoot : .notProvided
            readController(files)
            return
        }
        read(bytes)
        if type == nil || megatransfersPerSecond == nil { absence = .notStated }
        if type == nil { readController(files) }
    }

    /// Walks the structures: type, length, handle, fields, then strings that end with two zeros.
    private mutating func read(_ bytes: [UInt8]) {
        var start = 0
        while start + 4 <= bytes.count {
            let length = Int(bytes[start + 1])
            guard length >= 4, start + length <= bytes.count, bytes[start] != 127 else { return }
            if bytes[start] == 17 { add(Array(bytes[start..<start + length])) }
            start += length
            while start + 1 < bytes.count && (bytes[start] != 0 || bytes[start + 1] != 0) { start += 1 }
            start += 2
        }
    }

    private mutating func add(_ module: [UInt8]) {
        guard let size = Self.size(module), size > 0, count ?? 0 < Self.most else { return }
        count = (count ?? 0) + 1
        byteCount = (byteCount ?? 0) + size
        if module.count > 0x12, let name = Self.types[module[0x12]] { type = type ?? name }
        // The configured speed is what runs; the other is what the module could do. 0xffff: see the extended field.
        let speeds = [Self.word(module, 0x20), Self.double(module, 0x58), Self.word(module, 0x15), Self.double(module, 0x54)]
        if let speed = speeds.compactMap({ $0 }).first(where: { $0 > 0 && $0 < 0xffff }) {
            // The slowest module sets the pace.
            megatransfersPerSecond = min(megatransfersPerSecond ?? speed, speed)
        }
    }

    /// Bytes; 0 for an empty slot, nil where the table does not say.
    private static func size(_ module: [UInt8]) -> Int? {
        guard let word = word(module, 0x0c), word != 0xffff else { return nil }
        if word == 0x7fff { return double(module, 0x1c).map { ($0 & 0x7fff_ffff) << 20 } }
        return word & 0x8000 != 0 ? (word & 0x7fff) << 10 : word << 20
    }

    private static func word(_ bytes: [UInt8], _ offset: Int) -> Int? {
        offset + 2 <= bytes.count ? Int(bytes[offset]) | Int(bytes[offset + 1]) << 8 : nil
    }

    private static func double(_ bytes: [UInt8], _ offset: Int) -> Int? {
        word(bytes, offset).flatMap { low in word(bytes, offset + 2).map { low | $0 << 16 } }
    }

    /// EDAC's words: `Unbuffered-DDR4`, `Registered-DDR5`.
    private mutating func readController(_ files: any FileTree) {
        for (_, controller) in files.numbered("/sys/devices/system/edac/mc", "mc") {
            for (_, module) in files.numbered(controller, "dimm") {
                guard let size = files.integer("\(module)/size"), (1...1 << 30).contains(size), count ?? 0 < Self.most else { continue }
                count = (count ?? 0) + 1
                byteCount = (byteCount ?? 0) + size << 20
                let kind = files.text("\(module)/dimm_mem_type")?.split(separator: "-").last
                if let kind, kind.contains("DDR") || kind.contains("HBM") { type = type ?? String(kind) }
            }
        }
    }

    private static let types: [UInt8: String] = [
        0x12: "DDR", 0x13: "DDR2", 0x18: "DDR3", 0x1a: "DDR4", 0x1b: "LPDDR", 0x1c: "LPDDR2", 0x1d: "LPDDR3", 0x1e: "LPDDR4",
        0x20: "HBM", 0x21: "HBM2", 0x22: "DDR5", 0x23: "LPDDR5", 0x24: "HBM3",
    ]
}
