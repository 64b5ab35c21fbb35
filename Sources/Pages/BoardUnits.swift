// One unit for all figures of a benchmark, so that its bars and lines compare at a glance.
// Leaves to others: which units there are (FigureUnit), digits (Figure).

import Leaderboard
import Measurement

extension FigureUnit {
    /// The unit that suits the best of `values`, in the metric's SI unit.
    fileprivate static func common(to values: [Double], _ metric: Metric, item: String) -> FigureUnit {
        suited(to: (metric.higherIsBetter ? values.max() : values.min()) ?? 1, metric: metric, item: item)
    }

    /// `value` in this unit, with as many digits as a number without an interval has.
    func text(_ value: Double) -> String { Figure(value: value, unit: self).text }

    /// An axis tick: `value` is in this unit's SI base.
    func tick(_ value: Double) -> String { Digits.tick(value * factor) }
}

extension KernelBoard {
    var unit: FigureUnit {
        .common(to: groups.flatMap { $0.bars.map(\.value) }, metric, item: Configuration.items(of: benchmark))
    }
}

extension KernelBar {
    /// Median and interval with the same decimals.
    func figure(in unit: FigureUnit) -> Figure { Figure(value: value, interval: interval, unit: unit) }
}

extension CurveBoard {
    var unit: FigureUnit { .common(to: curves.flatMap { $0.points.map(\.value) }, metric, item: "items") }
}
