// Engine descriptions: read strictly, every mistake with the file's line.
// Leaves to others: where they lie (mettle), and whether a benchmark has the words that a command asks for (Harness).

package typealias EngineFileError = StrictFileError<EngineFile>

extension EngineFile: StrictFile {
    package static var versionKey: String { "mettle_engine" }
    package static var versionWords: String { "an engine’s description of version" }
    package static var listedAs: String { "engines" }

    package static func read(_ path: String) throws(EngineFileError) -> EngineFile { try open(path).file }

    /// Reads a description that is in memory (an embedded one); `file` is its name in errors.
    package static func parse(_ bytes: [UInt8], file: String) throws(EngineFileError) -> EngineFile { try decode(bytes, file: file) }

    /// The first thing that no run could follow.
    package func firstProblem() -> JSONError? {
        func problem(_ path: JSONPath, _ sentence: String) -> JSONError { JSONError(.invalid(sentence), path: path) }
        if !Self.isWord(name) || name == "mettle" {
            return problem("name", "an engine’s name is one word of small letters, digits and hyphens, and not mettle.")
        }
        if revision < 1 { return problem("revision", "revisions begin at 1.") }
        if let startSeconds, startSeconds <= 0 { return problem("start_seconds", "a time is more than 0 seconds.") }
        if install.isEmpty { return problem("install", "say what a person does who has not got it.") }
        for (index, file) in (files ?? []).enumerated() where file.isEmpty || file.hasPrefix(".") || file.contains("/") {
            return problem(JSONPath("files").appending(index), "“\(file)” is no name of a file beside the description.")
        }
        for (index, entry) in (environment ?? []).enumerated() where !entry.dropFirst().contains("=") {
            return problem(JSONPath("environment").appending(index), "“\(entry)” is not written NAME=value.")
        }
        if let error = Self.commandProblem(probe, at: "probe") { return error }
        if runs.isEmpty { return problem("runs", "an engine runs at least one benchmark.") }
        for (index, run) in runs.enumerated() {
            let path = JSONPath("runs").appending(index)
            if run.benchmarks.isEmpty { return problem(path.appending("benchmarks"), "name the benchmarks that this command runs.") }
            if run.precisions?.isEmpty == true { return problem(path.appending("precisions"), "an empty list leaves nothing to run.") }
            if let error = Self.commandProblem(run.command, at: path.appending("command")) { return error }
            var seen: Set<String> = []
            for (place, variant) in (run.variants ?? []).enumerated() {
                let here = path.appending("variants").appending(place)
                guard Self.isWord(variant.name), seen.insert(variant.name).inserted else {
                    return problem(here.appending("name"), "a variant’s name is one word of small letters, digits and hyphens, used once.")
                }
                if let start = variant.startSeconds, start <= 0 {
                    return problem(here.appending("start_seconds"), "a time is more than 0 seconds.")
                }
            }
        }
        return nil
    }

    private static func commandProblem(_ command: [String], at path: JSONPath) -> JSONError? {
        command.first?.isEmpty == false ? nil : JSONError(.invalid("a command begins with a program."), path: path)
    }

    private static func isWord(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789-".utf8.contains($0) }
    }
}
