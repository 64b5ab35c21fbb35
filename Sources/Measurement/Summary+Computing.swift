// Computes a summary from samples, and says how, so that anyone can compute it again.
// Leaves to others: the interval's method (BlockBootstrap, SummaryWorkspace), and what the figures mean for trust (Grade).

extension Summary {
    /// The summary of at least two samples; nil for fewer, which say nothing about spread.
    ///
    /// `looks` is `.repeated` where the interval itself decided when sampling stops.
    package init?(samples: [Sample], seed: UInt64, looks: BlockBootstrap.Looks) {
        guard samples.count >= 2 else { return nil }
        self.init(samples: samples, seed: seed, looks: looks, workspace: SummaryWorkspace(capacity: samples.count))
    }

    init(samples: [Sample], seed: UInt64, looks: BlockBootstrap.Looks, workspace: SummaryWorkspace) {
        let look = workspace.look(at: samples, seed: seed, looks: looks)
        let sorted = Array(workspace.sorted.prefix(samples.count))
        let deviations = sorted.map { ($0 - look.medianSeconds).magnitude }.sorted()
        let fences = Summary.tukeyFences(sorted)
        self.init(
            medianSeconds: look.medianSeconds,
            deviationSeconds: SummaryWorkspace.median(deviations, count: deviations.count),
            intervalSeconds: look.interval, sampleCount: samples.count,
            outliers: samples.indices.filter { samples[$0].seconds < fences.lower || samples[$0].seconds > fences.upper },
            method: Summary.method(blockLength: look.blockLength, looks: looks), seed: seed)
    }

    /// Whether `samples` give this summary again. The method's text says which level was used; the seed is recorded. One part in 10⁹
    /// is left to the logarithms of other mathematics libraries.
    package func isReproduced(by samples: [Sample]) -> Bool {
        for looks in [BlockBootstrap.Looks.repeated, .once] {
            guard let again = Summary(samples: samples, seed: seed, looks: looks), again.method == method else { continue }
            return again.sampleCount == sampleCount && again.outliers == outliers
                && Summary.agree(again.medianSeconds, medianSeconds) && Summary.agree(again.deviationSeconds, deviationSeconds)
                && Summary.agree(again.intervalSeconds.lower, intervalSeconds.lower)
                && Summary.agree(again.intervalSeconds.upper, intervalSeconds.upper)
        }
        return false
    }

    private static func agree(_ a: Double, _ b: Double) -> Bool { (a - b).magnitude <= 1e-9 * max(a.magnitude, b.magnitude) }

    private static func method(blockLength: Int, looks: BlockBootstrap.Looks) -> String {
        let level = looks == .repeated ? ", looks=repeated" : ""
        return "block-bootstrap(length=\(blockLength), resamples=\(BlockBootstrap.resamples)\(level))"
    }

    /// 1.5 interquartile ranges beyond the quartiles. Source: Tukey, “Exploratory Data Analysis”, 1977; quartiles by linear
    /// interpolation (Hyndman, Fan 1996, type 7).
    static func tukeyFences(_ sorted: [Double]) -> Interval {
        let lower = quantile(sorted, 0.25)
        let upper = quantile(sorted, 0.75)
        return Interval(lower: lower - 1.5 * (upper - lower), upper: upper + 1.5 * (upper - lower))
    }

    /// The quantile of an ascending series by linear interpolation.
    package static func quantile(_ sorted: [Double], _ fraction: Double) -> Double {
        precondition(!sorted.isEmpty, "no values, no quantile")
        let position = fraction * Double(sorted.count - 1)
        let below = Int(position)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
    }
}
