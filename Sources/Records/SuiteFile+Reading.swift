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

package enum SuiteError: Error, Sendable, Equatable {
    case io(file: String, FileFailure)
    case document(file: String, JSONError)
    case version(file: String, found: Int)

    package var sentence: String {
        switch self {
        case .io(let file, let failure): "\(file) cannot be read: \(failure.reason). mettle list names the suites there are."
        case .document(let file, let error): file + (error.sentence.hasPrefix("line") ? ", " : ": ") + error.sentence
        case .version(let file, let found):
            "\(file) is a suite of version \(found), and this program reads version \(SuiteFile.currentVersion). Use a newer Mettle."
        }
    }
}

extension SuiteFile {
    /// The largest suite file that is read: 1 MiB.
    package static let limits = JSONLimits(byteCount: 1 << 20, depth: 16)

    package static func read(_ path: String) throws(SuiteError) -> LoadedSuite {
        let bytes: [UInt8]
        do {
            bytes = try FileBytes.read(path, limit: limits.byteCount)
        } catch {
            throw .io(file: path, error)
        }
        return try parse(bytes, file: path)
    }

    /// Reads a suite that is in memory (an embedded one); `file` is its name in errors.
    package static func parse(_ bytes: [UInt8], file: String) throws(SuiteError) -> LoadedSuite {
        do {
            let document = try JSONValue(parsing: bytes, limits: limits)
            // The version first, so that a newer suite is called newer and not full of unknown keys.
            if case .object(let object) = document, case .integer(let found) = object["mettle_suite"], found != currentVersion {
                throw SuiteError.version(file: file, found: Int(found))
            }
            let suite = try JSONCoder.decode(SuiteFile.self, from: document, text: bytes)
            if var error = suite.firstProblem() {
                error.position = JSONScanner.position(of: error.path, in: bytes)
                throw error
            }
            let lines = suite.benchmarks.indices.map { index in
                JSONScanner.position(of: JSONPath("benchmarks").appending(index), in: bytes)?.line ?? 1
            }
            return LoadedSuite(suite: suite, file: file, lines: lines)
        } catch let error as SuiteError {
            throw error
        } catch let error as JSONError {
            throw .document(file: file, error)
        } catch {
            throw .document(file: file, JSONError(.invalid("\(error)")))
        }
    }

    /// The first thing that no plan could follow.
    private func firstProblem() -> JSONError? {
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
