// The built program, run as a user runs it, with a folder of its own.
// Leaves to others: what is asked of it (the suites).

import Client
import Foundation
import Testing

/// One test's folder and the program in it.
struct Mettle {
    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "mettle-tests-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    /// The program stands beside the test bundle.
    static let program: String = {
        let bundle = Swift.CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? Swift.CommandLine.arguments[0]
        return (bundle as NSString).deletingLastPathComponent + "/mettle"
    }()

    func path(_ name: String) -> String { folder + "/" + name }

    func write(_ name: String, _ text: String) throws -> String {
        try text.write(toFile: path(name), atomically: true, encoding: .utf8)
        return path(name)
    }

    func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

    struct Ended {
        var status: Int32
        var output: String
        var errors: String
    }

    /// Nothing of the user's: no data sets, no noise floor, no colours; `environment` is laid over that.
    func run(_ arguments: [String], environment: [String: String] = [:], shouldStop: () -> Bool = { false }) throws -> Ended {
        var all = ["HOME": folder, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "COLUMNS": "100"]
        all.merge(environment) { $1 }
        let process = Subprocess(Self.program, arguments, environment: all)
        let result = try process.run(shouldStop: shouldStop)
        let status: Int32 =
            switch result.ending {
            case .exited(let code): code
            case .signalled(let signal): -signal
            }
        return Ended(status: status, output: result.output, errors: result.errorOutput)
    }

    /// A suite that takes a moment: a fork-join, and a kernel of `seconds`.
    func quickSuite(second: String = "peak/fma", seconds: Double = 0.1) throws -> String {
        try write(
            "suite.json",
            """
            {"mettle_suite": 1, "name": "moment", "summary": "For tests.", "benchmarks": [
              {"benchmark": "dispatch/fork-join", "threads": [1], "budget_seconds": 0.1},
              {"benchmark": "\(second)", "threads": [1], "budget_seconds": \(seconds)}
            ]}
            """)
    }
}
