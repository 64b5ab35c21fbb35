// What a roofline's numbers need said beside them, in the words that terminal and page share.
// Leaves to others: digits and layout.

package import Leaderboard
import Measurement

package enum RooflineWords {
    /// `forward`, `data`, `weights`.
    package static func pass(_ phase: String) -> String {
        switch phase {
        case "backward_data": "data"
        case "backward_weights": "weights"
        default: String(phase.map { $0 == "_" ? " " : $0 })
        }
    }

    /// Of the attainable. Of useful operations alone, where nobody recorded those executed, a share says nothing.
    package static func share(_ point: RooflinePoint) -> String {
        if case .executedNotRecorded = point.remark { return "–" }
        return point.fraction.map(Figure.percent) ?? "–"
    }

    /// `FLOP/s`, or the level's name.
    package static func bound(_ point: RooflinePoint) -> String {
        switch point.bound {
        case .arithmetic: "FLOP/s"
        case .memory(let level): level
        case nil: "–"
        }
    }

    /// How the columns are counted, and why something stands above a roof; one sentence each, only those that the board needs.
    package static func sentences(of board: RooflineBoard) -> [String] {
        var sentences: [String] = []
        let points = board.points
        if points.contains(where: { $0.executedOperations != nil }) {
            sentences.append(
                "Useful operations are those of the direct algorithm; executed are the products and transforms of the algorithm that ran (Winograd). "
                    + "Intensity, attainable and the share of it are of executed operations.")
        }
        if points.contains(where: { $0.bytes != nil }) {
            sentences.append(
                "Bytes are the least that must move, each tensor once; they come from the fastest level that holds them all.")
        }
        let remarks = points.compactMap(\.remark)
        if let most = largest(remarks, { if case .savesOperations(let times) = $0 { times } else { nil } }) {
            sentences.append(
                "Useful operations pass the arithmetic roof up to \(ratio(most)) times: no fault, the algorithm executes fewer, and those stay below it."
            )
        }
        if let most = largest(remarks, { if case .executedNotRecorded(let times) = $0 { times } else { nil } }) {
            sentences.append(
                "Useful operations pass the arithmetic roof up to \(ratio(most)) times, and this record is older than the count of executed ones: "
                    + "Winograd executes about a quarter of them. Measure again to see where they stand.")
        }
        if let most = largest(remarks, { if case .aboveRoof(let times) = $0 { times } else { nil } }) {
            sentences.append(
                "Executed operations stand up to \(ratio(most)) times above a roof: it was measured in a slower moment than they were, or their bytes came "
                    + "from a faster level than the sizes of the caches say. Measure again on a quiet machine.")
        }
        if points.contains(where: { $0.bytes == nil && $0.operations > 0 }) {
            sentences.append(
                "Where the intensity is not known, the record has no bytes, and the arithmetic roof alone is held against the figure.")
        }
        let precisions = Set(points.filter { $0.operations > 0 && $0.arithmeticSeconds == nil }.map { $0.precision ?? "no precision" })
        if !precisions.isEmpty, !board.arithmetic.isEmpty {
            sentences.append("No peak was measured for \(precisions.sorted().joined(separator: ", ")) with this team.")
        }
        return sentences
    }

    private static func largest(_ remarks: [RooflineRemark], _ value: (RooflineRemark) -> Double?) -> Double? {
        remarks.compactMap(value).max()
    }

    private static func ratio(_ value: Double) -> String { Figure.ratio(value).text }
}
