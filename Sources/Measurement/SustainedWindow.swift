// A few moments of a long run: what was done in them, and what the machine's sensors said meanwhile.
// Leaves to others: taking them (SustainedRun), where the speed settles (SteadyState).

package struct SustainedWindow: Sendable, Equatable, Codable {
    /// Since the run's first window began.
    package var startSeconds: Double
    package var iterations: Int
    package var nanoseconds: UInt64
    /// Nil, as the others, where this machine cannot tell.
    package var meanMegahertz: Double?
    package var maximumCelsius: Double?
    package var throttleEvents: Int?

    package init(
        startSeconds: Double, iterations: Int, nanoseconds: UInt64, meanMegahertz: Double? = nil, maximumCelsius: Double? = nil,
        throttleEvents: Int? = nil
    ) {
        self.startSeconds = startSeconds
        self.iterations = iterations
        self.nanoseconds = nanoseconds
        self.meanMegahertz = meanMegahertz
        self.maximumCelsius = maximumCelsius
        self.throttleEvents = throttleEvents
    }

    package var sample: Sample { Sample(iterations: iterations, nanoseconds: nanoseconds) }
    package var endSeconds: Double { startSeconds + Double(nanoseconds) * 1e-9 }
}
