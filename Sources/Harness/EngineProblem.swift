// What goes wrong with a program of others, and the one sentence for each.
// Leaves to others: whether that is a skip or a failure (Runner+Engine), exit codes.

package enum EngineProblem: Error, Equatable {
    /// A command asks for a word that the benchmark has not.
    case unknownWord(engine: String, word: String, known: [String])
    case badTemplate(engine: String, text: String)
    case programMissing(engine: String, program: String, install: String)
    case notStarted(engine: String, reason: String)
    /// The program says itself why it cannot run here; `install` where the reason may be that something is not installed.
    case refused(engine: String, reason: String, install: String?)
    /// The program says itself what went wrong.
    case gaveUp(engine: String, reason: String)
    case exited(engine: String, status: Int32, complaint: String)
    case signalled(engine: String, signal: Int32)
    case tooLong(engine: String, seconds: Double)
    case tooMuchOutput(engine: String)
    case noAnswer(engine: String, lastLine: String)
    /// The answer is JSON and not what is asked for.
    case badAnswer(engine: String, reason: String)
    case noVersion(engine: String)
    case wrongSampleCount(engine: String, stated: Int, found: Int)
    case tooFewSamples(engine: String, found: Int)
    case tooManySamples(engine: String, found: Int, most: Int)
    /// The samples add up to more time than the program ran.
    case impossibleTime(engine: String, samples: Double, wall: Double)
    case otherNetwork(engine: String, found: Int, expected: Int)

    package var sentence: String {
        switch self {
        case .unknownWord(let engine, let word, let known):
            "the description of \(engine) asks for {\(word)}, which there is not here; there are \(known.joined(separator: ", "))."
        case .badTemplate(let engine, let text):
            "the description of \(engine) has a brace without its partner in “\(text)”; {{ and }} stand for braces."
        case .programMissing(let engine, let program, let install): "\(engine) needs \(program), which is not here: \(install)."
        case .notStarted(let engine, let reason): "\(engine) could not be started: \(reason)."
        case .refused(let engine, let reason, let install): "\(engine): \(reason)\(install.map { ": \($0)" } ?? "")."
        case .gaveUp(let engine, let reason): "\(engine) gave up: \(reason)."
        case .exited(let engine, let status, let complaint):
            "\(engine) ended with exit code \(status)\(complaint.isEmpty ? " and said nothing" : ": \(complaint)")."
        case .signalled(let engine, let signal): "\(engine) was ended by signal \(signal)\(Self.name(of: signal))."
        case .tooLong(let engine, let seconds): "\(engine) had not finished after \(Int(seconds.rounded(.up))) s and was ended."
        case .tooMuchOutput(let engine): "\(engine) printed more than \(ProgramResult.outputLimit >> 20) MiB, and no answer was looked for."
        case .noAnswer(let engine, let line) where line.isEmpty: "\(engine) ended without printing an answer."
        case .noAnswer(let engine, let line): "\(engine) printed “\(line)” last, which is no answer."
        case .badAnswer(let engine, let reason): "\(engine) printed an answer that cannot be read: \(reason)"
        case .noVersion(let engine): "\(engine) answered without its version."
        case .wrongSampleCount(let engine, let stated, let found): "\(engine) said \(stated) samples and gave \(found)."
        case .tooFewSamples(let engine, let found): "\(engine) gave \(found == 1 ? "1 sample" : "no sample"), and two are the least."
        case .tooManySamples(let engine, let found, let most): "\(engine) gave \(found) samples, and \(most) are the most."
        case .impossibleTime(let engine, let samples, let wall):
            "\(engine) gave samples of \(Self.text(samples)) s together and ran for \(Self.text(wall)) s."
        case .otherNetwork(let engine, let found, let expected):
            "\(engine) computes a network of \(found) parameters, and this one has \(expected): its figure would not compare."
        }
    }

    private static func text(_ seconds: Double) -> String { "\((seconds * 10).rounded() / 10)" }

    /// What the usual ones mean.
    private static func name(of signal: Int32) -> String {
        switch signal {
        case 4: " (an instruction that this processor has not)"
        case 6: " (it aborted)"
        case 9: " (killed; memory may have run out)"
        case 11: " (a wrong address)"
        default: ""
        }
    }
}
