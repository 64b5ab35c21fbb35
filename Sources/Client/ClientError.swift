// What can go wrong with other programs, downloads and unpacking, and the sentence for each.
// Leaves to others: exit codes, and data that arrived but is wrong (Datasets).

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `description` is one sentence that ends with what to do.
package enum ClientError: Error, Equatable {
    /// No such program on the search path.
    case programMissing(String)
    case spawnFailed(program: String, errno: Int32)
    /// A file or directory of ours refused an operation.
    case fileSystem(path: String, action: String, errno: Int32)
    /// The part that arrived stays for the next attempt.
    case downloadFailed(url: String, reason: String)
    /// The file was renamed to `kept`.
    case wrongDigest(kept: String, expected: String, actual: String)
    case unpackFailed(archive: String, reason: String)
    /// Something stands where the data set belongs, and it is not the whole data set.
    case targetInTheWay(String)
    case interrupted(program: String)
}

extension ClientError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .programMissing(let program):
            "\(program) is not installed or not on the PATH: install it (on Debian and Ubuntu `apt install \(Self.package(of: program))`)."
        case .spawnFailed(let program, let errno):
            "\(program) could not be started (\(Self.message(errno))): check that it runs in a terminal."
        case .fileSystem(let path, let action, let errno):
            "\(path) could not be \(action) (\(Self.message(errno))): check permissions and free space, or name another directory with --data."
        case .downloadFailed(let url, let reason):
            "The download of \(url) failed (\(reason)): run the same command again and it goes on where it stopped."
        case .wrongDigest(let kept, let expected, let actual):
            "The download has MD5 \(actual) where \(expected) was published, so it was not unpacked: look at \(kept), and try again or "
                + "with another --url."
        case .unpackFailed(let archive, let reason):
            "\(archive) could not be unpacked (\(reason)): check free space and run the same command again."
        case .targetInTheWay(let path):
            "\(path) exists but is not the whole data set: move it away and run the same command again."
        case .interrupted(let program):
            "\(program) was interrupted: run the same command again and it goes on where it stopped."
        }
    }

    private static func message(_ number: Int32) -> String { String(cString: strerror(number)) }

    private static func package(of program: String) -> String { program == "md5sum" ? "coreutils" : program }
}
