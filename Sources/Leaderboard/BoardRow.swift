// One row: a record's figure for a workload joined with one offer.
// Leaves to others: choosing figure and offer (RowMaking, OfferChoice), digits and words (Pages).

package import Measurement
package import Prices

package struct BoardRow: Sendable, Equatable {
    package enum DeviceKind: String, Sendable, Equatable { case cpu, gpu }
    /// Where the number comes from, as its record says.
    package enum Provenance: String, Sendable, Equatable, CaseIterable { case published, measured, signed, reproduced }

    /// Unique in its board.
    package var id: String
    package var runId: String
    /// The file the record was read from.
    package var file: String
    package var label: String
    package var machine: String
    package var parts: String
    package var device: DeviceKind
    package var provider: String?
    package var instance: String?
    package var region: String?
    package var engine: String
    package var engineRevision: Int
    /// Whether another row of its board comes from a newer revision of Mettle's own engine: part of the difference may be the program's.
    package var hasOlderEngine = false
    package var threads: Int
    package var provenance: Provenance
    package var citation: String?
    /// The day of the run, or of its publication.
    package var date: String

    /// nil where the workload did not run.
    package var seconds: Double?
    package var interval: Interval?
    package var projected: Bool
    package var synthetic: Bool
    /// How many comparable runs of this machine the figure was chosen from.
    package var runCount: Int
    package var imagesPerSecond: Double?
    package var price: RowPrice
    package var energy: RowEnergy
    package var accuracy: RowAccuracy
    /// nil for published figures, and withheld from flagged ones.
    package var grade: Grade?
    package var caveats: [Caveat]
    /// |ln ratio| below which this machine cannot tell two runs apart, as its record has it.
    package var noiseFloor: Double?

    package var standing: Standing
    package var ranks: Ranks
    package var isHighlighted: Bool
}

/// Whether a row takes part in the ranking, and if not why.
package enum Standing: Sendable, Equatable {
    case ranked
    /// Projected from generated images: time and cost stand among the others, without rank and accuracy.
    case beside
    case notRanked(Reason)

    package enum Reason: Sendable, Equatable {
        case flagged([ImplausibilityFlag])
        /// Trained on generated images to the end: the time is real, the accuracy means nothing.
        case synthetic
        /// Trained on images that are not the published ones.
        case alteredTraining
        case notRun(String)
    }
}

/// Ranks by each metric; nil where the row has no value that ranks.
package struct Ranks: Sendable, Equatable {
    package var time: Rank?
    package var cost: Rank?
    package var billed: Rank?
    package var rate: Rank?
    package var accuracy: Rank?
    package init() {}
}

package struct Rank: Sendable, Equatable {
    package var position: Int
    /// Another row has the same position, because their difference is not known or too small.
    package var shared: Bool
    package init(position: Int, shared: Bool) {
        self.position = position
        self.shared = shared
    }
    /// `6` or `6=`.
    package var text: String { shared ? "\(position)=" : "\(position)" }
}

/// What an hour and a run cost.
package enum RowPrice: Sendable, Equatable {
    /// No price is known: never 0, never first by cost.
    case unpriced
    /// The price is zero, within a quota: shown, never ranked by cost.
    case free(Offer)
    case priced(PricedRow)
}

package struct PricedRow: Sendable, Equatable {
    package var offer: Offer
    package var perHour: Money
    /// From a price sheet that was given to the board, not from the record itself.
    package var fromSheet: Bool
    /// Seconds × price ÷ 3,600; nil where the workload did not run.
    package var proRata: Money?
    /// nil where the billing rule is not known.
    package var billed: Money?
    package var billedSeconds: Int?
}

package enum RowEnergy: Sendable, Equatable {
    /// Watt-hours of the run: mean power of the watched steps × run time; the source names the counter.
    case measured(wattHours: Double, source: String)
    case notMeasured
    case notPublished
}

package enum RowAccuracy: Sendable, Equatable {
    /// A share of test images, 0…1, with its 95 % sampling interval over `testImages` images.
    case measured(Double, interval: Interval, alteredTestImages: Bool, learned: Bool)
    case range(Interval)
    /// A projected run does not reach an accuracy.
    case notRun
    /// Generated images: a number would mean nothing.
    case meaningless
    case notPublished
    case notMeasured
}
