// `mettle net serve` and a run that talks to it, both as programs, on 127.0.0.1.
// Leaves to others: the protocol (WorkloadsTests).

import Client
import Measurement
import Records
import Testing

@Suite struct NetTests {
    private func suite(_ mettle: Mettle) throws -> String {
        try mettle.write(
            "suite.json",
            """
            {"mettle_suite": 1, "name": "net", "summary": "For tests.", "benchmarks": [
              {"benchmark": "network/peer", "budget_seconds": 0.05},
              {"benchmark": "network/loopback", "budget_seconds": 0.05, "parameters": {"pattern": ["round-trip"]}},
              {"benchmark": "storage/read", "budget_seconds": 0.05, "parameters": {"pattern": ["random"], "queue": [2], "file": ["1MiB"]}}
            ]}
            """)
    }

    @Test func twoProgramsMeasureWhatLiesBetween() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let suite = try suite(mettle)
        var ran: Mettle.Ended?
        let server = Subprocess(Mettle.program, ["net", "serve", "--listen", "127.0.0.1:0"], environment: ["PATH": "/usr/bin:/bin"])
        let ended = try server.supervise(
            limit: .seconds(60), outputLimit: 1 << 16,
            line: { line in
                guard line.hasPrefix("Listening on "), let address = line.split(separator: " ").dropFirst(2).first else { return }
                ran = try? mettle.run(
                    [
                        "run", "--suite", suite, "--out", mettle.path("r.json"), "--peer", String(address.dropLast()), "--scratch",
                        mettle.folder,
                    ])
            }, shouldStop: { ran != nil })
        #expect(ended.result.ending == .exited(143) && ended.result.output.contains("3 sessions were served."), "\(ended.result)")
        #expect(ran?.status == 0, "\(ran?.errors ?? "not run")")
        let record = try RecordFile.read(mettle.path("r.json"))
        #expect(record.measurements.count { $0.outcome.isCompleted } >= 4, "\(ran?.output ?? "")")
        #expect(try !mettle.text("r.json").contains("127.0.0.1"), "the peer's address is in the record")
        #expect(try !mettle.text("r.json").contains(mettle.folder), "the scratch folder is in the record")
    }

    @Test func whatIsMissingIsASkip() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let ended = try mettle.run(
            [
                "run", "--suite", try suite(mettle), "--skip", "network/loopback", "--scratch", "no-such-folder", "--out",
                mettle.path("r.json"),
            ])
        #expect(ended.status == 69)
        #expect(ended.output.contains("skipped: no peer was named") && ended.output.contains("skipped: the scratch folder is not there"))
    }

    @Test(
        arguments: [
            (["net", "serve", "--listen", "nonsense:x"], 64), (["net", "serve", "--listen", "192.0.2.1:0"], 69), (["net", "listen"], 64),
            (["run", "--peer", "a b", "--dry-run"], 64), (["run", "--peer", "box:0", "--dry-run"], 64),
        ] as [([String], Int32)])
    func mistakes(arguments: [String], status: Int32) throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let ended = try mettle.run(arguments)
        #expect(ended.status == status)
        #expect(ended.errors.hasPrefix("error: "), "\(ended.errors)")
    }
}
