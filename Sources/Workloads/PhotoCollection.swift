// The sets of photos that benchmarks ask for, by name.
// Leaves to others: which folder of a disk (the command), what is done with them (PhotoTask, InputBenchmark).

package import Datasets

package enum PhotoCollection: String, Sendable, Hashable, CaseIterable {
    /// Cats and dogs, two classes.
    case catsDogs = "cats-dogs"
    /// The Oxford-IIIT Pet photos, 37 classes; a fifth of all is held out, as in fast.ai's lesson.
    case pets = "oxford-iiit-pet"

    /// The synthetic set that stands in where the real one is not at hand.
    package var synthetic: SyntheticPhotos.Kind { self == .catsDogs ? .catsDogs : .pets }

    /// The set in a folder, in the parts that every benchmark trains and tests on: its digests are those of records.
    package func open(_ folder: String, threads: WorkThreads, decoding: Bool = false) throws(DatasetError) -> PhotoSet {
        switch self {
        case .catsDogs: try PhotoSet.openCatsDogs(folder, threads: threads, decoding: decoding)
        case .pets: try PhotoSet.openPets(folder, classes: .breeds, split: .heldOut(parts: 5), threads: threads, decoding: decoding)
        }
    }
}
