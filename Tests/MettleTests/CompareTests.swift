// `mettle compare` on records that are written here: which figures of two files stand beside each other.
// Leaves to others: what makes a key (RecordsTests), verdicts (MeasurementTests), files that the program wrote itself (RunTests).

import BoardSamples
import Foundation
import Measurement
import Records
import Testing

@Suite struct CompareTests {
    /// A training with each team, one thread taking twice as long as two; with AVX2 twice as long as with AVX-512.
    private func record(_ digit: Int, threads: [Int], sets: [String] = ["avx512"], in mettle: Mettle) throws -> String {
        var record = Samples.measured(runId: "\(digit)1111111-1111-4111-8111-111111111111")
        let means = sets.flatMap { set in threads.map { (count: $0, set: set) } }
        record.measurements = means.map { count, set in
            var measured = Samples.measured(seconds: (set == "avx2" ? 7200 : 3600) / Double(count)).measurements[0]
            measured.configuration.threads = count
            measured.configuration.instructionSet = set
            (measured.dataset, measured.samples, measured.grade) = (DatasetEntry(name: "cifar-10"), [], nil)
            return measured
        }
        // Of a program's own run, a file must say more than matters here.
        record.provenance = Provenance(kind: .published, citation: "a test")
        let path = mettle.path("\(digit).json")
        try RecordFile.create(record, at: path)
        return path
    }

    @Test(arguments: [[1, 2], [2, 1]]) func teamsOfOneSizeStandBesideEachOther(order: [Int]) throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let a = try record(1, threads: [1, 2], in: mettle), b = try record(2, threads: order, in: mettle)
        let ended = try mettle.run(["compare", "--threshold", "5%", a, b])
        #expect(ended.status == 0, "\(ended.output)\(ended.errors)")
        #expect(ended.output.components(separatedBy: "cloud-check/train").count == 3, "\(ended.output)")
    }

    @Test func instructionSetsOfOneKindStandBesideEachOther() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let a = try record(1, threads: [2], sets: ["avx512", "avx2"], in: mettle)
        let b = try record(2, threads: [2], sets: ["avx2", "avx512"], in: mettle)
        let ended = try mettle.run(["compare", "--threshold", "5%", a, b])
        #expect(ended.status == 0, "\(ended.output)\(ended.errors)")
        #expect(ended.output.components(separatedBy: "cloud-check/train").count == 3, "\(ended.output)")
    }

    /// A machine chooses its means: of teams that the other has not, the fastest stands for it, once.
    @Test func ofOtherTeamsTheFastestAreCompared() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let a = try record(1, threads: [2, 4], in: mettle), b = try record(2, threads: [3, 8], in: mettle)
        let ended = try mettle.run(["compare", "--threshold", "5%", a, b])
        #expect(ended.output.components(separatedBy: "cloud-check/train").count == 2, "\(ended.output)")
        #expect(ended.status == 0 && ended.output.contains("2.00"), "\(ended.output)\(ended.errors)")
    }
}
