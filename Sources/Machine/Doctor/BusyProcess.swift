// Which processes use the processor, by their short names (comm). For a person who wants to find what disturbs a run.
// The names stay in the terminal: this type is not Codable, so that no record can hold one.

/// A process and the processors' worth of time that it used in a window.
package struct BusyProcess: Sendable, Equatable {
    package var name: String
    package var cores: Double

    package init(name: String, cores: Double) {
        (self.name, self.cores) = (name, cores)
    }
}

/// The processor time of every process at one moment (/proc/PID/stat, proc(5)).
package struct ProcessTimes: Sendable {
    private let nanoseconds: UInt64
    private let ticksPerSecond: Int
    private var entries: [Int: (name: String, ticks: UInt64)] = [:]

    package init(files: any FileTree = SystemFiles(), system: any SystemCalls = LiveSystemCalls()) {
        nanoseconds = system.nanoseconds()
        ticksPerSecond = system.ticksPerSecond
        let own = files.link("/proc/self").flatMap { Int($0) }
        for name in files.list("/proc") {
            guard let number = Int(name), number != own, let bytes = files.read("/proc/\(number)/stat") else { continue }
            entries[number] = Self.parse(bytes)
        }
    }

    /// `1234 (a name) with) S 1 …`: the name ends at the last parenthesis; user and system time are the 14th and 15th field.
    private static func parse(_ bytes: [UInt8]) -> (name: String, ticks: UInt64)? {
        guard let open = bytes.firstIndex(of: UInt8(ascii: "(")), let close = bytes.lastIndex(of: UInt8(ascii: ")")), open < close
        else { return nil }
        let fields = bytes[(close + 1)...].split(separator: UInt8(ascii: " "))
        guard fields.count > 12, let user = UInt64(String(decoding: fields[11], as: UTF8.self)),
            let system = UInt64(String(decoding: fields[12], as: UTF8.self))
        else { return nil }
        return (Text.cleaned(String(decoding: bytes[(open + 1)..<close], as: UTF8.self)) ?? "?", user &+ system)
    }

    /// The processes that used most time since an earlier moment, those of one name together, most first.
    /// A process id that was given anew counts from zero.
    package func busiest(since earlier: ProcessTimes, limit: Int = 2) -> [BusyProcess] {
        guard nanoseconds > earlier.nanoseconds else { return [] }
        let seconds = Double(nanoseconds - earlier.nanoseconds) / 1e9
        var used: [String: UInt64] = [:]
        for (number, now) in entries {
            var before: UInt64 = 0
            if let known = earlier.entries[number], known.name == now.name, known.ticks <= now.ticks { before = known.ticks }
            if now.ticks > before { used[now.name, default: 0] += now.ticks - before }
        }
        let processes = used.map { BusyProcess(name: $0.key, cores: Double($0.value) / Double(ticksPerSecond) / seconds) }
        return Array(processes.sorted { ($0.cores, $1.name) > ($1.cores, $0.name) }.prefix(limit))
    }
}
