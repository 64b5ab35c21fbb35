// How a benchmark gets photographs: the set, and a loader whose threads keep out of the team's way.
// Leaves to others: opening a set (the command), decoding (Datasets.PhotoLoader).

import CPU
package import Datasets

extension Context {
    /// Threads for work beside the team's: on any processor of the process, although the thread that starts them may be pinned to one. Where the
    /// context has one processor, as an instance among others has, it is the calling thread itself, which stays where it is.
    package var workThreads: WorkThreads {
        if surroundings.processors == 1 { return WorkThreads(count: 1) }
        let everywhere = Affinity.initial
        return WorkThreads(count: surroundings.processors) { body in
            let own = Affinity.ofCallingThread
            everywhere.applyToCallingThread()
            body()
            own.applyToCallingThread()
        }
    }

    /// Batches of photographs for a training on a team of `threads` whose executor takes `taken` bytes.
    func photoLoader(
        _ collection: PhotoCollection, _ input: PhotoInput, batch: Int, seed: UInt64, threads: Int, taken: Int
    ) throws(WorkloadError) -> PhotoLoader {
        PhotoLoader(
            try photos(collection), input, batch: batch, seed: seed,
            settings: LoaderSettings(
                threads: workThreads, ahead: PhotoTask.threadsAhead(processors: surroundings.processors, team: threads),
                cacheBytes: PhotoTask.cacheBytes(available: surroundings.availableBytes, taken: taken)))
    }
}
