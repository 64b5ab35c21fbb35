// The mean of a series with its interval: what a total is made of.
// Leaves to others: the rule of blocks and widening (BlockBootstrap), and extrapolating (Projection).

/// Mean and 95 % interval of a series of times that may resemble their neighbours, by circular block bootstrap of the mean.
struct MeanInterval {
    var mean: Double
    var interval: Interval
    var blockLength: Int

    /// `values`: at least two.
    init(_ values: [Double], seed: UInt64) {
        let n = values.count
        precondition(n >= 2, "an interval needs two values")
        let ranks = Drift.midRanks(values)
        let center = 0.5 * Double(n - 1)
        let rule = BlockBootstrap(
            count: n, autocorrelation: Drift.autocorrelation(ranks.map { $0 - center }), statistic: .mean, looks: .once)
        let mean = values.reduce(0, +) / Double(n)
        let means = Self.resampledMeans(values, blockLength: rule.length, seed: seed)
        let tail = Int(Double(means.count) * (1 - BlockBootstrap.percentileConfidence) / 2)
        self.mean = mean
        interval = rule.widened(center: mean, lower: means[tail], upper: means[means.count - 1 - tail])
        blockLength = rule.length
    }

    /// Ascending. Sums of blocks come from running sums, so a resample costs one step a block.
    private static func resampledMeans(_ values: [Double], blockLength: Int, seed: UInt64) -> [Double] {
        let n = values.count
        var running = [0.0]
        running.reserveCapacity(2 * n + 1)
        for i in 0..<(2 * n) { running.append(running[i] + values[i % n]) }
        var random = RandomSequence(seed: seed, stream: RandomStream.bootstrap, step: n)
        var means: [Double] = []
        means.reserveCapacity(BlockBootstrap.resamples)
        for _ in 0..<BlockBootstrap.resamples {
            var sum = 0.0
            var drawn = 0
            while drawn < n {
                let begin = random.integer(below: n)
                sum += running[begin + min(blockLength, n - drawn)] - running[begin]
                drawn += blockLength
            }
            means.append(sum / Double(n))
        }
        return means.sorted()
    }
}
