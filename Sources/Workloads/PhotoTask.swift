// Which networks train on photographs, and how those are prepared.
// Leaves to others: the networks and their recipes (Networks), the loader (Datasets).

package import Datasets
import Measurement
package import Networks

/// A set of photos and what a training makes of each.
package struct PhotoTask: Sendable, Hashable {
    package var collection: PhotoCollection
    package var input: PhotoInput

    package init(_ collection: PhotoCollection, _ input: PhotoInput) {
        self.collection = collection
        self.input = input
    }

    /// By the names of networks; those that are not here train on CIFAR-10.
    private static let tasks: [String: PhotoTask] = [
        Network.catsDogs.name: PhotoTask(
            .catsDogs,
            PhotoInput(side: 128, storedSide: 192, testSide: 171, .squeezed, crop: .resized(leastArea: 0.35, aspect: 4.0 / 3))),
        // A step's time is what the peers measure: photographs as they come.
        Network.resnet34.name: PhotoTask(.pets, PhotoInput(side: 224, storedSide: 224, crop: .centre, mirrors: false)),
        Network.resnet34Pets.name: PhotoTask(
            .pets, PhotoInput(side: 224, storedSide: 256, crop: .resized(leastArea: 0.35, aspect: 4.0 / 3))),
        Network.resnet50CatsDogs.name: PhotoTask(
            .catsDogs, PhotoInput(side: 224, storedSide: 256, crop: .resized(leastArea: 0.35, aspect: 4.0 / 3))),
    ]

    /// What a network of the catalogue trains on; nil for CIFAR-10.
    package static func standard(for network: Network) -> PhotoTask? { tasks[network.name] }

    /// Threads that decode while a team of `team` computes: those processors that it leaves free, one at least, for reading ahead. On a single
    /// processor none: the thread that trains decodes when it wants a batch.
    package static func threadsAhead(processors: Int, team: Int) -> Int { processors == 1 ? 0 : max(1, processors - team) }

    /// A quarter of what was free when the run began less what the executor takes; where that is not known, 256 MiB.
    package static func cacheBytes(available: Int, taken: Int) -> Int { available > 0 ? max(0, available - taken) / 4 : 256 << 20 }
}

extension Context {
    /// The batches that a network of the catalogue trains on.
    func batchSource(for network: Network, batch: Int, _ configuration: Configuration) throws(WorkloadError) -> any BatchSource {
        if let task = PhotoTask.standard(for: network) {
            return try photoLoader(
                task.collection, task.input, batch: batch, seed: training.seed, threads: configuration.threads,
                taken: try plannedBytes(of: network, batch: batch, for: configuration))
        }
        return MemoryBatches(try dataset(), batch: batch, seed: training.seed)
    }
}
