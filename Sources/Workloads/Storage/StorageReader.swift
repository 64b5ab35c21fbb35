// Reads blocks of a scratch file, one after the other or here and there, with several reads in flight.
// Leaves to others: the file (ScratchFile), timing (Harness).

package import Measurement

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A workload of reads; one iteration is one read. `queue` threads have one read in flight each; with one it is the caller's.
package final class StorageReader: Workload {
    package let work: Work
    private let file: ScratchFile
    private let pattern: ReadPattern
    private let places: ReadPlaces
    private let callersBuffer: PageBuffer
    private let crew: ReadCrew?

    /// Reads until now: the next one's place follows from it.
    private var position = 0
    private let progress = ReadProgress()

    package init(file: ScratchFile, pattern: ReadPattern, queue: Int, seed: UInt64) throws(WorkloadError) {
        self.file = file
        self.pattern = pattern
        places = ReadPlaces(pattern: pattern, count: file.byteCount / pattern.byteCount, seed: seed)
        work = Work(bytesRead: Double(pattern.byteCount), items: 1)
        callersBuffer = try PageBuffer(byteCount: pattern.byteCount)
        let (descriptor, places, progress) = (file.descriptor, places, progress)
        crew =
            queue > 1
            ? try ReadCrew(count: queue, bufferBytes: pattern.byteCount) { Self.read(descriptor, places, progress, into: $0) } : nil
        #if os(Linux)
            if !file.isDirect, pattern == .random { posix_fadvise(file.descriptor, 0, off_t(file.byteCount), POSIX_FADV_RANDOM) }
        #endif
    }

    package func run(iterations: Int) {
        // Without direct reading, what was read before would come from memory.
        if !file.isDirect { file.dropCache() }
        let first = position
        position += iterations
        progress.begin(first..<position)
        if let crew {
            crew.run()
        } else {
            Self.read(file.descriptor, places, progress, into: callersBuffer.pointer)
        }
    }

    /// Takes reads until none is left. Every block that comes says its number, and it must be the one that was asked for.
    private static func read(_ descriptor: Int32, _ places: ReadPlaces, _ progress: ReadProgress, into buffer: UnsafeMutableRawPointer) {
        let size = places.pattern.byteCount
        let blocksEach = size / ScratchFile.blockBytes
        while let ticket = progress.take() {
            let place = places[ticket]
            let count = pread(descriptor, buffer, size, off_t(place * size))
            guard count == size else {
                if count < 0 && errno == EINTR { continue }
                return progress.fail(count < 0 ? errno : EIO)
            }
            for block in 0..<blocksEach
            where BlockContents.number(at: buffer + block * ScratchFile.blockBytes) != UInt64(place * blocksEach + block) {
                progress.countWrong()
            }
        }
    }

    /// The first and last blocks and some between them, byte by byte; what is wrong is a disk's trouble, as is a wrong number read in time.
    package func verify() -> Verification {
        let count = file.blockCount
        for _ in 0..<file.wrongBlocks(among: [0, count - 1] + (1..<63).map { $0 * (count / 63) }) { progress.countWrong() }
        return Verification(relativeError: Double(progress.wrongCount), tolerance: 0)
    }

    package var trouble: String? {
        if let code = progress.failure {
            let reason = String(cString: strerror(code)).lowercased()
            return "Reading the scratch file failed (\(reason)). Look at the disk’s health and the system’s log."
        }
        guard progress.wrongCount > 0 else { return nil }
        return
            "\(progress.wrongCount) blocks of the scratch file came back other than they were written. Look at the disk’s health and the memory’s."
    }

    package var caveats: [Caveat] {
        if file.isDirect { return [] }
        return [
            Caveat(
                kind: .pageCache,
                sentence:
                    "The file system reads through the page cache only: it was dropped before each sample, and reading ahead is in the figure."
            )
        ]
    }
}
