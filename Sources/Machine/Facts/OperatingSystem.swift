// Kernel and distribution. The host's name, which uname also gives, is deliberately not read.
// Whether a hypervisor or a container is around is left to Virtualisation and Container.

package struct OperatingSystem: Sendable, Equatable, Codable {
    /// As `uname -r` prints it.
    package var kernelRelease: String?
    /// os-release's PRETTY_NAME.
    package var distribution: String?
    /// Name and version in a few letters: `Debian 12`.
    package var shortName: String?
    /// What the kernel keeps time by: `tsc`, `kvm-clock`, `hpet`.
    package var clockSource: String?

    /// `6.12` of `6.12.41-cloud-amd64`.
    package var kernelVersion: String? {
        kernelRelease.map { $0.split(separator: ".").prefix(2).map { $0.prefix(while: \.isNumber) }.joined(separator: ".") }
    }
}

extension OperatingSystem {
    static func describe(_ files: some FileTree) -> OperatingSystem {
        // os-release(5): the file in /usr/lib stands where /etc has none.
        let candidates = ["/etc/os-release", "/usr/lib/os-release"].map { fields(files.lines($0)) }
        let release = candidates.first { !$0.isEmpty } ?? [:]
        return OperatingSystem(
            kernelRelease: files.text("/proc/sys/kernel/osrelease"), distribution: release["PRETTY_NAME"],
            shortName: shortName(release),
            clockSource: files.text("/sys/devices/system/clocksource/clocksource0/current_clocksource"))
    }

    private static func fields(_ lines: [Substring]) -> [String: String] {
        var fields: [String: String] = [:]
        for line in lines where !line.hasPrefix("#") {
            guard let (key, value) = Text.pair(line, separator: "=") else { continue }
            let quoted = value.count >= 2 && (value.first == "\"" || value.first == "'") && value.last == value.first
            fields[key] = Text.cleaned(quoted ? value.dropFirst().dropLast() : value[...])
        }
        return fields
    }

    private static func shortName(_ release: [String: String]) -> String? {
        guard var name = release["NAME"] else { return release["PRETTY_NAME"] }
        if name.hasSuffix(" GNU/Linux") { name.removeLast(" GNU/Linux".count) }
        return [name, release["VERSION_ID"]].compactMap { $0 }.joined(separator: " ")
    }
}
