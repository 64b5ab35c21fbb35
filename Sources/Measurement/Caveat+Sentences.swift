// The one place where a caveat of this module gets its sentence.
// Leaves to others: when one is raised (Caveat+Series, Watch+Caveats), and caveats about the machine (Machine).

extension Caveat {
    /// `fraction` of the machine's processor time.
    package static func steal(_ fraction: Double) -> Caveat {
        Caveat(
            kind: .steal, value: fraction,
            sentence: "The hypervisor gave \(Figure.percent(fraction)) of the processor time to other guests.")
    }

    package static func foreignLoad(_ fraction: Double) -> Caveat {
        Caveat(
            kind: .foreignLoad, value: fraction,
            sentence: "Other processes used \(Figure.percent(fraction)) of the processor time.")
    }

    package static func throttling(events: Int) -> Caveat {
        Caveat(
            kind: .throttling, value: Double(events),
            sentence: "The processor throttled itself \(times(events)) while this was measured.")
    }

    /// `fraction` by which the lowest clock lay under the mean.
    package static func clockDrop(_ fraction: Double, minimumMegahertz: Double, meanMegahertz: Double) -> Caveat {
        Caveat(
            kind: .clockDrop, value: fraction,
            sentence: "The clock fell to \(Decimals.text(minimumMegahertz, places: 0)) MHz, \(Figure.percent(fraction)) under its mean of "
                + "\(Decimals.text(meanMegahertz, places: 0)) MHz.")
    }

    package static func preempted(switches: Int, perSecond: Double) -> Caveat {
        Caveat(
            kind: .preempted, value: perSecond,
            sentence: "The measuring threads were put off the processor \(times(switches)), "
                + "\(Decimals.text(perSecond, places: perSecond < 10 ? 1 : 0)) a second.")
    }

    package static func pageFaults(major: Int, perSecond: Double) -> Caveat {
        Caveat(
            kind: .pageFaults, value: perSecond,
            sentence: "Pages were read from storage \(times(major)) while this was measured, "
                + "\(Decimals.text(perSecond, places: perSecond < 10 ? 1 : 0)) a second.")
    }

    static func budgetEnded(budgetSeconds: Double, width: Double, aim: Double) -> Caveat {
        Caveat(
            kind: .budgetEnded, value: budgetSeconds,
            sentence:
                "The budget of \(budgetText(budgetSeconds)) ended at \(Figure.plusMinus(width)); the aim was \(Figure.plusMinus(aim)).")
    }

    static func wideInterval(width: Double, samples: Int) -> Caveat {
        Caveat(
            kind: .wideInterval, value: width,
            sentence: "The 95 % interval is \(Figure.plusMinus(width)) wide after \(samples) samples.")
    }

    static func twoModes(_ modes: TwoModes, median: Double) -> Caveat {
        let unit = FigureUnit.suited(toSeconds: modes.lowerSeconds)
        let spread = Interval(lower: modes.lowerSeconds, upper: modes.upperSeconds)
        let figure = Figure(value: modes.lowerSeconds, interval: spread, unit: unit)
        let lower = figure.lowerText ?? figure.text
        let upper = figure.upperText ?? figure.text
        return Caveat(
            kind: .twoModes, value: modes.separation(median: median),
            sentence: "The samples have two modes: \(Figure.percent(1 - modes.upperShare)) around \(lower) \(unit.symbol), "
                + "\(Figure.percent(modes.upperShare)) around \(upper) \(unit.symbol).")
    }

    package static func drift(_ fraction: Double) -> Caveat {
        Caveat(
            kind: .drift, value: fraction.magnitude,
            sentence: "The last third of the samples is \(Figure.percent(fraction.magnitude)) \(fraction > 0 ? "slower" : "faster") "
                + "than the first.")
    }

    static func unsteady(trend: Double, seconds: Double) -> Caveat {
        Caveat(
            kind: .unsteady, value: trend.magnitude,
            sentence: "Times still \(trend > 0 ? "rose" : "fell") by \(Figure.percent(trend.magnitude)) when the warm-up ended after "
                + "\(Decimals.text(seconds, places: 1)) s.")
    }

    /// Of a sustained course whose speed still changed at its end, or that had too few windows to tell.
    package static func unsettled(after seconds: Double, isTooShort: Bool) -> Caveat {
        let end = TimeText.words(seconds)
        return Caveat(
            kind: .unsteady, value: seconds,
            sentence: isTooShort
                ? "\(end) had too few windows to tell whether the speed had settled."
                : "The speed had not settled after \(end); the figure is that of the last third.")
    }

    static func projected(steps: Int, of total: Double) -> Caveat {
        Caveat(
            kind: .projected, value: Double(steps),
            sentence: "Projected from \(steps) of \(Decimals.text(total.rounded(), places: 0)) steps.")
    }

    package static let singleRun = Caveat(
        kind: .singleRun, sentence: "A single run: the interval is that of its steps, not of repetitions.")

    private static func times(_ count: Int) -> String { count == 1 ? "once" : "\(Decimals.text(Double(count), places: 0)) times" }

    private static func budgetText(_ seconds: Double) -> String {
        seconds < 10 ? "\(Decimals.text(seconds, places: 1)) s" : TimeText.words(seconds)
    }
}
