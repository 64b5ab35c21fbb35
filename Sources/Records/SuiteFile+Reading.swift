// Suite files: read strictly, every mistake with the file's line.
// Leaves to others: whether a benchmark exists (Harness, with the lines that are kept here).

/// A suite with the lines that its entries stand in, so that later complaints can name them.
package struct LoadedSuite: Sendable, Equatable {
    package var suite: SuiteFile
    /// The file's name as it was given.
    package var file: String
    /// The line of each entry of `suite.benchmarks`.
    package var lines: [Int]
}

package typealias SuiteError = StrictFileError<SuiteFile>

extension SuiteFile: StrictFile {
    package static var versionKey: String { "mettle_suite" }
    package static var versionWords: String { "a suite of version" }
    package static var listedAs: String { "suites" }

    package static func read(_ path: String) throws(SuiteError) -> LoadedSuite {
        let (suite, bytes) = try open(path)
        return suite.loaded(bytes, file: path)
    }

    /// Reads a suite that is in memory (an embedded one); `file` is its name in errors.
    package static func parse(_ bytes: [UInt8], file: String) throws(SuiteError) -> LoadedSuite {
        try decode(bytes, file: file).loaded(bytes, file: file)
    }

    private func loaded(_ bytes: [UInt8], file: String) -> LoadedSuite {
        let lines = benchmarks.indices.map { index in
            JSONScanner.position(of: JSONPath("benchmarks").appending(index), in: bytes)?.line ?? 1
        }
        return LoadedSuite(suite: self, file: file, lines: lines)
    }

    /// The first thing that no plan could follow.
    package func firstProblem() -> JSONError? {
        func problem(_ path: JSONPath, _ sentence: String) -> JSONError { JSONError(.invalid(sentence), path: path) }
        if name.isEmpty || name.contains(where: { $0.isWhitespace || $0 == "/" }) {
            return problem("name", "a suite’s name is one word, for it is typed after --suite.")
        }
        if let budgetSeconds, budgetSeconds <= 0 { return problem("budget_seconds", "a budget is more than 0 seconds.") }
        if benchmarks.isEmpty { return problem("benchmarks", "a suite has at least one benchmark.") }
        for (index, entry) in benchmarks.enumerated() {
            if let (key, sentence) = entry.firstProblem() {
                return problem(JSONPath(JSONPath("benchmarks").appending(index).steps + key.steps), sentence)
            }
        }
        return nil
    }
}

extension SuiteEntry {
    fileprivate func firstProblem() -> (key: JSONPath, sentence: String)? {
        let empty = "an empty list leaves nothing to run; leave the key out for the benchmark’s own choice."
        if benchmark.isEmpty { return ("benchmark", "a benchmark has an id, such as gemm; mettle list names them.") }
        if threads?.isEmpty == true { return ("threads", empty) }
        if precisions?.isEmpty == true { return ("precisions", empty) }
        if instructionSets?.isEmpty == true { return ("instruction_sets", empty) }
        if devices?.isEmpty == true { return ("devices", empty) }
        if engines?.isEmpty == true { return ("engines", empty) }
        if let axis = parameters?.axes.first(where: \.values.isEmpty) { return (JSONPath("parameters").appending(axis.name), empty) }
        if let budgetSeconds, budgetSeconds <= 0 { return ("budget_seconds", "a budget is more than 0 seconds.") }
        if let samples, samples < 1 { return ("samples", "at least one sample is needed.") }
        guard let training else { return nil }
        if let steps = training.steps, steps < 1 { return ("training.steps", "at least one step is needed.") }
        if let epochs = training.epochs, epochs < 1 { return ("training.epochs", "at least one epoch is needed.") }
        if training.seeds?.isEmpty == true { return ("training.seeds", empty) }
        return nil
    }
}
