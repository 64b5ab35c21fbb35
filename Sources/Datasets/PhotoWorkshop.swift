// Makes one image of a batch: from the cache or the photo's file, with another photo in place of one that cannot be decoded.
// Leaves to others: which image (BatchRing), and the threads that call it.

import Synchronization

/// Shared by all threads of a loader; each call borrows a pipeline.
final class PhotoWorkshop: Sendable {
    private struct State {
        var pipelines: [PhotoPipeline] = []
        var faults = PhotoFaults()
        /// Photos found undecodable, so that their files are not read again every epoch.
        var hopeless: Set<Int> = []
    }

    let set: PhotoSet
    let input: PhotoInput
    private let cache: PhotoCache
    private let state = Mutex(State())

    init(_ set: PhotoSet, _ input: PhotoInput, cache: PhotoCache) {
        self.set = set
        self.input = input
        self.cache = cache
    }

    var faults: PhotoFaults { state.withLock { $0.faults } }

    /// Writes the image of a photo and returns its label, or nil where it cannot be decoded.
    ///
    /// With `replacing`, the next training photo of the same class that can be decoded stands in, so that a batch of a training is always full:
    /// which one does not depend on threads. `photo` is a place in the set.
    func make(photo: Int, into image: UnsafeMutablePointer<Float>, replacing: Bool, crop: (PixelView) -> PhotoCrop) -> UInt8? {
        let pipeline = borrow()
        defer { giveBack(pipeline) }
        let label = set.photos[photo].label
        var candidate = photo
        repeat {
            if write(candidate, into: image, pipeline, crop) { return label }
            if !replacing { return nil }
            repeat { candidate = (candidate + 1) % set.trainingCount } while set.photos[candidate].label != label
        } while candidate != photo
        return nil
    }

    /// Decodes photos into the cache, in their order, until all are done or one finds no room there.
    func fillCache(_ photos: Range<Int>, threads: WorkThreads, shouldStop: @escaping @Sendable () -> Bool) {
        let next = Atomic(photos.lowerBound)
        threads.perform {
            let pipeline = borrow()
            defer { giveBack(pipeline) }
            while !shouldStop() {
                let photo = next.wrappingAdd(1, ordering: .relaxed).oldValue
                if photo >= photos.upperBound { return }
                if decode(photo, pipeline, { _ in }), cache[photo] == nil { return }
            }
        }
    }

    private func borrow() -> PhotoPipeline { state.withLock { $0.pipelines.popLast() } ?? PhotoPipeline() }
    private func giveBack(_ pipeline: PhotoPipeline) { state.withLock { $0.pipelines.append(pipeline) } }

    private func write(_ photo: Int, into image: UnsafeMutablePointer<Float>, _ pipeline: PhotoPipeline, _ crop: (PixelView) -> PhotoCrop)
        -> Bool
    {
        decode(photo, pipeline) { pipeline.finish($0, crop($0), input, into: image) }
    }

    /// Hands over a photo's stored picture, kept before or made now; false where it cannot be decoded.
    private func decode(_ photo: Int, _ pipeline: PhotoPipeline, _ body: (PixelView) -> Void) -> Bool {
        if let stored = cache[photo] {
            body(stored)
            return true
        }
        if state.withLock({ $0.hopeless.contains(photo) }) { return false }
        do throws(PhotoFault) {
            try set.withBytes(of: set.photos[photo], pipeline.file) { bytes throws(PhotoFault) in
                let (stored, isDamaged) = try pipeline.store(bytes, input)
                if isDamaged { state.withLock { $0.faults.addDamaged(set.photos[photo].name) } }
                cache.keep(stored, of: photo)
                body(stored)
            }
            return true
        } catch {
            state.withLock { state in
                state.faults.add(error, of: set.photos[photo].name)
                state.hopeless.insert(photo)
            }
            return false
        }
    }
}
