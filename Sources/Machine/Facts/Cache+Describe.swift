// Reads the caches from sysfs, or from CPUID where a sandbox hides sysfs, and merges those that are alike.
// What a cache's size means for a benchmark is left to Workloads.

extension Cache {
    static func describe(_ files: any FileTree, _ registers: any ProcessorRegisters, _ topology: Topology) -> [Cache] {
        let found = fromSystem(files, topology.online)
        let caches = found.isEmpty ? fromProcessor(registers, threads: topology.online.count) : found
        return caches.sorted { ($0.level, $0.kind.rawValue, -$0.byteCount) < ($1.level, $1.kind.rawValue, -$1.byteCount) }
    }

    private static func fromSystem(_ files: any FileTree, _ online: CPUSet) -> [Cache] {
        var caches: [Cache] = []
        var seen: Set<String> = []
        for processor in online.indices {
            for (_, path) in files.numbered("/sys/devices/system/cpu/cpu\(processor)/cache", "index") {
                guard let level = files.integer("\(path)/level"), let kind = files.text("\(path)/type").flatMap({ Kind($0) }),
                    let size = files.text("\(path)/size").flatMap({ Text.byteCount($0) }), (1...1 << 40).contains(size)
                else { continue }
                let shared = files.text("\(path)/shared_cpu_list") ?? "\(processor)"
                // Every processor lists the caches that it shares; each counts once.
                guard seen.insert("\(level) \(kind) \(shared)").inserted else { continue }
                let line = files.integer("\(path)/coherency_line_size")
                add(
                    Cache(
                        level: level, kind: kind, byteCount: size, lineByteCount: line, sharedBy: CPUSet(list: shared)?.count ?? 1,
                        count: 1), to: &caches)
            }
        }
        return caches
    }

    private static func add(_ cache: Cache, to caches: inout [Cache]) {
        let alike = caches.firstIndex {
            ($0.level, $0.kind, $0.byteCount, $0.lineByteCount) == (cache.level, cache.kind, cache.byteCount, cache.lineByteCount)
                && $0.sharedBy == cache.sharedBy
        }
        if let alike { caches[alike].count += 1 } else { caches.append(cache) }
    }

    /// Leaf 4 of Intel and leaf 0x8000001D of AMD have one layout: type, level, sharing in EAX; ways, partitions, line in EBX; sets in ECX.
    private static func fromProcessor(_ registers: any ProcessorRegisters, threads: Int) -> [Cache] {
        let number: UInt32 = registers.leaf(4).map { $0.eax & 0x1f != 0 } == true ? 4 : 0x8000_001d
        var caches: [Cache] = []
        for index in 0..<UInt32(8) {
            guard let leaf = registers.leaf(number, index), let kind = Kind(cpuid: leaf.eax & 0x1f) else { break }
            let line = Int(leaf.ebx & 0xfff) + 1
            let size = (Int(leaf.ebx >> 22) + 1) * (Int(leaf.ebx >> 12 & 0x3ff) + 1) * line * (Int(leaf.ecx) + 1)
            // EAX holds room for ids, which may be more than the threads there are.
            let sharedBy = min(threads, Int(leaf.eax >> 14 & 0xfff) + 1)
            caches.append(
                Cache(
                    level: Int(leaf.eax >> 5 & 7), kind: kind, byteCount: size, lineByteCount: line, sharedBy: sharedBy,
                    count: (threads + sharedBy - 1) / sharedBy))
        }
        return caches
    }
}

extension Cache.Kind {
    fileprivate init?(_ text: String) {
        self.init(rawValue: text.lowercased())
    }

    fileprivate init?(cpuid type: UInt32) {
        switch type {
        case 1: self = .data
        case 2: self = .instruction
        case 3: self = .unified
        default: return nil
        }
    }
}
