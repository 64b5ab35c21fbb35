// What can be read of a record that was cut off or damaged: the head, and every whole measurement before the damage.
// Leaves to others: writing the recovered record (RecordFile.create).

/// A record out of a damaged file.
package struct RecoveredRecord: Sendable, Equatable {
    package var record: Record
    /// What was lost, for people.
    package var sentence: String
}

extension RecordFile {
    package static func repair(_ path: String) throws(RecordError) -> RecoveredRecord {
        try repair(try bytes(of: path), file: path)
    }

    /// Recovers from bytes; a record that is whole comes back as it is. The measurements come last in a record, so that a cut costs
    /// one of them and not the head.
    package static func repair(_ bytes: [UInt8], file: String) throws(RecordError) -> RecoveredRecord {
        do {
            return RecoveredRecord(record: try decode(bytes, file: file), sentence: "\(file) is whole: there is nothing to repair.")
        } catch {
            // A head that contradicts itself is no damage, and no file of ours at all is none to repair.
            switch error {
            case .version, .notARecord: throw error
            case .invalid(_, let problems) where problems.contains { $0.path.steps.first != .key("measurements") }: throw error
            default: break
            }
        }
        var scanner = JSONScanner(bytes)
        guard scanner.enter(key: "measurements") != nil, scanner.skip("[") else {
            throw .nothingToRecover(file: file, line: JSONScanner.position(at: scanner.offset, in: bytes).line)
        }
        // The head's own errors are reported as they are: a cut cannot make a key unknown.
        var record = try decodeUnchecked(Array(bytes[..<scanner.offset]) + Array("]}".utf8), file: file)
        record.measurements = wholeMeasurements(&scanner)
        guard !record.measurements.isEmpty else {
            throw .nothingToRecover(file: file, line: JSONScanner.position(at: scanner.offset, in: bytes).line)
        }
        let line = JSONScanner.position(at: scanner.offset, in: bytes).line
        return RecoveredRecord(record: record, sentence: sentence(for: record, damagedLine: line))
    }

    /// Reads measurements until one does not end, does not read, or contradicts itself; leaves the cursor before that one.
    private static func wholeMeasurements(_ scanner: inout JSONScanner) -> [MeasuredConfiguration] {
        var found: [MeasuredConfiguration] = []
        while true {
            scanner.skipSpace()
            var ahead = scanner
            guard let range = ahead.value(),
                let measurement = try? JSONCoder.decode(MeasuredConfiguration.self, from: Array(scanner.bytes[range]), limits: limits),
                measurement.problems(at: "").isEmpty
            else { return found }
            found.append(measurement)
            scanner = ahead
            guard scanner.skip(",") else { return found }
        }
    }

    private static func sentence(for record: Record, damagedLine: Int) -> String {
        let count = record.measurements.count
        let kept = count == 1 ? "One measurement was recovered" : "\(count) measurements were recovered"
        let planned = record.invocation.map { " of \($0.planned.count) that were planned" } ?? ""
        return "\(kept)\(planned); what stood from line \(damagedLine) on is lost."
    }
}
