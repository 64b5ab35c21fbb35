// Which suite `--suite` names: a built-in one, one of --profiles, or a file.
// Leaves to others: reading it (Records.SuiteFile), and its plan (Harness).

import CommandLine
import Pages
import Records

enum Suites {
    static let builtIn = ["quick", "standard", "full"]

    /// `word` is a built-in name, or a path. A folder of profiles overrides what is built in.
    static func load(_ word: String, profiles: String?) throws -> LoadedSuite {
        do {
            if let profiles, !word.contains("/"), !word.hasSuffix(".json") {
                return try SuiteFile.read("\(profiles)/suites/\(word).json")
            }
            if let bytes = EmbeddedFile.bytes("Profiles/suites/\(word).json") {
                return try SuiteFile.parse(bytes, file: "\(word).json (built in)")
            }
            if !word.contains("/"), !word.hasSuffix(".json") {
                let hint = nearest(to: word, among: builtIn).map { " Did you mean \($0)?" } ?? ""
                throw Failure(
                    "no suite \(word)." + hint, "There are \(builtIn.joined(separator: ", ")), or give a suite file.", status: .usage)
            }
            return try SuiteFile.read(word)
        } catch let error as SuiteError {
            switch error.cause {
            case .io: throw Failure(error.sentence, status: .noInput)
            case .document, .version: throw Failure(error.sentence, status: .dataError)
            }
        }
    }
}
