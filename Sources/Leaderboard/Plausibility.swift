// Whether a result can be true, judged from its raw samples and the same machine's own measured roof.
// Leaves to others: hiding it (nobody does: it is shown, unranked, with this reason).

import Measurement
package import Records

/// Why a result is not believed, with the figures.
package struct ImplausibilityFlag: Sendable, Equatable {
    package enum Kind: String, Sendable, Equatable { case aboveRoof, shorterThanSamples, repeatedSamples, absurdLoss }
    package var kind: Kind
    /// One sentence, with figure and limit.
    package var sentence: String
    package init(kind: Kind, sentence: String) {
        self.kind = kind
        self.sentence = sentence
    }
}

package enum Plausibility {
    /// A Winograd F(4×4, 3×3) convolution executes a quarter of the direct count; the rest is headroom for a peak measured low.
    package static let convolutionHeadroom = 4.5
    /// For arithmetic that no algorithm here saves: a kernel may pass a measured peak by its noise, not by more.
    package static let kernelHeadroom = 1.1

    /// Empty for a published figure: there is nothing to judge it by.
    package static func flags(of measured: MeasuredConfiguration, in record: Record) -> [ImplausibilityFlag] {
        guard record.provenance.kind != .published, measured.outcome.isCompleted else { return [] }
        return [aboveRoof(measured, record), shorterThanSamples(measured), repeatedSamples(measured), absurdLoss(measured)].compactMap(\.self)
    }

    /// The highest `peak/fma` of the record in this precision on this device, in FLOP/s.
    private static func peak(_ record: Record, _ configuration: Configuration) -> Double? {
        record.measurements.filter {
            $0.configuration.benchmark == "peak/fma" && $0.configuration.precision == configuration.precision
                && $0.configuration.device == configuration.device && $0.outcome.isCompleted
        }.compactMap(\.value).max()
    }

    private static func aboveRoof(_ measured: MeasuredConfiguration, _ record: Record) -> ImplausibilityFlag? {
        guard measured.configuration.benchmark != "peak/fma", let work = measured.work, work.operations > 0,
            let peak = peak(record, measured.configuration), let rate = impliedRate(measured, work)
        else { return nil }
        let convolves = measured.training != nil || measured.configuration.benchmark.hasPrefix("conv2d") || work.items > 0
        let headroom = convolves ? convolutionHeadroom : kernelHeadroom
        guard rate > peak * headroom else { return nil }
        let direct = convolves ? " of direct convolution" : ""
        return ImplausibilityFlag(
            kind: .aboveRoof,
            sentence: "It needs \(giga(rate)) GFLOP/s\(direct); this machine’s own measured peak is \(giga(peak)), the limit \(giga(peak * headroom)).")
    }

    /// Useful operations a second: of the whole run where it is a training, of the median sample elsewhere.
    private static func impliedRate(_ measured: MeasuredConfiguration, _ work: Work) -> Double? {
        if let training = measured.training, work.items > 0, training.runSeconds > 0 {
            let images = Double(training.trainImages) * Double(training.recipe.epochs)
            return work.operations / work.items * images / training.runSeconds
        }
        return measured.summary.flatMap { $0.medianSeconds > 0 ? work.operations / $0.medianSeconds : nil }
    }

    /// The run time says less than the steps that were timed add up to.
    private static func shorterThanSamples(_ measured: MeasuredConfiguration) -> ImplausibilityFlag? {
        guard let training = measured.training, let work = measured.work, work.items > 0,
            let fastest = measured.samples.map(\.seconds).min()
        else { return nil }
        let least = fastest / work.items * Double(training.trainImages) * Double(training.recipe.epochs)
        guard training.runSeconds < 0.9 * least else { return nil }
        return ImplausibilityFlag(
            kind: .shorterThanSamples,
            sentence: "Its run time is \(oneDecimal(training.runSeconds)) s; at the speed of its fastest sample the run takes \(oneDecimal(least)) s.")
    }

    /// Real samples of a millisecond and more differ in their last digits.
    private static func repeatedSamples(_ measured: MeasuredConfiguration) -> ImplausibilityFlag? {
        let samples = measured.samples.filter { $0.nanoseconds >= 1_000_000 }
        let distinct = Set(samples.map(\.nanoseconds)).count
        guard samples.count >= 10, distinct * 4 <= samples.count else { return nil }
        return ImplausibilityFlag(kind: .repeatedSamples, sentence: "Its \(samples.count) samples repeat to the last digit: \(distinct) differ.")
    }

    private static func absurdLoss(_ measured: MeasuredConfiguration) -> ImplausibilityFlag? {
        guard let losses = measured.training?.losses, !losses.isEmpty else { return nil }
        if let bad = losses.first(where: { !$0.loss.isFinite || $0.loss < 0 }) {
            return ImplausibilityFlag(kind: .absurdLoss, sentence: "Its loss at step \(bad.step) is \(bad.loss), which no cross-entropy is.")
        }
        guard losses.count >= 5, Set(losses.map(\.loss)).count == 1 else { return nil }
        return ImplausibilityFlag(
            kind: .absurdLoss, sentence: "Its \(losses.count) losses are the same to the last digit; batches differ, and so do their losses.")
    }

    private static func giga(_ rate: Double) -> String { oneDecimal(rate / 1e9) }

    private static func oneDecimal(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
        return value >= 1000 ? "\(Int(value.rounded()))" : "\((value * 10).rounded() / 10)"
    }
}
