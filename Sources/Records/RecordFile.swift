// Result files: read strictly, written whole or not at all.
// Leaves to others: whether a record is plausible in itself (RecordValidation), saving what a cut file holds (RecordRepair).

package enum RecordFile {
    /// The largest record that is read: 64 MiB, some million samples.
    package static let limits = JSONLimits(byteCount: 64 << 20, depth: 64)

    /// Reads and validates a record.
    package static func read(_ path: String) throws(RecordError) -> Record {
        try decode(try bytes(of: path), file: path)
    }

    /// Reads and validates a record that is in memory; `file` is its name in errors.
    package static func decode(_ bytes: [UInt8], file: String) throws(RecordError) -> Record {
        let record = try decodeUnchecked(bytes, file: file)
        let problems = record.problems()
        guard problems.isEmpty else { throw .invalid(file: file, problems) }
        return record
    }

    /// The text of a record; the same bytes for the same record.
    package static func encode(_ record: Record, file: String = "the record") throws(RecordError) -> [UInt8] {
        do {
            return try JSONCoder.encodeText(record)
        } catch {
            throw .document(file: file, error)
        }
    }

    /// Writes the first state of a run. Fails where there is a file already.
    package static func create(_ record: Record, at path: String, calls: FileCalls = .system) throws(RecordError) {
        let bytes = try encode(record, file: path)
        do {
            try FileBytes.create(path, with: bytes, calls: calls)
        } catch {
            throw error.operation == "create" && error.code == FileFailure.existsCode ? .exists(file: path) : .io(file: path, error)
        }
    }

    /// Writes a later state of the run that `path` holds, in one step; fails where it holds another run.
    ///
    /// Where the disk is full or the program is killed, the earlier state stays.
    package static func replace(_ record: Record, at path: String, calls: FileCalls = .system) throws(RecordError) {
        let text = try bytes(of: path)
        guard JSONScanner.string(under: "run_id", in: text) == record.runId else { throw .otherRun(file: path) }
        let bytes = try encode(record, file: path)
        do {
            try FileBytes.replace(path, with: bytes, calls: calls)
        } catch {
            throw .io(file: path, error)
        }
    }

    static func bytes(of path: String) throws(RecordError) -> [UInt8] {
        do {
            return try FileBytes.read(path, limit: limits.byteCount)
        } catch {
            throw .io(file: path, error)
        }
    }

    /// Format and types only: the version first, so that a newer file is called newer and not full of unknown keys.
    static func decodeUnchecked(_ bytes: [UInt8], file: String) throws(RecordError) -> Record {
        do {
            let document = try JSONValue(parsing: bytes, limits: limits)
            guard case .object(let object) = document, case .integer(let version) = object["mettle_record"] else {
                throw RecordError.notARecord(file: file)
            }
            guard version == Record.currentVersion else { throw RecordError.version(file: file, found: version) }
            return try JSONCoder.decode(Record.self, from: document, text: bytes)
        } catch let error as RecordError {
            throw error
        } catch let error as JSONError {
            throw .document(file: file, error)
        } catch {
            throw .document(file: file, JSONError(.invalid("\(error)")))
        }
    }
}
