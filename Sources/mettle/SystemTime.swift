// The wall clock, in a record's words, and pauses.
// Leaves to others: what is measured, which never uses this clock.

import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

enum SystemTime {
    static var now: UTCTime { UTCTime(secondsSince1970: Int64(time(nil))) }
}

enum Pause {
    static func milliseconds(_ count: Int) { usleep(UInt32(count) * 1000) }
}
