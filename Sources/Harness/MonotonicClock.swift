// The clock that samples are timed by.
// Leaves to others: the reading itself (Intrinsics), scripted clocks for tests (Measurement.ManualClock).

import Intrinsics
import Measurement

/// CLOCK_MONOTONIC_RAW: not slewed by NTP, not counted while the machine sleeps.
package struct MonotonicClock: Clock {
    package init() {}
    @inline(__always) package func nowNanoseconds() -> UInt64 { monotonicRawNanoseconds() }
}
