// The folder that a scratch file may lie in: what is free there, and why it may not do.
// Leaves to others: the file (ScratchFile). No sentence holds the folder's path: it would stand in the record.

import Machine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

package enum ScratchFolder {
    /// At most this part of the free space is used.
    static let shareOfFreeSpace = 4

    /// Why a file of that size cannot be made there; nil where nothing speaks against it.
    package static func obstacle(_ directory: String, byteCount: Int) -> String? {
        var status = stat()
        guard stat(directory, &status) == 0 else { return failureSentence("found", errno) }
        guard status.st_mode & S_IFMT == S_IFDIR else { return failureSentence("used", ENOTDIR) }
        guard access(directory, W_OK | X_OK) == 0 else { return failureSentence("written to", errno) }
        if isMemory(directory) {
            return "the scratch folder lies in memory, which is no storage: name a folder on a disk with --scratch."
        }
        var space = statvfs()
        guard statvfs(directory, &space) == 0 else { return failureSentence("asked for its free space", errno) }
        return shortage(
            of: byteCount,
            freeBytes: Int(clamping: UInt64(space.f_bavail).multipliedReportingOverflow(by: UInt64(space.f_frsize)).partialValue))
    }

    /// Nil where a quarter of the free bytes hold the file.
    package static func shortage(of byteCount: Int, freeBytes: Int) -> String? {
        guard byteCount > freeBytes / shareOfFreeSpace else { return nil }
        return
            "a file of \(ByteCount.text(byteCount)) is needed, and a quarter of the \(ByteCount.text(freeBytes)) free in the scratch folder may be "
            + "used: free some, choose a smaller file, or name another folder with --scratch."
    }

    static func failure(_ verb: String, _ code: Int32) -> WorkloadError { .unavailable(failureSentence(verb, code)) }

    /// One sentence for a system call that failed.
    private static func failureSentence(_ verb: String, _ code: Int32) -> String {
        let reason = String(cString: strerror(code)).lowercased()
        return switch code {
        case ENOENT: "the scratch folder is not there: name one that is with --scratch."
        case ENOTDIR: "what --scratch names is no folder: name a folder that can be written."
        case EACCES, EPERM, EROFS: "the scratch folder cannot be \(verb) (\(reason)): name one that can be written with --scratch."
        case ENOSPC, EDQUOT: "the scratch folder is full: free some space, or name another with --scratch."
        default: "the scratch file could not be \(verb) (\(reason)): look at the disk, or name another folder with --scratch."
        }
    }

    private static func isMemory(_ directory: String) -> Bool {
        guard let path = realpath(directory, nil) else { return false }
        defer { free(path) }
        return Storage.describe(SystemFiles(), directory: String(cString: path))?.kind == .memory
    }
}
