// Processor time of programs that this process started.
// Leaves to others: whose time is foreign (SensorDeltaTests).

import Machine
import Testing

@Suite struct ChildUsageTests {
    @Test(
        arguments: [
            ("12 (python3) S 1 12 12 0 -1 4194304 9 0 0 0 100 20 3 4 20 0 2 0 99 0 0", 127),
            // A name may hold brackets and blanks.
            ("12 (a) b (c) R 1 12 12 0 -1 4194304 9 0 0 0 1 2 3 4 20 0 2 0 99 0 0", 10), ("12 (x) S 1 2", nil), ("", nil),
            ("12 (x) S 1 12 12 0 -1 4194304 9 0 0 0 -1 2 3 4 20", nil),
        ] as [(String, UInt64?)])
    func ticks(line: String, expected: UInt64?) { #expect(ChildUsage.ticks(inLine: line) == expected) }

    /// Nobody has this number; what was waited for stays.
    @Test func aProcessThatIsGone() { #expect(ChildUsage.microseconds(of: .max) == ChildUsage.microseconds(of: .max)) }
}
