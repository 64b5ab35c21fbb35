// What only system calls say: processors online, the affinity mask, this process's use of them, the clock.
// Behind a protocol, so that tests replay them; the files of the machine are left to FileTree.

import Intrinsics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What this process has used since it began (`getrusage`).
package struct ResourceUsage: Sendable, Equatable {
    package var cpuMicroseconds: UInt64
    package var involuntarySwitches: UInt64
    package var majorFaults: UInt64
    package var minorFaults: UInt64

    package init(cpuMicroseconds: UInt64, involuntarySwitches: UInt64, majorFaults: UInt64, minorFaults: UInt64) {
        self.cpuMicroseconds = cpuMicroseconds
        self.involuntarySwitches = involuntarySwitches
        self.majorFaults = majorFaults
        self.minorFaults = minorFaults
    }
}

package protocol SystemCalls: Sendable {
    /// `sysconf(_SC_NPROCESSORS_ONLN)`.
    var onlineProcessorCount: Int { get }
    /// Clock ticks a second in `/proc/stat` (`sysconf(_SC_CLK_TCK)`).
    var ticksPerSecond: Int { get }
    /// The processors that the calling thread may run on; nil where the system does not say.
    func affinity() -> CPUSet?
    /// This process, all threads.
    func resourceUsage() -> ResourceUsage?
    /// A clock that nothing adjusts, nanoseconds.
    func nanoseconds() -> UInt64
    /// The directory that the program was started in.
    func workingDirectory() -> String?
}

/// The running system.
package struct LiveSystemCalls: SystemCalls {
    package init() {}

    package var onlineProcessorCount: Int { max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN))) }
    package var ticksPerSecond: Int { max(1, sysconf(CInt(_SC_CLK_TCK))) }

    package func affinity() -> CPUSet? {
        // 8,192 processors: the largest that Linux can be built for.
        var words = [UInt64](repeating: 0, count: 128)
        let written = words.withUnsafeMutableBytes { read_affinity($0.baseAddress, UInt($0.count)) }
        guard written > 0 else { return nil }
        return CPUSet((0..<written * 8).filter { words[$0 / 64] >> UInt64($0 % 64) & 1 == 1 })
    }

    package func resourceUsage() -> ResourceUsage? {
        var usage = rusage()
        #if canImport(Glibc)
            let failed = getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) != 0
        #else
            let failed = getrusage(RUSAGE_SELF, &usage) != 0
        #endif
        guard !failed else { return nil }
        let seconds = UInt64(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        let micros = UInt64(usage.ru_utime.tv_usec) + UInt64(usage.ru_stime.tv_usec)
        return ResourceUsage(
            cpuMicroseconds: seconds * 1_000_000 + micros, involuntarySwitches: UInt64(usage.ru_nivcsw),
            majorFaults: UInt64(usage.ru_majflt), minorFaults: UInt64(usage.ru_minflt))
    }

    package func nanoseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC_RAW, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    package func workingDirectory() -> String? {
        guard let path = getcwd(nil, 0) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }
}
