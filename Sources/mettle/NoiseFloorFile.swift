// This machine's noise floor, kept between runs: what `doctor --self-test` measured, for the records that follow.
// Leaves to others: measuring it (SelfTest), what it means (Measurement.NoiseFloor).

import CommandLine
import FoundationEssentials
import Machine
import Measurement
import Records

/// One machine class, one floor: a disk that moved to another machine does not bring its floor along.
struct NoiseFloorFile: Codable {
    var machineClass: String
    var entry: NoiseFloorEntry

    var percentText: String { "±" + Figure.percent(entry.logRatio) }

    /// `$XDG_STATE_HOME/mettle/noise-floor.json`, else under `~/.local/state`.
    static var path: String? {
        let environment = ProcessInfo.processInfo.environment
        let state = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        guard let base = state ?? environment["HOME"].map({ $0 + "/.local/state" }) else { return nil }
        return base + "/mettle/noise-floor.json"
    }

    /// Nil where none was measured, or on another class of machine; a damaged file is as good as none.
    static func load(machineClass: String) -> NoiseFloorFile? {
        guard let path, let bytes = try? FileBytes.read(path, limit: 1 << 16),
            let file = try? JSONCoder.decode(NoiseFloorFile.self, from: bytes),
            file.machineClass == machineClass
        else { return nil }
        return file
    }

    func save() throws {
        guard let path = Self.path else {
            throw Failure("there is no home folder to keep the noise floor in.", "Set HOME.", status: .ioError)
        }
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try FileBytes.replace(path, with: try JSONCoder.encodeText(self))
        } catch {
            throw Failure("\(path) cannot be written.", "The result above is not kept.", status: .ioError)
        }
    }
}
