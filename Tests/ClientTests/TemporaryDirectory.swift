// A directory that a test fills with files and that goes with it.
// Leaves to others: what the files mean.

import FoundationEssentials
import Testing

/// Made under the system's place for temporary files, with a name of its own; removed with its files when released.
final class TemporaryDirectory {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.path() + "/mettle-test-" + UUID().uuidString
        makeDirectory("")
    }

    func write(_ bytes: [UInt8], to name: String) {
        if !FileManager.default.createFile(atPath: path + "/" + name, contents: Data(bytes)) { Issue.record("cannot write \(name)") }
    }

    func makeDirectory(_ name: String) {
        do {
            try FileManager.default.createDirectory(atPath: path + "/" + name, withIntermediateDirectories: true)
        } catch {
            Issue.record("cannot make \(name): \(error)")
        }
    }

    func remove(_ name: String) {
        do { try FileManager.default.removeItem(atPath: path + "/" + name) } catch { Issue.record("cannot remove \(name): \(error)") }
    }

    func contents(_ name: String) -> [UInt8]? { FileManager.default.contents(atPath: path + "/" + name).map { [UInt8]($0) } }

    /// Names in the directory or one below it, sorted.
    func names(in name: String = "") -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path + "/" + name).sorted()) ?? []
    }

    func link(_ name: String, to target: String) {
        do {
            try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
        } catch {
            Issue.record("cannot link \(name): \(error)")
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
