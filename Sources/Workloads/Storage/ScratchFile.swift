// The file that storage is measured on: made of incompressible bytes, never visible by a name for long, gone with its descriptor.
// Leaves to others: reading it in time (StorageReader), which size it has (StorageReadBenchmark).

import Intrinsics
import Measurement

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Owns the descriptor. The file has no name: whatever ends this process removes it.
package final class ScratchFile {
    /// A block is the least that direct reading moves on every disk, and carries its own number.
    package static let blockBytes = 4096
    package static let chunkBytes = 1 << 20

    let descriptor: Int32
    let byteCount: Int
    /// Whether reads pass the page cache by.
    private(set) var isDirect = false
    private let contents: BlockContents

    var blockCount: Int { byteCount / Self.blockBytes }

    /// Makes and fills it. `byteCount` is a whole number of chunks. Throws `unavailable` with a sentence that holds no path, for it stands in
    /// the record. `mayBeDirect` is false in tests of file systems that always read through the cache.
    package init(in directory: String, byteCount: Int, seed: UInt64, mayBeDirect: Bool = true) throws(WorkloadError) {
        precondition(byteCount > 0 && byteCount % Self.chunkBytes == 0, "whole chunks")
        if let reason = ScratchFolder.obstacle(directory, byteCount: byteCount) { throw .unavailable(reason) }
        descriptor = try Self.open(in: directory)
        self.byteCount = byteCount
        contents = BlockContents(seed: seed)
        // From here on `deinit` closes it, also where this throws.
        try fill()
        isDirect = mayBeDirect && turnDirect()
    }

    deinit { close(descriptor) }

    /// A file without a name where the system has such, else one whose name goes at once.
    private static func open(in directory: String) throws(WorkloadError) -> Int32 {
        #if os(Linux)
            // __O_TMPFILE, which a header hides from Swift.
            let nameless = Glibc.open(directory, 0o20_000_000 | O_DIRECTORY | O_RDWR | O_CLOEXEC, 0o600)
            if nameless >= 0 { return nameless }
            // Of a file system, or a kernel, that knows none.
            guard [EOPNOTSUPP, EISDIR, EINVAL, ENOENT].contains(errno) else { throw ScratchFolder.failure("opened", errno) }
        #endif
        let path = directory + "/.mettle-scratch-\(getpid())-\(monotonicRawNanoseconds())"
        #if canImport(Glibc)
            let named = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        #else
            let named = Darwin.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        #endif
        guard named >= 0 else { throw ScratchFolder.failure("opened", errno) }
        unlink(path)
        return named
    }

    /// Writes every block through the page cache, waits for the disk, and drops the cache.
    private func fill() throws(WorkloadError) {
        let chunk = try PageBuffer(byteCount: Self.chunkBytes)
        let perChunk = Self.chunkBytes / Self.blockBytes
        for start in stride(from: 0, to: byteCount, by: Self.chunkBytes) {
            for block in 0..<perChunk {
                contents.write(block: start / Self.blockBytes + block, to: chunk.pointer + block * Self.blockBytes)
            }
            var done = 0
            while done < Self.chunkBytes {
                let count = pwrite(descriptor, chunk.pointer + done, Self.chunkBytes - done, off_t(start + done))
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { throw ScratchFolder.failure("written", count < 0 ? errno : ENOSPC) }
                done += count
            }
        }
        guard fsync(descriptor) == 0 else { throw ScratchFolder.failure("written", errno) }
        dropCache()
    }

    #if os(Linux)
        /// O_DIRECT of asm/fcntl.h, which a feature macro hides from Swift; 0 where this does not know it.
        #if arch(x86_64) || arch(i386)
            private static let directFlag: Int32 = 0o40_000
        #elseif arch(arm64) || arch(arm)
            private static let directFlag: Int32 = 0o200_000
        #else
            private static let directFlag: Int32 = 0
        #endif
    #endif

    /// Reads past the page cache from now on, where the file system can.
    private func turnDirect() -> Bool {
        #if os(Linux)
            let flags = fcntl(descriptor, F_GETFL)
            guard Self.directFlag != 0, fcntl(descriptor, F_SETFL, flags | Self.directFlag) == 0 else { return false }
            // Some file systems take the flag and refuse the reads.
            if let probe = try? PageBuffer(byteCount: Self.blockBytes),
                pread(descriptor, probe.pointer, Self.blockBytes, 0) == Self.blockBytes
            {
                return true
            }
            _ = fcntl(descriptor, F_SETFL, flags)
            return false
        #else
            return fcntl(descriptor, F_NOCACHE, 1) == 0
        #endif
    }

    /// Forgets what the page cache holds of the file; all of it is on the disk.
    func dropCache() {
        #if os(Linux)
            posix_fadvise(descriptor, 0, off_t(byteCount), POSIX_FADV_DONTNEED)
        #endif
    }

    /// Blocks among `blocks` whose bytes are not those that were written, read one by one; all of them where the disk fails.
    func wrongBlocks(among blocks: some Sequence<Int>) -> Int {
        guard let read = try? PageBuffer(byteCount: Self.blockBytes), let expected = try? PageBuffer(byteCount: Self.blockBytes) else {
            return 1
        }
        return blocks.reduce(0) { wrong, block in
            contents.write(block: block, to: expected.pointer)
            let count = pread(descriptor, read.pointer, Self.blockBytes, off_t(block * Self.blockBytes))
            let isRight = count == Self.blockBytes && memcmp(read.pointer, expected.pointer, Self.blockBytes) == 0
            return wrong + (isRight ? 0 : 1)
        }
    }
}

/// What stands in a block: its number, then random words of it and the seed, which no disk can compress.
struct BlockContents {
    let seed: UInt64

    func write(block: Int, to target: UnsafeMutableRawPointer) {
        let random = Philox(seed: seed, stream: RandomStream.fill, step: block)
        for line in 0..<ScratchFile.blockBytes / 16 {
            target.storeBytes(of: random.words(UInt64(line)), toByteOffset: line * 16, as: SIMD4<UInt32>.self)
        }
        target.storeBytes(of: UInt64(block), as: UInt64.self)
    }

    /// The number that a block says it has.
    static func number(at block: UnsafeRawPointer) -> UInt64 { block.load(as: UInt64.self) }
}

/// Memory that begins at a page, as direct reading asks. One thread at a time.
final class PageBuffer: @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer

    init(byteCount: Int) throws(WorkloadError) {
        var memory: UnsafeMutableRawPointer?
        guard posix_memalign(&memory, ScratchFile.blockBytes, byteCount) == 0, let memory else {
            throw .doesNotFit(needed: byteCount, available: 0)
        }
        pointer = memory
    }

    deinit { free(pointer) }
}
