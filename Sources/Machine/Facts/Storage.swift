// The kind of storage under a directory, where data sets are read from.
// Its speed is a benchmark's to measure; paths, labels and serial numbers are not kept.

package struct Storage: Sendable, Equatable, Codable {
    package enum Kind: String, Sendable, Codable {
        case nvme, ssd
        case disk = "hdd"
        /// A disk that a hypervisor presents: what is behind it is not visible.
        case virtual
        /// A block device or file system over a network.
        case network
        case memory
        case unknown
    }

    package var kind: Kind
    /// `ext4`, `xfs`, `overlay`.
    package var fileSystem: String
    /// The device's model as printed, such as `Amazon Elastic Block Store`.
    package var model: String?

    package init(kind: Kind, fileSystem: String, model: String? = nil) {
        (self.kind, self.fileSystem, self.model) = (kind, fileSystem, model)
    }
}

/// One line of /proc/self/mountinfo (proc(5)).
struct Mount: Equatable {
    let device: String
    /// The directory of the file system that is mounted.
    let root: String
    let point: String
    let fileSystem: String
    let source: String
    let options: String

    init?(line: Substring) {
        let fields = line.split(separator: " ").map(String.init)
        guard let dash = fields.firstIndex(of: "-"), dash >= 6, fields.count > dash + 2 else { return nil }
        (device, root, point) = (fields[2], Self.unescaped(fields[3]), Self.unescaped(fields[4]))
        (fileSystem, source) = (fields[dash + 1], Self.unescaped(fields[dash + 2]))
        options = fields.count > dash + 3 ? fields[dash + 3] : ""
    }

    static func all(_ files: any FileTree) -> [Mount] {
        files.lines("/proc/self/mountinfo").compactMap { Mount(line: $0) }
    }

    /// The kernel writes a blank as `\040`.
    private static func unescaped(_ text: String) -> String {
        guard text.contains("\\") else { return text }
        var result: [UInt8] = []
        let bytes = Array(text.utf8)
        var position = 0
        while position < bytes.count {
            let digits = bytes[min(position + 1, bytes.count)..<min(position + 4, bytes.count)]
            if bytes[position] == UInt8(ascii: "\\"), digits.count == 3, let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
            {
                result.append(code)
                position += 4
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension Storage {
    /// Of the file system that holds an absolute path without links.
    package static func describe(_ files: any FileTree, directory: String) -> Storage? {
        let mounts = Mount.all(files)
        guard let mount = mount(of: directory, mounts) else { return nil }
        switch mount.fileSystem {
        case "tmpfs", "ramfs": return Storage(kind: .memory, fileSystem: mount.fileSystem)
        case "nfs", "nfs4", "cifs", "smb3", "ceph", "lustre", "9p", "virtiofs", "fuse.sshfs":
            return Storage(kind: .network, fileSystem: mount.fileSystem)
        default: break
        }
        var disk = disk(files, mount)
        if disk == nil && mount.fileSystem == "overlay" {
            // A container's root names no device, but its engine binds /etc/hosts from the file system that holds the container.
            disk = mounts.last { $0.point == "/etc/hosts" }.flatMap { self.disk(files, $0) }
        }
        guard let disk else { return Storage(kind: .unknown, fileSystem: mount.fileSystem) }
        let model = files.text("/sys/class/block/\(disk)/device/model")
        return Storage(kind: kind(files, disk, model: model), fileSystem: mount.fileSystem, model: model)
    }

    /// The mount with the longest point that holds the directory; of equal ones the last, which hides the others.
    private static func mount(of directory: String, _ mounts: [Mount]) -> Mount? {
        var best: Mount?
        for mount in mounts {
            let inside = mount.point == "/" || directory == mount.point || directory.hasPrefix(mount.point + "/")
            if inside && mount.point.utf8.count >= best?.point.utf8.count ?? 0 { best = mount }
        }
        return best
    }

    /// The whole disk under a mount: past partitions, encryption, volumes and arrays.
    private static func disk(_ files: any FileTree, _ mount: Mount) -> String? {
        // btrfs and ZFS have a device number of their own (0:…); their source names a block device.
        var name = mount.device.hasPrefix("0:") ? nil : files.link("/sys/dev/block/\(mount.device)").flatMap(last)
        if name == nil && mount.source.hasPrefix("/dev/") { name = last(files.link(mount.source) ?? mount.source) }
        // A stack of devices is a few levels deep; more would be a loop in a damaged tree.
        for _ in 0..<8 {
            guard let current = name else { return nil }
            if let below = files.list("/sys/class/block/\(current)/slaves").first {
                name = below
            } else if files.text("/sys/class/block/\(current)/queue/rotational") != nil {
                return current
            } else {
                // A partition's directory lies in its disk's.
                name = files.link("/sys/class/block/\(current)").flatMap { last(String($0.dropLast(current.count + 1))) }
            }
        }
        return nil
    }

    private static func last(_ path: String) -> String? {
        path.split(separator: "/").last.map(String.init)
    }

    private static func kind(_ files: any FileTree, _ disk: String, model: String?) -> Kind {
        let name = (model ?? "").lowercased()
        if name.contains("elastic block store") || name.contains("persistentdisk") || disk.hasPrefix("nbd") || disk.hasPrefix("rbd") {
            return .network
        }
        // What a guest's disk says of rotation is the hypervisor's default, not a fact.
        let presented = ["virtual disk", "qemu", "vbox", "vmware", "google", "msft"].contains { name.contains($0) }
        if presented || ["vd", "xvd", "ubd"].contains(where: disk.hasPrefix) { return .virtual }
        if disk.hasPrefix("nvme") { return .nvme }
        switch files.integer("/sys/class/block/\(disk)/queue/rotational") {
        case 0: return .ssd
        case 1: return .disk
        default: return .unknown
        }
    }
}
