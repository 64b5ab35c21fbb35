// Many configurations at once: verdicts that stay honest together, and the geometric mean of a group.
// Leaves to others: one comparison (Comparison), grouping and naming configurations (Leaderboard).

extension Comparison {
    /// Verdicts over many configurations: among all of them, a false `faster` or `slower` has at most 5 % (Holm 1979).
    ///
    /// Holm's step-down: the surest against 5 % ÷ m, the next against 5 % ÷ (m − 1), …; from the first that fails on, none counts. What
    /// alone would be `faster` and fails here is `inconclusive`. A single comparison is judged as by `init`.
    package static func many(_ pairs: [(a: Estimate, b: Estimate)], floor: NoiseFloor) -> [Comparison] {
        var comparisons = pairs.map { Comparison($0.a, $0.b, floor: floor) }
        let chances = comparisons.map { $0.chance(floor: floor) }
        let order = comparisons.indices.sorted { (chances[$0], $0) < (chances[$1], $1) }
        var isRejecting = true
        for (step, index) in order.enumerated() {
            let significance = Self.significance / Double(order.count - step)
            isRejecting = isRejecting && chances[index] < significance
            comparisons[index].verdict = comparisons[index].verdict(floor: floor, significance: isRejecting ? significance : 0)
        }
        return comparisons
    }

    /// The geometric mean of a group's ratios with its interval and verdict.
    ///
    /// The members' intervals are independent and shrink in the mean; the noise between two runs is common to the group and does not.
    package static func geometricMean(_ comparisons: [Comparison], floor: NoiseFloor) -> Comparison {
        precondition(!comparisons.isEmpty, "a group has members")
        let n = Double(comparisons.count)
        func combined(_ side: (Comparison) -> Double) -> Double {
            comparisons.reduce(0) { $0 + side($1) * side($1) }.squareRoot() / n
        }
        return Comparison(
            logRatio: comparisons.reduce(0) { $0 + $1.logRatio } / n, below: combined(\.below), above: combined(\.above),
            floor: floor, significance: Self.significance)
    }
}
