// The memory of the machine: how much, of which kind, with which pages and swap.
// What a container may use of it is left to Container; the nodes that it hangs on to Processor.

package struct Memory: Sendable, Equatable, Codable {
    /// What the kernel manages (MemTotal): less than what is fitted.
    package var totalByteCount: Int?
    /// What could be given to a program without swapping (MemAvailable), when the machine was described.
    package var availableByteCount: Int?
    package var swapByteCount: Int?
    package var swapFreeByteCount: Int?
    /// `DDR4`, `LPDDR5`; from the firmware's table, or from the memory controller where that is closed.
    package var type: String?
    /// Transfers a second that the modules are set to, in millions (the 5600 of DDR5-5600).
    package var megatransfersPerSecond: Int?
    package var moduleCount: Int?
    package var moduleByteCount: Int?
    /// Why type and speed are missing; nil when they are not.
    package var moduleAbsence: Absence?
    /// The kernel's rule for huge pages that programs did not ask for by themselves: `always`, `madvise`, `never`.
    package var transparentHugePages: String?
    package var reservedHugePages: [HugePages]

    package struct HugePages: Sendable, Equatable, Codable {
        package var pageByteCount: Int
        package var count: Int
        package var free: Int
    }
}

/// Why a fact is not known.
package enum Absence: String, Sendable, Equatable, Codable {
    /// The system has it and does not let this user read it.
    case needsRoot = "needs_root"
    /// The system, often a guest, has no such file or table.
    case notProvided = "not_provided"
    /// The table is there and leaves the field empty.
    case notStated = "not_stated"
}

extension Memory {
    static func describe(_ files: some FileTree) -> Memory {
        var table: [String: Int] = [:]
        for line in files.lines("/proc/meminfo") {
            if let (key, value) = Text.pair(line, separator: ":") { table[key] = Text.byteCount(value) }
        }
        let modules = MemoryModules(files)
        return Memory(
            totalByteCount: table["MemTotal"], availableByteCount: table["MemAvailable"] ?? table["MemFree"],
            swapByteCount: table["SwapTotal"], swapFreeByteCount: table["SwapFree"],
            type: modules.type, megatransfersPerSecond: modules.megatransfersPerSecond,
            moduleCount: modules.count, moduleByteCount: modules.byteCount, moduleAbsence: modules.absence,
            transparentHugePages: files.text("/sys/kernel/mm/transparent_hugepage/enabled").flatMap(chosen),
            reservedHugePages: hugePages(files))
    }

    /// The bracketed word of `always [madvise] never`.
    private static func chosen(_ text: String) -> String? {
        text.split(separator: " ").first { $0.hasPrefix("[") && $0.hasSuffix("]") }.map { String($0.dropFirst().dropLast()) }
    }

    private static func hugePages(_ files: some FileTree) -> [HugePages] {
        let parent = "/sys/kernel/mm/hugepages"
        return files.list(parent).compactMap { name in
            guard name.hasPrefix("hugepages-"), let size = Text.byteCount(name.dropFirst("hugepages-".count)),
                let count = files.integer("\(parent)/\(name)/nr_hugepages"), count > 0
            else { return nil }
            return HugePages(pageByteCount: size, count: count, free: files.integer("\(parent)/\(name)/free_hugepages") ?? 0)
        }
    }
}
