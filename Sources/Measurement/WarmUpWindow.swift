// Tells from the last few times whether a workload has warmed up.
// Leaves to others: running it, and how long to try (Sampling).

/// The last times of a warm-up, in memory reserved beforehand.
struct WarmUpWindow {
    private var times: [Double]
    private var next = 0
    private var filled = 0
    private let steadyDifference: Double

    init(size: Int, steadyDifference: Double) {
        precondition(size >= 4, "a window of fewer than four times shows nothing")
        times = Array(repeating: 0, count: size)
        self.steadyDifference = steadyDifference
    }

    mutating func add(_ seconds: Double) {
        times[next] = seconds
        next = (next + 1) % times.count
        filled = min(filled + 1, times.count)
    }

    mutating func removeAll() { (next, filled) = (0, 0) }

    /// The mean of the later half over that of the earlier, less one; nil until the window is full.
    var trend: Double? {
        guard filled == times.count else { return nil }
        let half = times.count / 2
        var earlier = 0.0
        var later = 0.0
        for i in 0..<half {
            earlier += time(i)
            later += time(times.count - 1 - i)
        }
        return earlier > 0 ? later / earlier - 1 : 0
    }

    /// No trend: the halves agree, or times rise about as often as they fall (Mann–Kendall, two-sided 10 %); nil until it is full.
    var isSteady: Bool? {
        guard let trend else { return nil }
        if trend.magnitude <= steadyDifference { return true }
        let n = times.count
        var score = 0
        for i in 0..<n {
            for j in (i + 1)..<n where time(j) != time(i) { score += time(j) > time(i) ? 1 : -1 }
        }
        let deviation = (Double(n * (n - 1) * (2 * n + 5)) / 18).squareRoot()
        return max(0, Double(abs(score) - 1)) / deviation < 1.645
    }

    /// The i-th time of the full window, oldest first.
    private func time(_ i: Int) -> Double { times[(next + i) % times.count] }
}
