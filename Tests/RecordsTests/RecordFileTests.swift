// Tests of result files: what is refused and in which words, what is written, and that a failed write changes nothing.
// Leaves to others: contradictions in a record (RecordValidationTests), repair (RecordRepairTests).

import Measurement
import Records
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A directory that goes when the test ends.
final class ScratchDirectory {
    let path: String

    init() throws {
        var template = Array("\(getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp")/mettle-records-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw FileFailure(operation: "create", code: errno) }
        path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    deinit {
        for name in names { unlink(path + "/" + name) }
        rmdir(path)
    }

    /// What lies in it, hidden files too.
    var names: [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names.filter { $0 != "." && $0 != ".." }.sorted()
    }
}

@Suite("RecordFile")
struct RecordFileTests {
    private func sentence(_ text: String) -> String {
        do {
            _ = try RecordFile.decode(Array(text.utf8), file: "a.json")
            return "read"
        } catch {
            return error.sentence
        }
    }

    private func fullText() throws -> String { String(decoding: try RecordFile.encode(Example.full()), as: UTF8.self) }

    @Test("one sentence for each kind of file that is no record")
    func noRecords() throws {
        #expect(sentence("") == "a.json is empty: the run ended before its first result. It can be deleted.")
        #expect(sentence("<html>").hasPrefix("a.json, line 1, column 1: this is not JSON ("))
        #expect(sentence("{}") == "a.json is not a Mettle record: it has no number under “mettle_record”.")
        #expect(sentence("[1]") == "a.json is not a Mettle record: it has no number under “mettle_record”.")
        #expect(sentence("{\"mettle_record\": \"1\"}") == "a.json is not a Mettle record: it has no number under “mettle_record”.")
        let newer = "a.json is a record of version 2, and this program reads version 1. Use a newer Mettle."
        #expect(sentence("{\"mettle_record\": 2, \"new\": []}") == newer)
        let older = "a.json is a record of version 0, and this program reads version 1 only. Measure again."
        #expect(sentence("{\"mettle_record\": 0}") == older)
        let text = try fullText()
        #expect(
            sentence(String(text.prefix(700))) == "a.json is cut off in line 24. mettle show --repair a.json recovers what can be read.")
        #expect(sentence(text.replacing("0.94", with: "NaN")).hasSuffix("NaN is no JSON number. What was not measured is left out."))
    }

    @Test("unknown keys, units and metrics are named with their line")
    func unknown() throws {
        let text = try fullText()
        #expect(sentence(text) == "read")
        #expect(
            sentence(text.replacing("\"deviation_seconds\"", with: "\"deviation_milliseconds\""))
                .contains("measurements[0].summary: the key “deviation_seconds” is missing."))
        let metric = sentence(text.replacing("\"operations_per_second\"", with: "\"gigaflops\""))
        #expect(metric.contains("measurements[0].metric: “gigaflops” is not known here. Known are operations_per_second,"))
        #expect(metric.hasPrefix("a.json, line "))
        let line = text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains("\"roof\"") }
        let extra = sentence(text.replacing("\"roof\": {", with: "\"roof\": {\"colour\": 1, "))
        #expect(extra.hasPrefix("a.json, line \(try #require(line) + 1), measurements[0].roof.colour: the key “colour” is not known here."))
    }

    @Test("a file that is too large or not there")
    func unreadable() throws {
        let missing = "/no/such/file.json cannot be read: No such file or directory."
        #expect(throws: RecordError.io(file: "/no/such/file.json", FileFailure(operation: "open", code: ENOENT))) {
            try RecordFile.read("/no/such/file.json")
        }
        #expect(RecordError.io(file: "/no/such/file.json", FileFailure(operation: "open", code: ENOENT)).sentence == missing)
        let large = [UInt8](repeating: 0x20, count: RecordFile.limits.byteCount + 1)
        #expect(throws: RecordError.document(file: "b", JSONError(.tooLarge(limit: 64 << 20)))) { try RecordFile.decode(large, file: "b") }
        // A file without end is given up at the limit.
        #expect(try FileBytes.read("/dev/zero", limit: 1000).count == 1001)
    }

    @Test("a record comes back as it was, and equal records are equal bytes")
    func roundTrip() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path + "/r.json"
        try RecordFile.create(Example.full(), at: path)
        #expect(try RecordFile.read(path) == Example.full())
        #expect(try FileBytes.read(path, limit: 1 << 20) == RecordFile.encode(Example.full()))
        var status = stat()
        #expect(stat(path, &status) == 0)
        let mask = umask(0o22)
        umask(mask)
        #expect(status.st_mode & 0o777 == 0o644 & ~mask)
        #expect(scratch.names == ["r.json"])
    }

    @Test("NaN in a figure is refused before a byte is written")
    func notFinite() throws {
        let scratch = try ScratchDirectory()
        var record = Example.full()
        record.measurements[0].summary?.medianSeconds = .nan
        #expect(throws: RecordError.self) { try RecordFile.create(record, at: scratch.path + "/r.json") }
        #expect(scratch.names.isEmpty)
    }

    @Test("create never overwrites, replace only the same run")
    func neverOverwrites() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path + "/r.json"
        var record = Example.full()
        #expect(throws: RecordError.self) { try RecordFile.replace(record, at: path) }
        try RecordFile.create(record, at: path)
        #expect(throws: RecordError.exists(file: path)) { try RecordFile.create(record, at: path) }
        record.measurements.removeLast()
        try RecordFile.replace(record, at: path)
        #expect(try RecordFile.read(path) == record)
        record.runId = "1e4c1a52-93a7-4c1e-8a7d-5f1f0a6b2c3d"
        #expect(throws: RecordError.otherRun(file: path)) { try RecordFile.replace(record, at: path) }
        #expect(try RecordFile.read(path).runId == Example.full().runId)
        #expect(scratch.names == ["r.json"])
    }

    @Test("a full disk leaves the old file and nothing beside it")
    func fullDisk() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path + "/r.json"
        let full = FileCalls(
            write: { descriptor, bytes, count in
                if count <= 100 {
                    errno = ENOSPC
                    return -1
                }
                return FileCalls.system.write(descriptor, bytes, 100)
            }, synchronize: FileCalls.system.synchronize)
        let expected = RecordError.io(file: path, FileFailure(operation: "write", code: ENOSPC))
        #expect(throws: expected) { try RecordFile.create(Example.full(), at: path, calls: full) }
        #expect(scratch.names.isEmpty)
        #expect(expected.sentence == "\(path) cannot be written (write): No space left on device. What stood there before is unchanged.")

        try RecordFile.create(Example.full(), at: path)
        var longer = Example.full()
        longer.measurements[0].samples += longer.measurements[0].samples
        #expect(throws: expected) { try RecordFile.replace(longer, at: path, calls: full) }
        let unflushed = FileCalls(
            write: FileCalls.system.write,
            synchronize: { _ in
                errno = EIO
                return -1
            })
        #expect(throws: RecordError.io(file: path, FileFailure(operation: "fsync", code: EIO))) {
            try RecordFile.replace(longer, at: path, calls: unflushed)
        }
        #expect(try RecordFile.read(path) == Example.full())
        #expect(scratch.names == ["r.json"])
    }

    @Test("where nothing can be made, the error says so")
    func noDirectory() {
        #expect(throws: RecordError.io(file: "/no/such/r.json", FileFailure(operation: "create", code: ENOENT))) {
            try RecordFile.create(Example.full(), at: "/no/such/r.json")
        }
    }
}
