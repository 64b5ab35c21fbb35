// What happens during a run, as events that the terminal, a log or a test listens to.
// Leaves to others: how they look (the command).

import Measurement
package import Records

package enum RunEvent: Sendable {
    case began(PlannedConfiguration, index: Int, count: Int)
    /// What the series comes to so far; `relativeHalfWidth` is nil until there are samples enough.
    case sampled(PlannedConfiguration, value: Double, relativeHalfWidth: Double?)
    /// A full training: steps done, the last batch's loss, images per second so far, and seconds that the rest will take.
    case trained(PlannedConfiguration, step: Int, total: Int, loss: Double, imagesPerSecond: Double, secondsLeft: Double)
    /// A program of others computes; nothing is known of it before it ends.
    case waiting(PlannedConfiguration)
    case finished(MeasuredConfiguration, index: Int, count: Int)
}

/// How a run ended.
package struct RunResult: Sendable {
    package var record: Record
    package var completed: Int
    package var failed: Int
    package var skipped: Int
    /// A kernel gave a wrong answer: our fault, whatever else went well.
    package var hadWrongAnswer: Bool
    /// The signal that ended the run early, nil when all of the plan was done.
    package var interruptedBy: Int32?
    package var remaining: Int
}
