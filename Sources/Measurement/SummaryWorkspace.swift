// Median, spread and interval of a series, in memory reserved beforehand: nothing here allocates after `init`.
// Leaves to others: the rule of blocks and widening (BlockBootstrap), and when to look (StoppingCriterion).

/// Scratch memory for the statistics of one series at a time, so that looking between two samples allocates nothing.
package final class SummaryWorkspace {
    private let capacity: Int
    private let resamples: Int
    private var values: [Double]
    /// Indices of the values in ascending order of value.
    private var order: [Int32]
    /// The place of each value in that order.
    private var place: [Int32]
    /// The same with ties shared evenly, for the autocorrelation.
    private var rank: [Double]
    /// The values in ascending order.
    private(set) var sorted: [Double]
    private var counts: [Int32]
    private var medians: [Double]
    private(set) var count = 0

    /// What one look at a series finds.
    package struct Finding {
        package var medianSeconds: Double
        package var interval: Interval
        package var blockLength: Int
        /// Autocorrelation of the ranks at lag 1.
        package var autocorrelation: Double
        package var relativeHalfWidth: Double { (interval.upper - interval.lower) / 2 / medianSeconds }
    }

    package init(capacity: Int, resamples: Int = BlockBootstrap.resamples) {
        precondition(capacity >= 2 && resamples >= 40, "an interval needs two samples and its percentiles forty resamples")
        self.capacity = capacity
        self.resamples = resamples
        values = Array(repeating: 0, count: capacity)
        order = Array(repeating: 0, count: capacity)
        place = Array(repeating: 0, count: capacity)
        rank = Array(repeating: 0, count: capacity)
        sorted = Array(repeating: 0, count: capacity)
        counts = Array(repeating: 0, count: capacity)
        medians = Array(repeating: 0, count: resamples)
    }

    /// Median and interval of `samples` (2…capacity), from random numbers keyed by `seed`.
    package func look(at samples: [Sample], seed: UInt64, looks: BlockBootstrap.Looks) -> Finding {
        precondition((2...capacity).contains(samples.count), "2…\(capacity) samples, not \(samples.count)")
        count = samples.count
        for i in 0..<count { values[i] = samples[i].seconds }
        sortIndices()
        rankValues()
        let autocorrelation = rankAutocorrelation()
        let rule = BlockBootstrap(count: count, autocorrelation: autocorrelation, statistic: .median, looks: looks)
        resample(blockLength: rule.length, seed: seed)
        let tail = Int(Double(resamples) * (1 - BlockBootstrap.percentileConfidence) / 2)
        let median = Self.median(sorted, count: count)
        let interval = rule.widened(center: median, lower: medians[tail], upper: medians[resamples - 1 - tail])
        return Finding(medianSeconds: median, interval: interval, blockLength: rule.length, autocorrelation: autocorrelation)
    }

    /// Medians of resampled series, ascending. A resample is a tally of places in the sorted order, so its median is a walk, not a sort.
    private func resample(blockLength: Int, seed: UInt64) {
        let n = count
        var random = RandomSequence(seed: seed, stream: RandomStream.bootstrap, step: n)
        let middle = ((n - 1) / 2, n / 2)
        counts.withUnsafeMutableBufferPointer { counts in
            place.withUnsafeBufferPointer { place in
                sorted.withUnsafeBufferPointer { sorted in
                    for resample in 0..<resamples {
                        for i in 0..<n { counts[i] = 0 }
                        var drawn = 0
                        while drawn < n {
                            var at = random.integer(below: n)
                            for _ in 0..<min(blockLength, n - drawn) {
                                counts[Int(place[at])] &+= 1
                                at = at + 1 == n ? 0 : at + 1
                            }
                            drawn += blockLength
                        }
                        medians[resample] = Self.tallyMedian(counts, sorted, middle)
                    }
                }
            }
        }
        medians.withUnsafeMutableBufferPointer { heapSort($0.count, isBelow: { $0 < $1 }, in: $0) }
    }

    /// The mean of the tallied values at the two middle places.
    private static func tallyMedian(
        _ counts: UnsafeMutableBufferPointer<Int32>, _ sorted: UnsafeBufferPointer<Double>, _ middle: (Int, Int)
    ) -> Double {
        var seen = 0
        var i = -1
        while seen <= middle.0 {
            i += 1
            seen += Int(counts[i])
        }
        let low = sorted[i]
        while seen <= middle.1 {
            i += 1
            seen += Int(counts[i])
        }
        return 0.5 * (low + sorted[i])
    }

    private func sortIndices() {
        for i in 0..<count { order[i] = Int32(i) }
        values.withUnsafeBufferPointer { values in
            order.withUnsafeMutableBufferPointer { order in
                // Ties by index: the order is the same on every machine.
                heapSort(count, isBelow: { (values[Int($0)], $0) < (values[Int($1)], $1) }, in: order)
            }
        }
    }

    private func rankValues() {
        var first = 0
        while first < count {
            let value = values[Int(order[first])]
            var end = first
            while end < count && values[Int(order[end])] == value { end += 1 }
            for i in first..<end {
                place[Int(order[i])] = Int32(i)
                rank[Int(order[i])] = 0.5 * Double(first + end - 1)
                sorted[i] = value
            }
            first = end
        }
    }

    private func rankAutocorrelation() -> Double {
        let center = 0.5 * Double(count - 1)
        var square = 0.0
        var product = 0.0
        for i in 0..<count {
            let distance = rank[i] - center
            square += distance * distance
            if i > 0 { product += distance * (rank[i - 1] - center) }
        }
        return square > 0 ? product / square : 0
    }

    static func median(_ sorted: [Double], count: Int) -> Double { 0.5 * (sorted[(count - 1) / 2] + sorted[count / 2]) }
}

/// Heap sort of the first `count` elements: the standard library's sort allocates.
func heapSort<T>(_ count: Int, isBelow: (T, T) -> Bool, in items: UnsafeMutableBufferPointer<T>) {
    func sink(_ start: Int, _ end: Int) {
        var parent = start
        while 2 * parent + 1 < end {
            var child = 2 * parent + 1
            if child + 1 < end && isBelow(items[child], items[child + 1]) { child += 1 }
            if !isBelow(items[parent], items[child]) { return }
            items.swapAt(parent, child)
            parent = child
        }
    }
    var start = count / 2
    while start > 0 {
        start -= 1
        sink(start, count)
    }
    var end = count
    while end > 1 {
        end -= 1
        items.swapAt(0, end)
        sink(0, end)
    }
}
