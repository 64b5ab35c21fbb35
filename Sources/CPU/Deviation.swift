// What a kernel's own check of its answer found. Whether a run goes on after a wrong answer is decided by those who run it.

/// How far a result lies from the reference in float64, and how far it may.
package struct Deviation: Equatable, Sendable {
    package let largest: Double
    package let allowed: Double

    package init(largest: Double, allowed: Double) {
        self.largest = largest
        self.allowed = allowed
    }

    /// False also where the result is not a number.
    package var isAcceptable: Bool { largest <= allowed }
}
