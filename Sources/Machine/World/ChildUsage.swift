// Processor time of a program that this process started, while it runs and after it has ended.
// Leaves to others: starting it (Client), and whose time counts as foreign (SensorDelta).

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

package enum ChildUsage {
    /// Microseconds of all children that were waited for and, where the system tells it, of the living child `process` with its own.
    ///
    /// A child moves from the second part to the first in the moment in which it is waited for, so that the sum never falls.
    package static func microseconds(of process: Int32) -> UInt64 {
        var usage = rusage()
        #if canImport(Glibc)
            let failed = getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage) != 0
        #else
            let failed = getrusage(RUSAGE_CHILDREN, &usage) != 0
        #endif
        var sum: UInt64 = 0
        if !failed {
            sum = UInt64(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1_000_000
            sum += UInt64(usage.ru_utime.tv_usec) + UInt64(usage.ru_stime.tv_usec)
        }
        guard let line = SystemFiles().read("/proc/\(process)/stat"), let ticks = ticks(inLine: String(decoding: line, as: UTF8.self))
        else { return sum }
        return sum + ticks * 1_000_000 / UInt64(LiveSystemCalls().ticksPerSecond)
    }

    /// The sum of utime, stime, cutime and cstime, fields 14 to 17 of /proc/PID/stat (proc(5)). The second field is the program's name in
    /// brackets and may hold anything.
    package static func ticks(inLine line: String) -> UInt64? {
        guard let end = line.lastIndex(of: ")") else { return nil }
        let fields = line[line.index(after: end)...].split(separator: " ")
        guard fields.count >= 15 else { return nil }
        let times = fields[11..<15].compactMap { UInt64($0) }
        return times.count == 4 ? times.reduce(0, +) : nil
    }
}
