// Counts sockets and cores, and finds the kinds of core of a hybrid processor and the NUMA nodes.
// sysfs is believed first, /proc/cpuinfo second; with neither, every processor counts as a core of one socket.

struct Topology {
    let online: CPUSet
    let sockets: Int
    let cores: Int
    /// The lowest-numbered thread of each core, for counting a core once.
    let firstThreads: CPUSet
    /// Each thread's core, by its lowest-numbered thread.
    private let coreOfThread: [Int: Int]

    init(_ files: any FileTree, table: CPUInfo, onlineCount: Int) {
        let listed = files.processors("/sys/devices/system/cpu/online")
        let numbered = table.processors.isEmpty ? Array(0..<onlineCount) : table.processors
        online = listed ?? CPUSet(numbered)
        var packages: Set<Int> = []
        var firsts: Set<Int> = []
        var places: [CPUInfo.Place: Int] = [:]
        var cores: [Int: Int] = [:]
        for processor in online.indices {
            let directory = "/sys/devices/system/cpu/cpu\(processor)/topology"
            let siblings = files.processors("\(directory)/core_cpus_list") ?? files.processors("\(directory)/thread_siblings_list")
            if let first = siblings?.indices.first(where: online.contains) {
                firsts.insert(first)
                cores[processor] = first
                // Guests of some systems print −1 where the firmware numbers no package: one socket.
                packages.insert(max(0, files.integer("\(directory)/physical_package_id") ?? 0))
            } else {
                let place = table.places[processor] ?? CPUInfo.Place(socket: 0, core: processor)
                packages.insert(place.socket)
                if places[place] == nil { firsts.insert(processor) }
                cores[processor] = places[place, default: processor]
                places[place] = cores[processor]
            }
        }
        firstThreads = CPUSet(firsts)
        coreOfThread = cores
        self.cores = max(1, firsts.count)
        sockets = min(self.cores, max(1, packages.count))
    }

    /// The lowest-numbered thread that each core has in a set.
    func oneOfEachCore(among processors: CPUSet) -> CPUSet {
        var seen: Set<Int> = []
        return CPUSet(processors.indices.filter { seen.insert(coreOfThread[$0] ?? $0).inserted })
    }

    /// How many cores a set of processors has.
    func coreCount(of processors: CPUSet) -> Int {
        processors.indices.filter(firstThreads.contains).count
    }
}

extension CoreKind {
    /// Intel's kinds are perf's `cpu_core`, `cpu_atom` and `cpu_lowpower`; elsewhere the scheduler's relative capacity tells them apart.
    static func describe(_ files: any FileTree, _ topology: Topology) -> [CoreKind] {
        let named: [(Kind, String)] = [(.performance, "cpu_core"), (.efficiency, "cpu_atom"), (.lowPower, "cpu_lowpower")]
        var groups = named.compactMap { kind, name in files.processors("/sys/devices/\(name)/cpus").map { (kind, $0) } }
        if groups.count < 2 { groups = byCapacity(files, topology) }
        guard groups.count > 1 else { return [] }
        return groups.map { kind, processors in
            let clocks = processors.indices.compactMap { files.integer("/sys/devices/system/cpu/cpu\($0)/cpufreq/cpuinfo_max_freq") }
            return CoreKind(
                kind: kind, cores: topology.coreCount(of: processors), threads: processors.count,
                maximumMHz: clocks.max().map { Double($0) / 1000 }, processors: processors)
        }
    }

    /// Below four fifths of the greatest capacity a core counts as an efficiency core: favoured cores of one kind differ by a few per cent.
    private static func byCapacity(_ files: any FileTree, _ topology: Topology) -> [(Kind, CPUSet)] {
        let capacities = topology.online.indices.compactMap { processor in
            files.integer("/sys/devices/system/cpu/cpu\(processor)/cpu_capacity").map { (processor, $0) }
        }
        guard capacities.count == topology.online.count, let greatest = capacities.map(\.1).max() else { return [] }
        let slow = CPUSet(capacities.filter { $0.1 * 5 < greatest * 4 }.map(\.0))
        guard !slow.isEmpty else { return [] }
        return [(.performance, CPUSet(capacities.map(\.0).filter { !slow.contains($0) })), (.efficiency, slow)]
    }
}

extension MemoryNode {
    static func describe(_ files: any FileTree) -> [MemoryNode] {
        files.numbered("/sys/devices/system/node", "node").map { number, path in
            let total = files.lines("\(path)/meminfo").first { $0.contains("MemTotal:") }
            let amount = total.flatMap { Text.pair($0, separator: ":") }.flatMap { Text.byteCount($0.value) }
            return MemoryNode(number: number, processors: files.processors("\(path)/cpulist") ?? CPUSet([]), byteCount: amount)
        }
    }
}
