// Tests of repair: a record cut at any byte gives what stood whole before the cut, or says that nothing did.
// Leaves to others: whole records (RecordFileTests).

import Records
import Testing

@Suite("Repair")
struct RecordRepairTests {
    private func repaired(_ bytes: [UInt8]) -> String {
        do {
            let recovered = try RecordFile.repair(bytes, file: "a.json")
            return "\(recovered.record.measurements.count): \(recovered.sentence)"
        } catch {
            return error.sentence
        }
    }

    @Test("cut anywhere: never a crash, never a half measurement, more bytes never give less")
    func everyCut() throws {
        let record = Example.full()
        let bytes = try RecordFile.encode(record)
        var best = 0
        for length in stride(from: 0, to: bytes.count, by: 5) {
            let cut = Array(bytes[..<length])
            guard let recovered = try? RecordFile.repair(cut, file: "a.json") else {
                #expect(best == 0)
                continue
            }
            #expect(recovered.record.measurements == Array(record.measurements.prefix(recovered.record.measurements.count)))
            #expect(recovered.record.runId == record.runId)
            #expect(recovered.record.measurements.count >= best)
            best = recovered.record.measurements.count
        }
        #expect(best == 2)
    }

    @Test("the sentences say what was kept and what was lost")
    func sentences() throws {
        let bytes = try RecordFile.encode(Example.full())
        #expect(repaired(bytes) == "2: a.json is whole: there is nothing to repair.")
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let second = try #require(lines.lastIndex { String(decoding: $0, as: UTF8.self).hasPrefix("      \"configuration\"") })
        let cut = Array(bytes[..<(lines[second + 4].startIndex + 3)])
        #expect(repaired(cut) == "1: One measurement was recovered of 2 that were planned; what stood from line \(second) on is lost.")
        let head = Array(bytes[..<600])
        #expect(repaired(head).hasSuffix("before its first whole result: nothing can be recovered."))
        #expect(repaired([]) == "a.json is cut off or damaged in line 1, before its first whole result: nothing can be recovered.")
        #expect(repaired(Array("{\"mettle_record\": 7}".utf8)).contains("a record of version 7"))
    }

    @Test("zeros where the end should be, as after a power cut, cost no more than a cut")
    func zeros() throws {
        let bytes = try RecordFile.encode(Example.full())
        let damaged = Array(bytes[..<(bytes.count - 200)]) + [UInt8](repeating: 0, count: 200)
        #expect(repaired(damaged).hasPrefix("1: One measurement was recovered"))
    }

    @Test("a measurement that contradicts itself ends what is recovered")
    func contradiction() throws {
        var record = Example.full()
        record.measurements[1].training?.accuracy = 2
        #expect(repaired(try RecordFile.encode(record)).hasPrefix("1: One measurement was recovered"))
    }
}
