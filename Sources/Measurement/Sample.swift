// One timed batch of iterations.
// Leaves to others: summaries of many (Summary), and what an iteration does (Work).

/// The time that `iterations` iterations took together; the unit everything statistical starts from.
package struct Sample: Sendable, Equatable, Codable {
    package var iterations: Int
    package var nanoseconds: UInt64

    package init(iterations: Int, nanoseconds: UInt64) {
        self.iterations = iterations
        self.nanoseconds = nanoseconds
    }

    /// Seconds of one iteration.
    package var seconds: Double { Double(nanoseconds) * 1e-9 / Double(iterations) }
}
