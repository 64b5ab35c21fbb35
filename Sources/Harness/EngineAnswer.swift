// The line in which a program of others answers: read strictly, and checked against what was asked.
// Leaves to others: running the program (ProgramRunning), what becomes of the samples (Runner+Engine).

import Measurement
import Records

/// `{"mettle_engine_answer": 1, …}`, the last line of a program's output.
package struct EngineAnswer: Sendable, Equatable, Codable {
    package static let currentVersion = 1

    package var mettleEngineAnswer: Int
    package var version: String?
    package var components: [String]?
    /// Iterations of each sample.
    package var iterations: Int?
    package var sampleCount: Int?
    package var nanoseconds: [UInt64]?
    /// Trained parameters of its network.
    package var parameters: Int?
    /// Building the network, and what the first run took beyond a usual one.
    package var constructionSeconds: Double?
    package var peakBytes: Int?
    /// Why it cannot run here.
    package var skipped: String?
    /// What went wrong.
    package var failed: String?

    /// The line that says that sampling begins: what was watched before it does not count. A program need not print it.
    static func isSamplingMark(_ line: Substring) -> Bool {
        line.filter { $0 != " " } == "{\"mettle_engine_sampling\":1}"
    }

    /// The answer of a program that has ended; lines before the last are a library's chatter. What a probe refuses may have to be installed.
    package static func read(
        _ result: ProgramResult, of engine: Engine, program: String, isProbe: Bool = false
    ) throws(EngineProblem) -> EngineAnswer {
        let name = engine.name
        switch result.ending {
        case .missing: throw .programMissing(engine: name, program: program, install: engine.file.install)
        case .notStarted(let reason): throw .notStarted(engine: name, reason: reason)
        case .timedOut: throw .tooLong(engine: name, seconds: result.seconds)
        case .signalled(let signal): throw .signalled(engine: name, signal: signal)
        case .exited(let status) where status != 0: throw .exited(engine: name, status: status, complaint: shortened(result.complaint))
        case .exited, .stopped: break
        }
        if result.isCut { throw .tooMuchOutput(engine: name) }
        let last = result.output.split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
        guard last.hasPrefix("{") else { throw .noAnswer(engine: name, lastLine: shortened(last)) }
        let answer: EngineAnswer
        do {
            answer = try JSONCoder.decode(EngineAnswer.self, from: Array(last.utf8))
        } catch {
            throw .badAnswer(engine: name, reason: error.sentence)
        }
        guard answer.mettleEngineAnswer == currentVersion else {
            throw .badAnswer(
                engine: name, reason: "it is of version \(answer.mettleEngineAnswer), and this program reads \(currentVersion).")
        }
        if let reason = answer.skipped {
            throw .refused(engine: name, reason: shortened(reason), install: isProbe ? engine.file.install : nil)
        }
        if let reason = answer.failed { throw .gaveUp(engine: name, reason: shortened(reason)) }
        guard let version = answer.version, !version.isEmpty, version.count <= 40 else { throw .noVersion(engine: name) }
        return answer
    }

    /// The samples, where they are as many as was said, fit into the time, and are of the network that was asked for.
    func samples(engine: String, most: Int, wallSeconds: Double, parameterCount: Int?) throws(EngineProblem) -> [Sample] {
        let times = nanoseconds ?? []
        if let sampleCount, sampleCount != times.count { throw .wrongSampleCount(engine: engine, stated: sampleCount, found: times.count) }
        if times.count < 2 { throw .tooFewSamples(engine: engine, found: times.count) }
        if times.count > most { throw .tooManySamples(engine: engine, found: times.count, most: most) }
        guard let iterations, (1...1 << 30).contains(iterations) else {
            throw .badAnswer(engine: engine, reason: "the iterations of a sample are from 1 to \(1 << 30).")
        }
        if times.contains(0) { throw .badAnswer(engine: engine, reason: "a sample takes time, and one takes none.") }
        let sum = times.reduce(0.0) { $0 + Double($1) * 1e-9 }
        if sum > wallSeconds { throw .impossibleTime(engine: engine, samples: sum, wall: wallSeconds) }
        if let constructionSeconds, !(0...wallSeconds).contains(constructionSeconds) {
            throw .badAnswer(engine: engine, reason: "its construction took \(constructionSeconds) s.")
        }
        if let parameterCount, let parameters, parameters != parameterCount {
            throw .otherNetwork(engine: engine, found: parameters, expected: parameterCount)
        }
        return times.map { Sample(iterations: iterations, nanoseconds: $0) }
    }

    /// One line of at most 200 characters without control characters and without the full stop that our sentence has.
    private static func shortened(_ text: String) -> String {
        let clean = String(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
        let short = clean.count > 200 ? clean.prefix(200) + "…" : clean[...]
        return short.hasSuffix(".") ? String(short.dropLast()) : String(short)
    }
}
