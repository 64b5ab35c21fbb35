// `--sustain` and `--contended` as a user types them: the record, `show`, the board; never beside ordinary figures.
// Leaves to others: plans and figures (HarnessTests, LeaderboardTests), wrong options (UsageTests).

import Foundation
import Measurement
import Records
import Testing

@Suite struct CourseRunTests {
    @Test func aSustainedKernelIsShownAndNeverCompared() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let suite = try mettle.quickSuite(), path = mettle.path("s.json")
        let ended = try mettle.run(["run", "--suite", suite, "--only", "peak/*", "--sustain", "1s", "--out", path])
        #expect(ended.status == 0, "\(ended.errors)")
        for words in ["first seconds", "settled after", "clock", "temperature"] { #expect(ended.output.contains(words), "\(words)") }
        let measured = try #require(try RecordFile.read(path).measurements.first)
        #expect(measured.configuration.course == .sustained(seconds: 1))
        #expect((measured.sustained?.windows.count ?? 0) > 12)
        #expect(try mettle.run(["show", path]).output.contains("first seconds"))
        let plain = mettle.path("p.json")
        #expect(try mettle.run(["run", "--suite", suite, "--only", "peak/*", "--out", plain]).status == 0)
        let compared = try mettle.run(["compare", plain, path])
        #expect(compared.status == 65 && compared.errors.contains("course"), "\(compared.errors)")
        #expect(try mettle.run(["board", path, "--out", mettle.path("b.json")]).status == 0)
        #expect(try mettle.text("b.json").contains("\"sustained_seconds\": 1.0"))
    }

    @Test func instancesOnAllCoresOrASentence() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let suite = try mettle.quickSuite(), path = mettle.path("c.json")
        let ended = try mettle.run(["run", "--suite", suite, "--contended", "--out", path])
        // A machine that lends one core alone says so, and what to do.
        if ended.status == 69 {
            #expect(ended.errors.contains("--contended needs two cores"))
            return
        }
        #expect(ended.status == 0, "\(ended.errors)")
        #expect(ended.output.contains("instances at once") && ended.output.contains("efficiency"))
        let record = try RecordFile.read(path)
        // A fork-join is about a team, and has no instances.
        #expect(record.measurements.map(\.configuration.benchmark) == ["peak/fma"])
        #expect(record.measurements.allSatisfy { $0.configuration.threads == 1 && ($0.contention?.instances.count ?? 0) > 1 })
    }

    @Test func aBrokenOffCourseIsContinuedAsItBegan() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let suite = try mettle.quickSuite(), path = mettle.path("s.json")
        let ended = try mettle.run(["run", "--suite", suite, "--only", "peak/*", "--sustain", "1s", "--out", path]) {
            FileManager.default.fileExists(atPath: path)
        }
        #expect(ended.status == 143 && ended.output.contains("mettle run --resume"), "\(ended.output)")
        #expect(try RecordFile.read(path).measurements.isEmpty)
        let resumed = try mettle.run(["run", "--resume", path, "--suite", suite])
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(try RecordFile.read(path).measurements.map(\.configuration.course) == [.sustained(seconds: 1)])
    }
}
