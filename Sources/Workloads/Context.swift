// What a run gives to every benchmark that prepares a point: machine facts, seed, team of threads, data set.
// Leaves to others: where data lies on disk (the command), and the order of points (Harness).

package import CPU
package import Datasets

/// How a training configuration is run.
package struct TrainingSettings: Sendable, Equatable {
    package enum Mode: String, Sendable, Equatable {
        /// Measure single steps until the interval is narrow, and scale to the whole run.
        case project
        /// Run every step of every epoch, then test.
        case full
    }
    package var mode: Mode
    /// nil: as many as the recipe says.
    package var epochs: Int?
    package var seed: UInt64

    package init(mode: Mode, epochs: Int? = nil, seed: UInt64) {
        self.mode = mode
        self.epochs = epochs
        self.seed = seed
    }
}

/// Lives on the measuring thread, as long as the run.
package final class Context {
    package let surroundings: Surroundings
    package let seed: UInt64
    /// The same bits for a seed at a fixed thread count, at some cost of speed.
    package let reproducible: Bool
    /// No algorithm that trades accuracy for speed (Winograd).
    package let precise: Bool
    /// How each convolution's algorithm is chosen where neither `precise` nor `reproducible` decides it.
    package let algorithm: AlgorithmChoice
    /// What it tried so far, for the whole run.
    package let chooser: AlgorithmChooser
    package var training: TrainingSettings

    package var forcedAlgorithm: ConvolutionAlgorithm? { if case .forced(let one) = algorithm { one } else { nil } }

    /// How networks and convolutions are computed where that is not the default: no other figure stands beside such a one. nil: the default.
    package var engineMode: String? {
        var words: [String] = []
        if reproducible { words.append("reproducible") }
        if precise { words.append("precise") }
        if !precise, let forcedAlgorithm { words.append("algorithm " + forcedAlgorithm.rawValue) }
        return words.isEmpty ? nil : words.joined(separator: ", ")
    }

    private let openDataset: () throws(WorkloadError) -> Dataset
    private let openPhotos: (PhotoCollection, Context) throws(WorkloadError) -> PhotoSet
    private var opened: Dataset?
    private var openedPhotos: [PhotoCollection: PhotoSet] = [:]
    private var cachedTeam: WorkerTeam?

    /// `openDataset` reads the real data set or makes the synthetic one; it is called when the first benchmark needs it. `openPhotos` does the
    /// same for a set of photos. `chooser` is another context's, whose choices stand here as well.
    package init(
        surroundings: Surroundings, seed: UInt64, reproducible: Bool = false, precise: Bool = false,
        algorithm: AlgorithmChoice = .measured, chooser: AlgorithmChooser = AlgorithmChooser(),
        openDataset: @escaping () throws(WorkloadError) -> Dataset,
        openPhotos: @escaping (PhotoCollection, Context) throws(WorkloadError) -> PhotoSet
    ) {
        self.surroundings = surroundings
        self.seed = seed
        self.reproducible = reproducible
        self.precise = precise
        self.algorithm = algorithm
        self.chooser = chooser
        training = TrainingSettings(mode: .project, seed: seed)
        self.openDataset = openDataset
        self.openPhotos = openPhotos
    }

    /// The team of that many threads; one team lives at a time, since its threads spin.
    package func team(_ threads: Int) -> WorkerTeam {
        if let cachedTeam, cachedTeam.count == threads { return cachedTeam }
        cachedTeam = nil
        let order = surroundings.processorOrder
        let team = WorkerTeam(threads: threads, placement: threads <= order.count ? .cpus(order) : .automatic)
        cachedTeam = team
        return team
    }

    /// The team's threads go home; the caller's thread gets its own CPUs back.
    package func dismissTeam() { cachedTeam = nil }

    /// CIFAR-10, or the synthetic set of the same shape where it is not to be had.
    package func dataset() throws(WorkloadError) -> Dataset {
        if let opened { return opened }
        let dataset = try openDataset()
        opened = dataset
        return dataset
    }

    /// A set of photos, or the synthetic one that stands in for it; opened once in a run.
    package func photos(_ collection: PhotoCollection) throws(WorkloadError) -> PhotoSet {
        if let photos = openedPhotos[collection] { return photos }
        let photos = try openPhotos(collection, self)
        openedPhotos[collection] = photos
        return photos
    }
}
