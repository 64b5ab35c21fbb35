// Batches of photographs, decoded on threads of Dispatch ahead of the training that uses them.
// Leaves to others: the ring of batches (BatchRing), one photo's way (PhotoPipeline), the training loop (Workloads).

import Measurement
import Synchronization

/// How a loader uses the machine.
package struct LoaderSettings: Sendable {
    /// Threads that decode while training waits for a batch: training's own rest then, so all processors are free.
    package var threads: WorkThreads
    /// Threads that decode ahead while training computes.
    package var ahead: Int
    /// Batches in memory: the one that training has, and those that are made meanwhile.
    package var depth: Int
    /// Bytes of stored pictures that may be kept.
    package var cacheBytes: Int

    package init(threads: WorkThreads, ahead: Int = 1, depth: Int = 3, cacheBytes: Int) {
        self.threads = threads
        self.ahead = max(0, ahead)
        self.depth = max(2, depth)
        self.cacheBytes = max(0, cacheBytes)
    }
}

package final class PhotoLoader: BatchSource {
    package let photos: PhotoSet
    package let input: PhotoInput
    package let batch: Int
    package let cache: PhotoCache
    private let seed: UInt64
    private let settings: LoaderSettings
    private let shared: PhotoWorkshop
    private let training: BatchRing
    private var testing: BatchRing?

    package init(_ photos: PhotoSet, _ input: PhotoInput, batch: Int, seed: UInt64, settings: LoaderSettings) {
        self.photos = photos
        self.input = input
        self.batch = batch
        self.seed = seed
        self.settings = settings
        cache = PhotoCache(count: photos.photos.count, byteLimit: settings.cacheBytes)
        shared = PhotoWorkshop(photos, input, cache: cache)
        training = BatchRing(
            TrainingOrder(count: photos.trainingCount, batch: batch, seed: seed), batch: batch, valuesPerImage: input.valuesPerImage,
            settings: settings
        ) { [shared, seed] job, image in
            shared.make(photo: job.photo, into: image, replacing: true) { [input = shared.input] stored in
                input.trainingCrop(width: stored.width, height: stored.height, seed: seed, epoch: job.round, photo: job.photo)
            }
        }
    }

    package var identity: DatasetIdentity { photos.identity }
    package var channels: Int { 3 }
    package var height: Int { input.side }
    package var width: Int { input.side }
    package var classes: Int { photos.classNames.count }
    package var trainingCount: Int { photos.trainingCount }
    package var testCount: Int { photos.testCount }
    package var testViews: Int { PhotoInput.testViews }
    package var standInReason: String? { photos.standInReason }
    package var byteCount: Int { training.byteCount + (testing?.byteCount ?? 0) + cache.byteCount }
    package var faults: PhotoFaults {
        var faults = photos.faults
        faults.merge(shared.faults)
        return faults
    }

    package func fillCache(shouldStop: @escaping @Sendable () -> Bool) {
        shared.fillCache(0..<photos.trainingCount, threads: settings.threads, shouldStop: shouldStop)
    }

    package func trainingBatch(step: Int) -> ImageBatch { training.take(step) }

    package func beginTest(views: Int) {
        let first = photos.trainingCount
        testing = BatchRing(
            TestOrder(count: photos.testCount, batch: batch, views: views), batch: batch, valuesPerImage: input.valuesPerImage,
            settings: settings
        ) { [shared] job, image in
            shared.make(photo: first + job.photo, into: image, replacing: false) { [input = shared.input] stored in
                input.testCrop(width: stored.width, height: stored.height, view: job.round)
            }
        }
        testedViews = views
    }

    package func testBatch(_ index: Int, view: Int) -> ImageBatch {
        guard let testing else { preconditionFailure("a test's batch before beginTest") }
        return testing.take(index * testedViews + view)
    }

    package func endTest() { testing = nil }

    private var testedViews = 1
}
