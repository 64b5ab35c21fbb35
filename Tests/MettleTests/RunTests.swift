// `mettle run` and what reads its file: whole, interrupted, continued, refused.
// Leaves to others: whether figures are right (CPUTests, MeasurementTests).

import CommandLine
import Foundation
import Measurement
import Records
import Testing

@Suite struct RunTests {
    @Test func aRunWritesARecordThatEveryCommandReads() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let suite = try mettle.quickSuite()
        let ended = try mettle.run(["run", "--suite", suite, "--out", mettle.path("r.json"), "--label", "<script>alert(1)</script>"])
        #expect(ended.status == 0, "\(ended.errors)")
        #expect(ended.output.contains("dispatch/fork-join team, 1 thread median "))
        let record = try RecordFile.read(mettle.path("r.json"))
        #expect(record.measurements.map(\.outcome.isCompleted) == [true, true])
        #expect(record.finishedAt != nil)
        #expect(record.measurements.allSatisfy { ($0.verification?.relativeError ?? 1) <= ($0.verification?.tolerance ?? 0) })
        let text = try mettle.text("r.json")
        #expect(!text.contains(mettle.folder), "a path of the user's is in the record")

        let shown = try mettle.run(["show", mettle.path("r.json")])
        #expect(shown.status == 0 && shown.output.contains("peak/fma"))
        let json = try mettle.run(["show", "--json", mettle.path("r.json")])
        #expect(try RecordFile.decode(Array(json.output.utf8), file: "show --json") == record)

        let compared = try mettle.run(["compare", "--threshold", "99%", mettle.path("r.json"), mettle.path("r.json")])
        // The ratio is 1 to the last bit; how sure that is, a tenth of a second of samples leaves open.
        #expect([0, 2].contains(compared.status), "\(compared.output)")
        // A noise floor in the reference is the threshold.
        let floor = "\"noise_floor\": {\"log_ratio\": 0.7, \"pairs\": 5, \"measured_at\": \"2026-11-20T00:00:00Z\"},\n  \"offers\":"
        let known = try mettle.write("f.json", text.replacing("\"offers\":", with: floor, maxReplacements: 1))
        let held = try mettle.run(["compare", known, mettle.path("r.json")])
        #expect([0, 2].contains(held.status) && held.output.contains("from A’s A/A test"), "\(held.errors)")
        for name in ["b.html", "b.json", "b.csv", "b.md"] {
            #expect(try mettle.run(["board", mettle.path("r.json"), "--out", mettle.path(name)]).status == 0)
            #expect(try !mettle.text(name).contains("<script>alert(1)"))
        }
    }

    @Test func anExistingResultIsNeverOverwritten() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let path = try mettle.write("r.json", "precious")
        let ended = try mettle.run(["run", "--suite", try mettle.quickSuite(), "--out", path])
        #expect(ended.status == 74)
        #expect(ended.errors.contains("never overwritten"))
        #expect(try mettle.text("r.json") == "precious")
    }

    @Test func whatCannotRunHereIsSkippedByName() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let ended = try mettle.run(["run", "--suite", try mettle.quickSuite(), "--device", "cuda:0", "--out", mettle.path("r.json")])
        #expect(ended.status == 69)
        #expect(ended.output.contains("skipped: no device cuda:0"))
        #expect(try RecordFile.read(mettle.path("r.json")).measurements.count == 2)
    }

    @Test func sigtermKeepsWhatIsDoneAndResumeContinues() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let suite = try mettle.quickSuite(seconds: 2)
        let path = mettle.path("r.json")
        let ended = try mettle.run(["run", "--suite", suite, "--precision", "fp64", "--budget", "1m", "--out", path]) {
            // As soon as the first configuration is on disk.
            (try? RecordFile.read(path))?.measurements.count == 1
        }
        #expect(ended.status == 143, "\(ended.output)")
        #expect(ended.output.contains("mettle run --resume"))
        let first = try RecordFile.read(path)
        #expect(first.measurements.count == 1)
        let resumed = try mettle.run(["run", "--resume", path, "--suite", suite])
        #expect(resumed.status == 0, "\(resumed.errors)")
        let whole = try RecordFile.read(path)
        #expect(whole.runId == first.runId && whole.measurements.count == 2)
        #expect(whole.measurements[0] == first.measurements[0])
        #expect(whole.invocation?.resumed == 1)
        #expect(try mettle.run(["run", "--resume", path, "--suite", suite]).status == 64)
    }

    @Test func aCutFileIsNamedAndRepaired() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        #expect(try mettle.run(["run", "--suite", try mettle.quickSuite(), "--out", mettle.path("r.json")]).status == 0)
        let text = try mettle.text("r.json")
        let cut = try mettle.write("cut.json", String(text.prefix(text.count - 200)))
        let shown = try mettle.run(["show", cut])
        #expect(shown.status == 65)
        #expect(shown.errors.contains("--repair"), "\(shown.errors)")
        let repaired = try mettle.run(["show", "--repair", cut])
        #expect(repaired.status == 0, "\(repaired.errors)")
        #expect(try !RecordFile.read(mettle.path("cut.repaired.json")).measurements.isEmpty)
    }

    @Test func differentThingsAreNotCompared() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let suite = try mettle.quickSuite()
        #expect(try mettle.run(["run", "--suite", suite, "--only", "peak/*", "--out", mettle.path("a.json")]).status == 0)
        #expect(try mettle.run(["run", "--suite", suite, "--only", "dispatch/*", "--out", mettle.path("b.json")]).status == 0)
        let ended = try mettle.run(["compare", mettle.path("a.json"), mettle.path("b.json")])
        #expect(ended.status == 65)
        #expect(ended.errors.contains("nothing in these files is comparable"))
    }

    /// An old record: without bytes and executed operations of layers.
    @Test func rooflinesAreShownOfARecordThatHasRoofs() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
        let record = root + "/Results/2026-11-21-epyc-zen4-2vcpu-standard.json"
        for columns in ["80", "140"] {
            let shown = try mettle.run(["show", "--roofline", record], environment: ["COLUMNS": columns])
            #expect(shown.status == 0, "\(shown.errors)")
            for words in ["Roofline, 1 thread, avx512", "Roofline, 2 threads, avx512", "memory/bandwidth copy, nontemporal", "whole step"] {
                #expect(shown.output.contains(words), "\(words)")
            }
            #expect(shown.output.split(separator: "\n").allSatisfy { displayWidth(String($0)) <= Int(columns)! })
        }
        let threads = try mettle.run(["show", "--scaling", record])
        #expect(threads.output.contains("peak/fma fp32") && threads.output.contains("memory/bandwidth triad, ordinary, memory"))
        let suite = try mettle.quickSuite()
        #expect(try mettle.run(["run", "--suite", suite, "--out", mettle.path("r.json")]).status == 0)
        for (flag, words) in [("--roofline", "no roofs with anything under them"), ("--scaling", "mettle run --threads scaling does")] {
            let none = try mettle.run(["show", flag, mettle.path("r.json")])
            #expect(none.status == 0 && none.output.contains(words), "\(none.output)")
        }
    }

    @Test func aBadSheetLeavesThePageAsItWas() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let page = try mettle.write("page.html", "as it was")
        try FileManager.default.createDirectory(atPath: mettle.path("prices"), withIntermediateDirectories: true)
        _ = try mettle.write(
            "prices/x.csv",
            "provider,instance,region,allocation,currency,price_per_hour,billing_granularity,date,source\n"
                + "AWS,p3.2xlarge,us-east-1,on-demand,USD,\"2,11\",1,2018-03,test\n")
        let ended = try mettle.run(["board", "--prices", mettle.path("prices"), "--out", page])
        #expect(ended.status == 65)
        #expect(ended.errors.contains("line 2") && ended.errors.contains("price_per_hour"), "\(ended.errors)")
        #expect(try mettle.text("page.html") == "as it was")
    }

    @Test func theBoardOfNothingHasThePublishedRows() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        #expect(try mettle.run(["board", "--out", mettle.path("b.csv")]).status == 0)
        #expect(try mettle.text("b.csv").contains("Tesla P100"))
        #expect(try mettle.run(["doctor", "--json"]).output.contains("\"findings\""))
    }
}
