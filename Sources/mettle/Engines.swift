// The engines that a run may use: their descriptions from the program itself, from --profiles or from a file, each asked whether it can run.
// Leaves to others: reading a description (Records.EngineFile), running it (Harness).

import CommandLine
import FoundationEssentials
import Harness
import Pages
import Records

/// Owns the folder of the built-in engines' programs, which goes when this goes.
final class Engines {
    private let profiles: String?
    private let python: String
    private var folder: String?
    private(set) var all: [Engine] = []

    init(_ arguments: Arguments) {
        profiles = arguments.value(of: .profiles)
        let named = ProcessInfo.processInfo.environment["METTLE_PYTHON"].flatMap { $0.isEmpty ? nil : $0 }
        python = arguments.value(of: .enginePath) ?? named ?? "python3"
    }

    deinit { if let folder { try? FileManager.default.removeItem(atPath: folder) } }

    /// Names of the engines that are built in.
    static var builtIn: [String] {
        EmbeddedFile.paths.filter { $0.hasPrefix(directory) && $0.hasSuffix(".json") }
            .map { String($0.dropFirst(directory.count).dropLast(".json".count)) }
    }

    private static let directory = "Profiles/engines/"

    /// Loads the engine of each word and asks it for its version, once; gives the words with a path replaced by the engine's name. `status` is
    /// that of a name that no engine has: a wrong command line, or a wrong suite.
    func load(_ words: [String], status: ExitCode = .usage) throws -> [String] {
        try words.map { word in
            let (name, variant) = EngineChoice.split(word)
            if name == "mettle" { return word }
            let engine = try all.first { $0.name == name } ?? add(name, status)
            return engine.name + (variant.map { ":" + $0 } ?? "")
        }
    }

    private func add(_ name: String, _ status: ExitCode) throws -> Engine {
        let (file, folder) = try describe(name, status)
        var engine = Engine(file: file, folder: folder, python: python)
        do throws(EngineProblem) {
            let call = try engine.probe()
            let result = Programs().run(call, started: { _ in }, line: { _ in }, shouldStop: { Interruption.shared.requested != nil })
            engine.version = try EngineAnswer.read(result, of: engine, program: call.program, isProbe: true).version
        } catch {
            switch error {
            case .unknownWord, .badTemplate: throw Failure(error.sentence, status: .dataError)
            default: engine.obstacle = error.sentence
            }
        }
        // The same description by its name and by its path is one engine; of two descriptions with one name the first stands.
        if let there = all.first(where: { $0.name == engine.name }) { return there }
        all.append(engine)
        return engine
    }

    /// A description and where its programs lie: a file's own folder, that of --profiles, or one that is filled from the program.
    private func describe(_ name: String, _ status: ExitCode) throws -> (EngineFile, folder: String) {
        do {
            if name.contains("/") || name.hasSuffix(".json") {
                return (try EngineFile.read(name), Self.parent(of: name))
            }
            if let profiles { return (try EngineFile.read("\(profiles)/engines/\(name).json"), "\(profiles)/engines") }
            guard let bytes = EmbeddedFile.bytes(Self.directory + name + ".json") else {
                let hint = nearest(to: name, among: Self.builtIn).map { " Did you mean \($0)?" } ?? ""
                throw Failure(
                    "no engine \(name)." + hint,
                    "There are mettle, \(Self.builtIn.joined(separator: ", ")), or give a file that describes one.",
                    status: status)
            }
            let file = try EngineFile.parse(bytes, file: "\(name).json (built in)")
            return (file, try unpacked(file))
        } catch let error as EngineFileError {
            switch error.cause {
            case .io: throw Failure(error.sentence, status: .noInput)
            case .document, .version: throw Failure(error.sentence, status: .dataError)
            }
        }
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Writes the programs of a built-in engine into a folder that only this user can read.
    private func unpacked(_ file: EngineFile) throws -> String {
        do {
            let folder = try self.folder ?? makeFolder()
            self.folder = folder
            for name in file.files ?? [] {
                guard let bytes = EmbeddedFile.bytes(Self.directory + name) else {
                    throw Failure("the built-in engine \(file.name) lacks its file \(name).", "Please report it.", status: .software)
                }
                try Data(bytes).write(to: URL(filePath: folder + "/" + name))
            }
            return folder
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(
                "the programs of \(file.name) cannot be written into \(FileManager.default.temporaryDirectory.path).",
                "Set TMPDIR to a folder that can be written.", status: .ioError)
        }
    }

    private func makeFolder() throws -> String {
        let path = FileManager.default.temporaryDirectory.path + "/mettle-engines-" + RunIdentifier.make()
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        return path
    }
}
