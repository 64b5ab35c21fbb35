// Which caveats the samples of a series raise by themselves.
// Leaves to others: the sentences (Caveat+Sentences), and what the watcher saw (Watch+Caveats).

extension Caveat {
    package static func ofSeries(
        samples: [Sample], summary: Summary, warmUp: WarmUp, stopReason: StopReason, aim: Double, budgetSeconds: Double
    ) -> [Caveat] {
        var caveats: [Caveat] = []
        let width = summary.relativeHalfWidth
        if stopReason != .content && width > aim {
            if stopReason == .budgetEnded { caveats.append(.budgetEnded(budgetSeconds: budgetSeconds, width: width, aim: aim)) }
            if width > GradeRules.widthB { caveats.append(.wideInterval(width: width, samples: samples.count)) }
        }
        let seconds = samples.map(\.seconds)
        if let modes = TwoModes.found(inSorted: seconds.sorted()) { caveats.append(.twoModes(modes, median: summary.medianSeconds)) }
        if let drift = Drift(seconds), drift.isNoted { caveats.append(.drift(drift.fraction)) }
        if warmUp.isSteady == false, let trend = warmUp.trend { caveats.append(.unsteady(trend: trend, seconds: warmUp.seconds)) }
        return caveats
    }
}
