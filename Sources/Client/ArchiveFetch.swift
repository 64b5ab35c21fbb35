// Fetching a data set: download, digest, unpacking, each once and in this order.
// Leaves to others: the transfer (Download), which archive (DatasetArchive), and whether the data are valid (Datasets).

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Leaves `DIRECTORY/FOLDER` complete or not at all. The archive goes once it is unpacked; one with a wrong digest stays as `.bad`.
package struct ArchiveFetch: Sendable {
    package enum Step: Sendable, Equatable {
        /// `resumedAt` bytes are there from an earlier attempt.
        case downloading(url: String, resumedAt: Int)
        case checking(file: String)
        case unpacking(into: String)
    }

    package enum Outcome: Sendable, Equatable {
        /// All files were there; nothing was done.
        case alreadyThere(String)
        case fetched(String)
    }

    package var archive: DatasetArchive
    package var directory: String
    package var showsProgress: Bool
    /// For the programs that it runs.
    package var environment: [String: String]
    /// Between two attempts of the download.
    package var pause: Duration = .seconds(2)

    package init(
        _ archive: DatasetArchive, into directory: String, showsProgress: Bool = false,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.archive = archive
        self.directory = directory
        self.showsProgress = showsProgress
        self.environment = environment
    }

    private var target: String { directory + "/" + archive.folder }
    private var archiveFile: String { directory + "/" + archive.fileName }

    package func run(report: (Step) -> Void = { _ in }, shouldStop: () -> Bool = { false }) throws(ClientError) -> Outcome {
        for candidate in [target, directory] where isComplete(candidate) { return .alreadyThere(candidate) }
        if byteCount(of: target) != nil { throw .targetInTheWay(target) }
        // All programs first: a missing one is better known before 170 MB than after.
        let digester = try self.digester()
        for program in ["curl", "tar"] { _ = try Subprocess(program, environment: environment).executable() }
        try makeDirectory()

        try obtain(digester, report: report, shouldStop: shouldStop)
        report(.unpacking(into: target))
        try unpack(shouldStop: shouldStop)
        unlink(archiveFile)
        return .fetched(target)
    }

    private func isComplete(_ folder: String) -> Bool { archive.files.allSatisfy { byteCount(of: folder + "/" + $0) != nil } }

    private func makeDirectory() throws(ClientError) {
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        } catch {
            throw .fileSystem(path: directory, action: "made", errno: errno)
        }
    }

    /// Leaves the archive, with the right digest, under its name.
    private func obtain(_ digester: Subprocess, report: (Step) -> Void, shouldStop: () -> Bool) throws(ClientError) {
        var download = Download(archive.url, to: archiveFile, showsProgress: showsProgress, environment: environment)
        download.pause = pause
        if byteCount(of: archiveFile) == nil {
            report(.downloading(url: archive.url, resumedAt: download.partByteCount))
            try download.run(shouldStop: shouldStop)
        }
        report(.checking(file: archiveFile))
        let actual = try md5(of: archiveFile, digester, shouldStop: shouldStop)
        if actual != archive.md5 {
            let kept = archiveFile + ".bad"
            try move(archiveFile, to: kept)
            throw .wrongDigest(kept: kept, expected: archive.md5, actual: actual)
        }
    }

    /// GNU's or macOS's program; both read standard input.
    private func digester() throws(ClientError) -> Subprocess {
        for candidate in [Subprocess("md5sum", environment: environment), Subprocess("md5", ["-q"], environment: environment)] {
            if (try? candidate.executable()) != nil { return candidate }
        }
        throw .programMissing("md5sum")
    }

    private func md5(of file: String, _ digester: Subprocess, shouldStop: () -> Bool) throws(ClientError) -> String {
        var program = digester
        program.inputFile = file
        let result = try program.run(shouldStop: shouldStop)
        if case .signalled = result.ending { throw .interrupted(program: program.program) }
        if !result.succeeded { throw .unpackFailed(archive: file, reason: result.complaint) }
        return String(result.output.prefix(32))
    }

    /// Beside its final place, and moved there when it is complete.
    private func unpack(shouldStop: () -> Bool) throws(ClientError) {
        var template = Array("\(directory)/.\(archive.folder)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw .fileSystem(path: directory, action: "written", errno: errno) }
        let temporary = template.withUnsafeBufferPointer { String(decoding: $0.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self) }
        defer { try? FileManager.default.removeItem(atPath: temporary) }

        // `o`: files belong to who unpacks them.
        let tar = Subprocess("tar", ["-xzo", "-f", "-", "-C", temporary], inputFile: archiveFile, environment: environment)
        let result = try tar.run(shouldStop: shouldStop)
        if case .signalled = result.ending { throw .interrupted(program: "tar") }
        if !result.succeeded { throw .unpackFailed(archive: archiveFile, reason: result.complaint) }
        let unpacked = temporary + "/" + archive.folder
        if let absent = archive.files.first(where: { byteCount(of: unpacked + "/" + $0) == nil }) {
            throw .unpackFailed(archive: archiveFile, reason: "it holds no \(archive.folder)/\(absent)")
        }
        try move(unpacked, to: target)
    }
}
