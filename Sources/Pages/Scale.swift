// Axes: where a value stands, and which values are written beside it.
// Leaves to others: drawing them (Chart).

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A logarithmic axis from `lower` to `upper` over the pixels from `start` to `end` (which may run downwards).
struct LogScale {
    var lower: Double
    var upper: Double
    var start: Double
    var end: Double

    /// Covers `values` with `padding` of the range at both ends, and at least a factor of `least`.
    init(covering values: [Double], start: Double, end: Double, padding: Double = 0.06, least: Double = 10) {
        let positive = values.filter { $0 > 0 && $0.isFinite }
        var (low, high) = (log10(positive.min() ?? 1), log10(positive.max() ?? 10))
        let missing = log10(least) - (high - low)
        if missing > 0 { (low, high) = (low - missing / 2, high + missing / 2) }
        let margin = (high - low) * padding
        lower = pow(10, low - margin)
        upper = pow(10, high + margin)
        self.start = start
        self.end = end
    }

    init(lower: Double, upper: Double, start: Double, end: Double) {
        self.lower = lower
        self.upper = upper
        self.start = start
        self.end = end
    }

    /// The position of `value`, outside the axis where it lies outside.
    func callAsFunction(_ value: Double) -> Double {
        start + (end - start) * log(value / lower) / log(upper / lower)
    }

    func contains(_ value: Double) -> Bool { value >= lower && value <= upper }

    /// Ticks at 1, 3, 10 or, where those are more than `most`, at decades only; over little more than a decade at 1, 2, 5.
    func ticks(most: Int) -> [Double] {
        let steps: [[Double]] = upper < lower * 25 ? [[1, 2, 5], [1, 3], [1]] : [[1, 3], [1]]
        for multiples in steps {
            let found = marks(multiples)
            if found.count <= most, !found.isEmpty { return found }
        }
        let decades = marks([1])
        let stride = max(1, (decades.count + most - 1) / most)
        return decades.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
    }

    /// At most as many ticks as keep `distance` from each other and half of it from the ends: decades first, then threes between them.
    func spacedTicks(distance: Double) -> [Double] {
        var ticks: [Double] = []
        let ends = [min(start, end) - distance * 0.6, max(start, end) + distance * 0.6]
        for multiples in [[1.0], [3.0], [2.0, 5.0]] where ticks.count < 2 {
            for tick in marks(multiples) where (ends + ticks.map(callAsFunction)).allSatisfy({ abs($0 - self(tick)) >= distance }) {
                ticks.append(tick)
            }
        }
        return ticks.sorted()
    }

    private func marks(_ multiples: [Double]) -> [Double] {
        let first = Int(log10(lower).rounded(.down))
        let last = Int(log10(upper).rounded(.up))
        guard first <= last else { return [] }
        return (first...last).flatMap { decade in multiples.map { $0 * pow(10, Double(decade)) } }.filter(contains)
    }
}

/// A linear axis from zero.
struct LinearScale {
    var upper: Double

    /// Ends at a round number at or above `most`.
    init(upTo most: Double) {
        guard most > 0, most.isFinite else {
            upper = 1
            return
        }
        let decade = pow(10, log10(most).rounded(.down))
        let rounds = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].map { $0 * decade }
        upper = rounds.first { $0 >= most * 0.999_999 } ?? most
    }

    /// 0…1.
    func callAsFunction(_ value: Double) -> Double { value / upper }

    /// Zero, the half and the end.
    var ticks: [Double] { [0, upper / 2, upper] }
}
