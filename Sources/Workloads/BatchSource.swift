// Where a training gets its batches: shuffled, normalised images of one epoch after another.
// Leaves to others: reading data sets (Datasets), what a step does with a batch (Training).

package import Datasets

/// A data set as a training sees it. Fills the caller's buffers; allocates nothing per batch.
package protocol BatchSource: AnyObject {
    var trainCount: Int { get }
    var testCount: Int { get }
    var identity: DatasetIdentity { get }
    /// Draws the order of an epoch from the seed.
    func beginEpoch(_ epoch: Int, seed: UInt64)
    /// Fills images [count][channels][height][width] and labels with the training images `first ..< first + count` of the epoch's order.
    func fillTraining(from first: Int, count: Int, images: UnsafeMutablePointer<Float>, labels: UnsafeMutablePointer<UInt8>)
    /// The same for the test images, in file order.
    func fillTest(from first: Int, count: Int, images: UnsafeMutablePointer<Float>, labels: UnsafeMutablePointer<UInt8>)
}
