// A training run whole: every step of every epoch, then the test.
// Leaves to others: single steps (Workloads.Training), projecting a run from few of them (ProjectedTraining).

import Datasets
import Intrinsics
import Measurement
import Networks
import Records
import Workloads

struct FullTraining {
    let training: Training
    /// Called after each step: steps done, the last loss, images per second so far, seconds that the rest will take.
    let progress: (_ step: Int, _ loss: Double, _ imagesPerSecond: Double, _ secondsLeft: Double) -> Void
    let shouldStop: () -> Bool

    struct Result {
        /// Of full batches, one sample a step.
        var samples: [Sample] = []
        var epochSeconds: [Double] = []
        var stepSeconds = 0.0
        var accuracy: Double?
        var evaluationSeconds: Double?
        var isComplete = false
    }

    /// Stops between two steps when asked to, or when the training has trouble; what was done until then is in the result.
    func run() throws -> Result {
        var result = Result()
        result.samples.reserveCapacity(training.totalSteps)
        var epochStart = 0.0
        while training.step < training.totalSteps {
            if shouldStop() { return result }
            let start = monotonicRawNanoseconds()
            let count = training.takeStep()
            let nanoseconds = monotonicRawNanoseconds() - start
            if training.trouble != nil { return result }
            if count == training.recipe.batch { result.samples.append(Sample(iterations: 1, nanoseconds: nanoseconds)) }
            result.stepSeconds += Double(nanoseconds) * 1e-9
            if training.step % training.stepsPerEpoch == 0 {
                result.epochSeconds.append(result.stepSeconds - epochStart)
                epochStart = result.stepSeconds
            }
            let perStep = result.stepSeconds / Double(training.step)
            progress(
                training.step, training.lastLoss, Double(training.images) / result.stepSeconds,
                perStep * Double(training.totalSteps - training.step)
            )
        }
        let start = monotonicRawNanoseconds()
        result.accuracy = try training.accuracy(views: min(training.recipe.testViews, training.source.testViews), shouldStop: shouldStop)
        if result.accuracy != nil { result.evaluationSeconds = Double(monotonicRawNanoseconds() - start) * 1e-9 }
        // Without an accuracy it was stopped, or no test photo could be decoded.
        result.isComplete = result.accuracy != nil || !shouldStop()
        return result
    }
}
