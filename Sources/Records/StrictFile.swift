// Small JSON files that people write by hand: read strictly, every mistake with the file's line.
// Leaves to others: what is in them and what no reader could follow (SuiteFile, EngineFile).

/// A file of which this program reads one version.
package protocol StrictFile: Decodable {
    /// The member that holds the version.
    static var versionKey: String { get }
    static var currentVersion: Int { get }
    /// As in “is … 2”: a suite of version, an engine's description of version.
    static var versionWords: String { get }
    /// What `mettle list` names: suites, engines.
    static var listedAs: String { get }

    /// The first thing that no reader could follow; its position is found by its path.
    func firstProblem() -> JSONError?
}

package struct StrictFileError<File: StrictFile>: Error, Sendable, Equatable {
    package enum Cause: Sendable, Equatable {
        case io(FileFailure)
        case document(JSONError)
        case version(found: Int)
    }

    /// The file's name as it was given.
    package var file: String
    package var cause: Cause

    package var sentence: String {
        switch cause {
        case .io(let failure): "\(file) cannot be read: \(failure.reason). mettle list names the \(File.listedAs) there are."
        case .document(let error): file + (error.sentence.hasPrefix("line") ? ", " : ": ") + error.sentence
        case .version(let found):
            "\(file) is \(File.versionWords) \(found), and this program reads version \(File.currentVersion). Use a newer Mettle."
        }
    }
}

extension StrictFile {
    /// The largest file that is read: 1 MiB.
    package static var limits: JSONLimits { JSONLimits(byteCount: 1 << 20, depth: 16) }

    /// The bytes of a file, and what they say.
    static func open(_ path: String) throws(StrictFileError<Self>) -> (file: Self, bytes: [UInt8]) {
        let bytes: [UInt8]
        do {
            bytes = try FileBytes.read(path, limit: limits.byteCount)
        } catch {
            throw StrictFileError(file: path, cause: .io(error))
        }
        return (try decode(bytes, file: path), bytes)
    }

    /// Reads what is in memory (an embedded file); `file` is its name in errors.
    static func decode(_ bytes: [UInt8], file: String) throws(StrictFileError<Self>) -> Self {
        let document: JSONValue
        do {
            document = try JSONValue(parsing: bytes, limits: limits)
        } catch {
            throw StrictFileError(file: file, cause: .document(error))
        }
        // The version first, so that a newer file is called newer and not full of unknown keys.
        if case .object(let object) = document, case .integer(let found) = object[versionKey], found != currentVersion {
            throw StrictFileError(file: file, cause: .version(found: Int(found)))
        }
        do throws(JSONError) {
            let decoded = try JSONCoder.decode(Self.self, from: document, text: bytes)
            if var error = decoded.firstProblem() {
                error.position = JSONScanner.position(of: error.path, in: bytes)
                throw error
            }
            return decoded
        } catch {
            throw StrictFileError(file: file, cause: .document(error))
        }
    }
}
