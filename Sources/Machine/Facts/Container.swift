// Whether this program runs in a container, of which kind, and what it may use there.
// The limits themselves are read in ControlGroup; what they do to a figure is said by Diagnosis.

package enum ContainerKind: String, Sendable, Equatable, Codable, CaseIterable {
    case docker, podman, kubernetes, lxc
    case systemdNspawn = "systemd_nspawn"
    case other
}

package struct Container: Sendable, Equatable, Codable {
    /// Nil where limits are set without a container, by a service manager for instance.
    package var kind: ContainerKind?
    /// CPU time allowed for each second, in processors; nil when unlimited.
    package var cpuLimit: Double?
    /// Bytes; nil when unlimited or no less than the machine has.
    package var memoryLimitByteCount: Int?
    /// 1 or 2: the version of the control groups that the limits stand in.
    package var controlGroupVersion: Int?
}

extension Container {
    static func describe(_ files: some FileTree, memoryByteCount: Int?) -> Container? {
        let mounts = Mount.all(files)
        let groups = ControlGroups(files, mounts: mounts)
        let kind = kind(files, mounts, groups)
        let cpuLimit = groups.cpuLimit(files)
        var memoryLimit = groups.memoryLimit(files)
        // Version 1 writes "no limit" as a number near 2^63.
        if let limit = memoryLimit, limit >= memoryByteCount ?? 1 << 60 { memoryLimit = nil }
        guard kind != nil || cpuLimit != nil || memoryLimit != nil else { return nil }
        return Container(kind: kind, cpuLimit: cpuLimit, memoryLimitByteCount: memoryLimit, controlGroupVersion: groups.version)
    }

    private static func kind(_ files: some FileTree, _ mounts: [Mount], _ groups: ControlGroups) -> ContainerKind? {
        let variables = Variables(files)
        let paths = groups.paths.joined(separator: " ")
        let hasAccount = !files.list("/var/run/secrets/kubernetes.io").isEmpty
        if hasAccount || variables.isKubernetes || paths.contains("kubepods") { return .kubernetes }
        if files.access("/run/.containerenv") != .missing || paths.contains("libpod") { return .podman }
        if paths.contains("/docker/") || paths.contains("docker-") { return .docker }
        if files.access("/.dockerenv") != .missing && !ownsItsDisk(mounts) { return .docker }
        if paths.contains("/lxc") || variables.container == "lxc" { return .lxc }
        if variables.container == "systemd-nspawn" { return .systemdNspawn }
        return variables.container == nil ? nil : .other
    }

    /// A virtual machine made from a container image keeps the image's `/.dockerenv`; but its root is a whole file system on a device.
    private static func ownsItsDisk(_ mounts: [Mount]) -> Bool {
        guard let root = mounts.last(where: { $0.point == "/" }) else { return false }
        return root.root == "/" && root.source.hasPrefix("/dev/") && !root.source.hasPrefix("/dev/mapper/docker")
    }

    /// Two variables of this process' environment; nothing else of it is looked at.
    private struct Variables {
        var container: String?
        var isKubernetes = false

        init(_ files: some FileTree) {
            for entry in (files.read("/proc/self/environ") ?? []).split(separator: 0) {
                if entry.starts(with: "KUBERNETES_SERVICE_HOST=".utf8) { isKubernetes = true }
                if entry.starts(with: "container=".utf8) { container = Text.cleaned(String(decoding: entry.dropFirst(10), as: UTF8.self)) }
            }
        }
    }
}
