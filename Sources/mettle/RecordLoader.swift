// Result files from the paths that a person names: files, and folders of them; and the published rows that are built in.
// Leaves to others: reading one (Records.RecordFile).

import CommandLine
import Dispatch
import FoundationEssentials
import Pages
import Records
import Synchronization

enum RecordLoader {
    /// Records in the order of the paths; of a folder in the order of names, subfolders included. A damaged file costs itself alone and is
    /// named, but a file that was named by itself must be readable.
    static func load(_ paths: [String], withPublished: Bool, console: Console) throws -> [(Record, String)] {
        var loaded: [(Record, String)] = []
        var seen: Set<String> = []
        func add(_ record: Record, _ file: String) {
            if seen.insert(record.runId).inserted { loaded.append((record, file)) }
        }
        var files: [(path: String, isNamed: Bool)] = []
        for path in paths {
            var isFolder = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                // A fresh clone has no Results of its own yet: the published rows are a board already.
                if withPublished, path == "Results" { continue }
                throw Failure("there is no \(path).", "Name result files or a folder of them.", status: .noInput)
            }
            if isFolder { files += self.files(in: path).map { ($0, false) } } else { files.append((path, true)) }
        }
        for ((path, isNamed), result) in zip(files, readAll(files.map(\.path))) {
            switch result {
            case .success(let record): add(record, path)
            case .failure(let failure) where isNamed: throw failure
            case .failure(let failure): console.remark("left out: " + failure.sentences.joined(separator: " "))
            }
        }
        if withPublished {
            for path in EmbeddedFile.paths where path.hasPrefix("Results/published/") {
                guard let bytes = EmbeddedFile.bytes(path) else { continue }
                do throws(RecordError) {
                    add(try RecordFile.decode(bytes, file: path), path)
                } catch {
                    throw Failure(error.sentence, status: .software)
                }
            }
        }
        return loaded
    }

    /// Every file's record or failure, in the order of the paths; read on all processors, since a folder may hold a thousand.
    private static func readAll(_ paths: [String]) -> [Result<Record, Failure>] {
        let slots = Mutex([Result<Record, Failure>?](repeating: nil, count: paths.count))
        DispatchQueue.concurrentPerform(iterations: paths.count) { index in
            let result: Result<Record, Failure>
            do throws(Failure) {
                result = .success(try read(paths[index]))
            } catch {
                result = .failure(error)
            }
            slots.withLock { $0[index] = result }
        }
        return slots.withLock { $0.compactMap(\.self) }
    }

    static func read(_ path: String) throws(Failure) -> Record {
        do throws(RecordError) {
            return try RecordFile.read(path)
        } catch {
            throw Failure(error.sentence, status: error.isMissingFile ? .noInput : error.isIO ? .ioError : .dataError)
        }
    }

    /// The run that was measured last: the page marks it.
    static func newestMeasured(_ records: [(Record, String)]) -> String? {
        records.filter { $0.0.provenance.kind != .published }.max { $0.0.createdAt < $1.0.createdAt }?.0.runId
    }

    private static func files(in folder: String) -> [String] {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted().map { folder.hasSuffix("/") ? folder + $0 : folder + "/" + $0 }
    }
}

extension RecordError {
    var isIO: Bool {
        if case .io = self { true } else { false }
    }

    var isMissingFile: Bool {
        if case .io(_, let failure) = self { failure.operation == "open" } else { false }
    }
}
