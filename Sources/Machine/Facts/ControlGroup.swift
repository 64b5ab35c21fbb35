// Finds this process' control groups (cgroups(7), versions 1 and 2) and the least limit from its own group up to the root.
// Which limit matters for a measurement is left to Container and Diagnosis.

struct ControlGroups {
    /// A hierarchy: where this process' group is visible, and the mount point above which nothing is.
    private struct Group {
        var directory: String
        var top: String
    }

    private let unified: Group?
    private let legacyCPU: Group?
    private let legacyMemory: Group?
    /// The group's paths as /proc/self/cgroup gives them.
    let paths: [String]
    private(set) var version: Int?

    init(_ files: any FileTree, mounts: [Mount]) {
        var paths: [String: String] = [:]
        for line in files.lines("/proc/self/cgroup") {
            // 4:memory:/path, 1:name=systemd:/path, 0::/path
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            for controller in fields[1].split(separator: ",", omittingEmptySubsequences: false) {
                paths[String(controller)] = String(fields[2])
            }
        }
        self.paths = paths.keys.sorted().compactMap { paths[$0] }
        unified = paths[""].flatMap { path in mounts.last { $0.fileSystem == "cgroup2" }.map { Self.group(path, $0) } }
        func legacy(_ controller: String) -> Group? {
            let mount = mounts.last { $0.fileSystem == "cgroup" && $0.options.split(separator: ",").contains(Substring(controller)) }
            return paths[controller].flatMap { path in mount.map { Self.group(path, $0) } }
        }
        legacyCPU = legacy("cpu")
        legacyMemory = legacy("memory")
        // Hybrid systems mount an empty version 2 beside version 1: what has the controllers counts.
        version = legacyCPU != nil || legacyMemory != nil ? 1 : unified != nil ? 2 : nil
    }

    /// In a container without a cgroup namespace the path begins with the mount's root: what is left of it lies below the mount point.
    private static func group(_ path: String, _ mount: Mount) -> Group {
        var rest = path
        if mount.root != "/" && (path == mount.root || path.hasPrefix(mount.root + "/")) { rest.removeFirst(mount.root.count) }
        // A path that leaves the namespace (`/../…`) is not visible; the mount point is the nearest that is.
        let directory = rest == "/" || rest.isEmpty || rest.contains("..") ? mount.point : mount.point + rest
        return Group(directory: directory, top: mount.point)
    }

    /// The group and its ancestors, as far as they are mounted.
    private static func chain(_ group: Group) -> [String] {
        var chain = [group.directory]
        while let last = chain.last, last != group.top, last.count > group.top.count, let slash = last.lastIndex(of: "/") {
            chain.append(String(last[..<slash]))
        }
        return chain
    }

    /// Processors' worth of time; nil when no group limits it.
    func cpuLimit(_ files: any FileTree) -> Double? {
        var limits: [Double] = []
        for directory in unified.map(Self.chain) ?? [] {
            let words = files.text("\(directory)/cpu.max")?.split(separator: " ").map { Double($0) } ?? []
            if words.count == 2, let quota = words[0], let period = words[1], quota > 0, period > 0, (quota / period).isFinite {
                limits.append(quota / period)
            }
        }
        for directory in legacyCPU.map(Self.chain) ?? [] {
            if let quota = files.integer("\(directory)/cpu.cfs_quota_us"), quota > 0,
                let period = files.integer("\(directory)/cpu.cfs_period_us"), period > 0
            {
                limits.append(Double(quota) / Double(period))
            }
        }
        return limits.min()
    }

    /// Bytes; nil when no group limits it. `memory.high` counts as well: above it the kernel slows the program down.
    func memoryLimit(_ files: any FileTree) -> Int? {
        let modern = (unified.map(Self.chain) ?? []).flatMap { ["\($0)/memory.max", "\($0)/memory.high"] }
        let legacy = (legacyMemory.map(Self.chain) ?? []).map { "\($0)/memory.limit_in_bytes" }
        return (modern + legacy).compactMap { files.integer($0) }.filter { $0 > 0 }.min()
    }

    /// The file that counts how often and for how long this group was stopped for using up its quota.
    func cpuStatisticsPath(_ files: any FileTree) -> String? {
        [unified, legacyCPU].compactMap { $0 }.map { "\($0.directory)/cpu.stat" }
            .first { path in files.lines(path).contains { $0.hasPrefix("throttled_") } }
    }
}
