// Where a training's batches come from: images in memory, or photographs decoded while it runs.
// Leaves to others: the sources themselves (MemoryBatches, PhotoLoader), the training loop (Workloads).

/// A batch in the source's own memory, which lives as long as the batch.
package struct ImageBatch {
    /// [count][channels][height][width], normalised.
    package var images: UnsafePointer<Float>
    /// [count]
    package var labels: UnsafePointer<UInt8>
    /// The source's `batch`, or fewer: the last of an epoch, or of a test with photos that cannot be decoded.
    package var count: Int
    /// Places of the full batch whose images are left out, ascending; the images that are there follow each other.
    package var holes: [Int]
    private let owner: AnyObject

    /// `owner` frees the memory when it goes.
    package init(images: UnsafePointer<Float>, labels: UnsafePointer<UInt8>, count: Int, holes: [Int] = [], owner: AnyObject) {
        self.images = images
        self.labels = labels
        self.count = count
        self.holes = holes
        self.owner = owner
    }

    /// The places of its images, ascending.
    package var places: [Int] { (0..<count + holes.count).filter { !holes.contains($0) } }
}

/// Lives on the measuring thread, which is the only one that calls it. A batch is valid until the next call.
package protocol BatchSource: AnyObject {
    var identity: DatasetIdentity { get }
    var channels: Int { get }
    var height: Int { get }
    var width: Int { get }
    var classes: Int { get }
    /// Images of an epoch.
    var trainingCount: Int { get }
    var testCount: Int { get }
    /// Images of a full batch.
    var batch: Int { get }
    /// Bytes that it holds beside the data set: batches, and what it keeps of decoded photos.
    var byteCount: Int { get }
    /// Photos that were left out or came damaged, found until now.
    var faults: PhotoFaults { get }
    /// Why synthetic photos stand in for real ones that are here; nil for all else.
    var standInReason: String? { get }
    /// How many ways there are of looking at a test image, the plain one first.
    var testViews: Int { get }

    /// Makes and keeps beforehand what the first epoch would make and keep for all others; asked `shouldStop` now and then, by several threads.
    func fillCache(shouldStop: @escaping @Sendable () -> Bool)
    /// The batch of a step, counted over all epochs; steps are asked for in order. Each epoch has an order of its own, which follows from
    /// the seed and its number alone.
    func trainingBatch(step: Int) -> ImageBatch
    /// Goes before a pass over the test part, in which batches are asked for in order, and all views of one batch before the next.
    func beginTest(views: Int)
    func testBatch(_ index: Int, view: Int) -> ImageBatch
    func endTest()
}

extension BatchSource {
    package var stepsPerEpoch: Int { (trainingCount + batch - 1) / batch }
    package var testBatches: Int { (testCount + batch - 1) / batch }
    /// Images in the batch of a step.
    package func count(ofStep step: Int) -> Int { min(batch, trainingCount - step % stepsPerEpoch * batch) }

    package var faults: PhotoFaults { PhotoFaults() }
    package func fillCache(shouldStop: @escaping @Sendable () -> Bool) {}
    package var standInReason: String? { nil }
    package var testViews: Int { 1 }
    package func beginTest(views: Int) {}
    package func endTest() {}
}
