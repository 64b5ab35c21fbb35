// Which program this is: version, compiler, kind of build, and the digest of its own file.
// Leaves to others: comparing them.

import CommandLine
import Digests
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

enum BuildIdentity {
    /// `assert` is evaluated in debug builds only.
    static let isRelease: Bool = {
        var isDebug = false
        assert(
            {
                isDebug = true
                return true
            }())
        return !isDebug
    }()

    static let compiler: String = {
        #if compiler(>=6.4)
            "Swift 6.4 or later"
        #elseif compiler(>=6.3)
            "Swift 6.3"
        #else
            "Swift 6.2"
        #endif
    }()

    static var program: ProgramIdentity? {
        guard let path = executablePath, let digest = try? SHA256.hexadecimal(ofFile: path) else { return nil }
        return ProgramIdentity(
            name: "mettle", version: Program.version, binarySha256: digest, compiler: compiler, build: isRelease ? "release" : "debug")
    }

    /// This program's own file.
    static var executablePath: String? {
        #if os(Linux)
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
            let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
            return count > 0 ? String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
        #else
            return Swift.CommandLine.arguments.first
        #endif
    }
}
