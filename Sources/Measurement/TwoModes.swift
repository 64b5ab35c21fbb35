// Whether a series has two modes: a median between them is the time of neither.
// Leaves to others: the sentence (Caveat), and how much trust it costs (Grade).

/// Two clusters of samples with little between them.
package struct TwoModes: Sendable, Equatable {
    package var lowerSeconds: Double
    package var upperSeconds: Double
    /// Share of the samples in the upper cluster.
    package var upperShare: Double

    /// The distance of the modes as a fraction of `median`.
    package func separation(median: Double) -> Double { (upperSeconds - lowerSeconds) / median }

    /// Below, skewed noise of one mode is taken for two more often than once in fifty series.
    static let leastSamples = 30
    /// Each mode holds at least this share: fewer are outliers, which Tukey's fences mark.
    static let leastShare = 0.15
    /// Distance of the modes over the robust standard deviation within them. Splitting a normal or an even distribution gives about
    /// 2.5, an exponential one 4.
    static let leastDistance = 5.0
    /// Share of the samples in the middle 40 % between the modes. Splitting a distribution of one mode leaves about a fifth there.
    static let mostBetween = 0.05
    /// Modes closer than this matter to nobody.
    static let leastSeparation = 0.02

    /// The modes of an ascending series; nil where there is one mode, or too few samples to tell.
    package static func found(inSorted sorted: [Double]) -> TwoModes? {
        let n = sorted.count
        guard n >= leastSamples else { return nil }
        let split = bestSplit(sorted)
        let low = Array(sorted[..<split])
        let high = Array(sorted[split...])
        let lower = Summary.quantile(low, 0.5)
        let upper = Summary.quantile(high, 0.5)
        let within = 1.4826 * ((square(deviation(low, lower)) + square(deviation(high, upper))) / 2).squareRoot()
        let gap = upper - lower
        // The split is forced to leave so many on either side; whether they belong there is told by which mode they are nearer to.
        let upperCount = sorted.count { $0 > lower + 0.5 * gap }
        let least = leastShare * Double(n)
        guard Double(upperCount) >= least, Double(n - upperCount) >= least else { return nil }
        let between = sorted.count { $0 > lower + 0.3 * gap && $0 < upper - 0.3 * gap }
        guard gap > leastDistance * within, Double(between) <= mostBetween * Double(n), gap >= leastSeparation * lower else { return nil }
        return TwoModes(lowerSeconds: lower, upperSeconds: upper, upperShare: Double(upperCount) / Double(n))
    }

    /// Where the variance between the two parts is largest (Otsu 1979), the extreme twentieths drawn in so that a tail does not decide.
    private static func bestSplit(_ sorted: [Double]) -> Int {
        let n = sorted.count
        let floor = sorted[n / 20]
        let ceiling = sorted[n - 1 - n / 20]
        let values = sorted.map { min(max($0, floor), ceiling) }
        let total = values.reduce(0, +)
        let least = max(1, Int((leastShare * Double(n)).rounded(.up)))
        var best = (split: least, between: -1.0)
        var below = 0.0
        for i in 1..<n {
            below += values[i - 1]
            guard i >= least && n - i >= least else { continue }
            let difference = below / Double(i) - (total - below) / Double(n - i)
            let between = Double(i) * Double(n - i) * difference * difference
            if between > best.between { best = (i, between) }
        }
        return best.split
    }

    private static func deviation(_ values: [Double], _ median: Double) -> Double {
        Summary.quantile(values.map { ($0 - median).magnitude }.sorted(), 0.5)
    }

    private static func square(_ x: Double) -> Double { x * x }
}
