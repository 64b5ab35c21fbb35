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

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
