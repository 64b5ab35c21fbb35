// The rules of the grades in words, made from the constants that are applied.
// Leaves to others: the constants (GradeRules), wrapping and colour (the terminal).

extension Grade {
    /// What `mettle help grades` prints.
    package static var rulesText: String {
        let widths =
            """
            A grade says how far a figure can be trusted. Two things decide: the half-width of the 95 % interval of
            the median, relative to it, and what disturbed the measurement. The worse counts.

              A     at most ±\(percent(GradeRules.widthA)), and nothing disturbed it
                    (a single end-to-end run, which has no repetitions: at most ±\(percent(GradeRules.widthASingleRun)))
              B     at most ±\(percent(GradeRules.widthB)), or one disturbance of known, small effect
              C     at most ±\(percent(GradeRules.widthC)), or two small disturbances, or a large one
              D     wider, or something changed the answer
              none  one number, without repetitions or steps

            What is noted, and what it costs:

            """
        return widths + Caveat.Kind.allCases.map { "\n  \(padded($0.title)) \(cost(of: $0))" }.joined() + "\n"
    }

    private static func cost(of kind: Caveat.Kind) -> String {
        let noted = notedFrom(kind).map { "noted from \($0), " } ?? ""
        switch GradeRules.rule(for: kind) {
        case .none: return "nothing: the width says it, or it says what the figure is"
        case .ceiling(let best): return "\(best.rawValue) at best"
        case .small: return "small"
        case .bearable: return "C at best"
        case .decisive: return "D"
        case .byFraction(let small, let bearable, let factor):
            return noted + "small up to \(percent(small / factor)), C up to \(percent(bearable / factor)), D above"
        case .byRate(let small): return noted + "small up to \(rate(small)), C above"
        }
    }

    /// Raised by thresholds of this module; other kinds are noted where they are seen.
    private static func notedFrom(_ kind: Caveat.Kind) -> String? {
        switch kind {
        case .steal: percent(GradeRules.stealNoted)
        case .foreignLoad: percent(GradeRules.foreignNoted)
        case .clockDrop: percent(GradeRules.clockDropNoted)
        case .drift: percent(Drift.leastFraction)
        case .twoModes: percent(TwoModes.leastSeparation)
        case .preempted: rate(GradeRules.switchesNotedPerSecond)
        default: nil
        }
    }

    private static func rate(_ perSecond: Double) -> String { "\(Decimals.text(perSecond, places: 0)) a second" }

    private static func percent(_ fraction: Double) -> String {
        let tenths = (fraction * 1000).rounded()
        return Decimals.text(tenths / 10, places: tenths.truncatingRemainder(dividingBy: 10) == 0 ? 0 : 1) + " %"
    }

    private static func padded(_ title: String) -> String {
        title + String(repeating: " ", count: max(0, 22 - title.count))
    }
}

extension Caveat.Kind {
    /// What the kind is called in a list: `other processes`.
    package var title: String {
        switch self {
        case .steal: "steal"
        case .foreignLoad: "other processes"
        case .throttling: "throttling"
        case .clockDrop: "clock drop"
        case .preempted: "preempted"
        case .pageFaults: "page faults (major)"
        case .wideInterval: "wide interval"
        case .budgetEnded: "budget ended"
        case .twoModes: "two modes"
        case .drift: "drift"
        case .undersubscribedTeam: "too few cores"
        case .syntheticData: "synthetic data"
        case .altered: "altered data"
        case .projected: "projected"
        case .onBattery: "on battery"
        case .containerLimit: "container limit"
        case .governor: "governor"
        case .swapping: "swapping"
        case .singleRun: "single run"
        case .unsteady: "unsteady warm-up"
        case .reproducibleCost: "reproducible"
        case .pageCache: "page cache in use"
        }
    }
}
