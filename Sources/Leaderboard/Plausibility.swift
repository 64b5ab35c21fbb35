// Whether a result can be true, judged from its raw samples and the same machine's own measured roof.
// Leaves to others: hiding it (nobody does: it is shown, unranked, with this reason).

import Measurement
package import Records

/// Why a result is not believed, with the figures; Pages makes the sentence.
package enum ImplausibilityFlag: Sendable, Equatable {
    /// It needs `rate` FLOP/s by the direct count; the machine's own measured `peak` times `headroom` is the limit.
    case aboveRoof(rate: Double, peak: Double, headroom: Double)
    /// The whole run is said to take `seconds`; at the speed of its fastest sample it takes `least`.
    case shorterThanSamples(seconds: Double, least: Double)
    case repeatedSamples(count: Int, distinct: Int)
    /// A cross-entropy below zero, or no number.
    case impossibleLoss(step: Int, loss: Double)
    case constantLoss(count: Int)
}

/// Judges the results of one record; its roofs are looked up once.
package struct Plausibility: Sendable {
    /// A Winograd F(4×4, 3×3) convolution executes a quarter of the direct count; the rest is headroom for a peak measured low.
    package static let convolutionHeadroom = 4.5
    /// For arithmetic that no algorithm here saves: a kernel may pass a measured peak by its noise, not by more.
    package static let kernelHeadroom = 1.1

    private struct Roof: Hashable {
        var precision: String?
        var device: String
    }

    private let isPublished: Bool
    /// The highest `peak/fma` of the record by precision and device, in FLOP/s.
    private let peaks: [Roof: Double]

    package init(_ record: Record) {
        isPublished = record.provenance.kind == .published
        var peaks: [Roof: Double] = [:]
        for measured in record.measurements where measured.configuration.benchmark == "peak/fma" && measured.outcome.isCompleted {
            if measured.configuration.course != nil { continue }
            let roof = Roof(precision: measured.configuration.precision, device: measured.configuration.device)
            if let value = measured.value { peaks[roof] = max(peaks[roof] ?? value, value) }
        }
        self.peaks = peaks
    }

    /// Empty for a published figure: there is nothing to judge it by.
    package func flags(of measured: MeasuredConfiguration) -> [ImplausibilityFlag] {
        guard !isPublished, measured.outcome.isCompleted else { return [] }
        return [aboveRoof(measured), Self.shorterThanSamples(measured), Self.repeatedSamples(measured), Self.absurdLoss(measured)]
            .compactMap(\.self)
    }

    private func aboveRoof(_ measured: MeasuredConfiguration) -> ImplausibilityFlag? {
        let configuration = measured.configuration
        guard configuration.benchmark != "peak/fma", let work = measured.work, work.operations > 0,
            let peak = peaks[Roof(precision: configuration.precision, device: configuration.device)],
            let rate = Self.impliedRate(measured, work)
        else { return nil }
        let convolves = measured.training != nil || configuration.benchmark.hasPrefix("conv2d") || work.items > 0
        let headroom = convolves ? Self.convolutionHeadroom : Self.kernelHeadroom
        return rate > peak * headroom ? .aboveRoof(rate: rate, peak: peak, headroom: headroom) : nil
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
        return training.runSeconds < 0.9 * least ? .shorterThanSamples(seconds: training.runSeconds, least: least) : nil
    }

    /// Real samples of a millisecond and more differ in their last digits: a quarter of them at least is unlike the others.
    private static func repeatedSamples(_ measured: MeasuredConfiguration) -> ImplausibilityFlag? {
        let count = measured.samples.count { $0.nanoseconds >= repeatableNanoseconds }
        guard count >= 10 else { return nil }
        var distinct: Set<UInt64> = []
        for sample in measured.samples where sample.nanoseconds >= repeatableNanoseconds {
            distinct.insert(sample.nanoseconds)
            if distinct.count * 4 > count { return nil }
        }
        return .repeatedSamples(count: count, distinct: distinct.count)
    }

    private static let repeatableNanoseconds: UInt64 = 1_000_000

    private static func absurdLoss(_ measured: MeasuredConfiguration) -> ImplausibilityFlag? {
        guard let losses = measured.training?.losses, !losses.isEmpty else { return nil }
        if let bad = losses.first(where: { !$0.loss.isFinite || $0.loss < 0 }) { return .impossibleLoss(step: bad.step, loss: bad.loss) }
        return losses.count >= 5 && Set(losses.map(\.loss)).count == 1 ? .constantLoss(count: losses.count) : nil
    }
}
