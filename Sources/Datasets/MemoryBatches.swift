// Batches of a data set that is in memory, gathered when they are asked for.
// Leaves to others: orders and normalisation (Batches), photographs (PhotoLoader).

package final class MemoryBatches: BatchSource {
    package let dataset: Dataset
    private let seed: UInt64
    private var training: Batches
    private let test: Batches
    private let buffer: BatchBuffer

    package init(_ dataset: Dataset, batch: Int, seed: UInt64) {
        self.dataset = dataset
        self.seed = seed
        training = Batches(dataset.training, batch: batch)
        test = Batches(dataset.test, batch: batch)
        buffer = BatchBuffer(batch: batch, valuesPerImage: dataset.training.valuesPerImage)
    }

    package var identity: DatasetIdentity { dataset.identity }
    package var channels: Int { dataset.training.channels }
    package var height: Int { dataset.training.height }
    package var width: Int { dataset.training.width }
    package var classes: Int { dataset.training.classes }
    package var trainingCount: Int { dataset.training.count }
    package var testCount: Int { dataset.test.count }
    package var batch: Int { training.batch }
    package var byteCount: Int { buffer.byteCount }

    package func trainingBatch(step: Int) -> ImageBatch {
        let (epoch, place) = step.quotientAndRemainder(dividingBy: stepsPerEpoch)
        if place == 0 { training.shuffle(seed: seed, epoch: epoch) }
        return buffer.lend(training.fill(place, images: buffer.images, labels: buffer.labels))
    }

    package func testBatch(_ index: Int, view: Int) -> ImageBatch {
        buffer.lend(test.fill(index, images: buffer.images, labels: buffer.labels))
    }
}
