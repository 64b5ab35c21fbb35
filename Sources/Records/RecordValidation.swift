// Whether a record agrees with itself: forms of ids and dates, digests, offers.
// Leaves to others: single measurements (RecordValidation+Measurements), physical plausibility (Leaderboard).

package import Measurement
import Prices

extension Record {
    /// Recomputes a summary from its samples; the method and the seed stand in the summary that was stored.
    package typealias SummaryRecomputing = (_ samples: [Sample], _ stored: Summary) -> Summary?

    /// Everything that contradicts itself; empty for a good record.
    ///
    /// - Parameter recompute: where given, intervals and deviations are compared with recomputed ones too; medians always are.
    package func problems(recompute: SummaryRecomputing? = nil) -> [RecordProblem] {
        var check = RecordCheck()
        check.require(RunIdentifier.isValid(runId), "run_id", "“\(runId)” is no random UUID in small letters.")
        check.require((1...200).contains(label.count), "label", "a label has from 1 to 200 characters.")
        check.require(!label.unicodeScalars.contains { $0.properties.generalCategory == .control }, "label", "it has control characters.")
        check.time(createdAt, "created_at")
        check.time(finishedAt, "finished_at")
        checkOrigin(&check)
        checkOffers(&check)
        var seen: Set<String> = []
        for (index, measurement) in measurements.enumerated() {
            let path = JSONPath("measurements").appending(index)
            check.problems += measurement.problems(at: path, recompute: recompute)
            let identifier = measurement.configuration.identifier
            let isNew = seen.insert("\(identifier) \(measurement.engine) \(measurement.training?.recipe.seed ?? 0)").inserted
            check.require(isNew, path, "\(identifier) stands here twice.")
        }
        return check.problems
    }

    private func checkOrigin(_ check: inout RecordCheck) {
        if provenance.kind == .published {
            check.require(provenance.citation?.isEmpty == false, "provenance", "published figures say where they were published.")
        } else {
            check.require(program != nil, "program", "a \(provenance.kind.rawValue) record names the program that measured.")
        }
        check.digest(program?.binarySha256, "program.binary_sha256")
        check.require(!machine.name.isEmpty, "machine.name", "a machine has a name.")
        guard let noiseFloor else { return }
        check.require(noiseFloor.logRatio >= 0, "noise_floor.log_ratio", "a noise floor is not negative.")
        check.require(noiseFloor.pairs > 0, "noise_floor.pairs", "a noise floor comes from at least one pair.")
        check.time(noiseFloor.measuredAt, "noise_floor.measured_at")
    }

    private func checkOffers(_ check: inout RecordCheck) {
        for (index, offer) in offers.enumerated() {
            let path = JSONPath("offers").appending(index)
            check.require((offer.pricePerHour?.micros ?? 0) >= 0, path.appending("price_per_hour"), "a price is not negative.")
            check.require(offer.hasValidDate, path.appending("date"), "“\(offer.date)” is no month (2018-03) and no day (2018-03-14).")
            check.require(!offer.source.isEmpty, path.appending("source"), "a price names its source.")
        }
    }
}

/// Collects problems.
struct RecordCheck {
    var base = JSONPath()
    var problems: [RecordProblem] = []

    // Paths are spelt out only where something is wrong.
    mutating func require(_ holds: Bool, _ path: @autoclosure () -> JSONPath, _ sentence: @autoclosure () -> String) {
        if !holds { problems.append(RecordProblem(path: JSONPath(base.steps + path().steps), sentence: sentence())) }
    }

    mutating func time(_ text: String?, _ path: @autoclosure () -> JSONPath) {
        guard let text else { return }
        require(UTCTime(text) != nil, path(), "“\(text)” is no time in UTC like 2026-11-21T13:04:43Z.")
    }

    mutating func digest(_ text: String?, _ path: @autoclosure () -> JSONPath) {
        guard let text else { return }
        let isDigest = text.utf8.count == 64 && text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
        require(isDigest, path(), "“\(text)” is no SHA-256: 64 hexadecimal digits in small letters.")
    }

    /// A share of a whole, 0…1.
    mutating func share(_ value: Double?, _ path: @autoclosure () -> JSONPath) {
        guard let value else { return }
        require((0...1).contains(value), path(), "\(value) is no share: it lies from 0 to 1.")
    }

    mutating func ordered(_ interval: Interval?, _ path: @autoclosure () -> JSONPath) {
        guard let interval else { return }
        require(interval.lower <= interval.upper, path(), "the lower end \(interval.lower) is above the upper end \(interval.upper).")
    }
}
