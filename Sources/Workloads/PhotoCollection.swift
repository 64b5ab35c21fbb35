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
        case .pets: try PhotoSet.openPets(folder, threads: threads, decoding: decoding)
        }
    }

    /// The set in a folder, or synthetic photos where it lacks some of its classes, which then say why. Where a person named the folder that is
    /// an error.
    package func openWhole(_ folder: String, isNamed: Bool, seed: UInt64, threads: WorkThreads) throws(DatasetError) -> PhotoSet {
        let set = try open(folder, threads: threads)
        let missing = set.missingClasses, all = set.classNames.count
        if missing.isEmpty { return set }
        if isNamed { throw .missingClasses(folder: folder, missing: missing, of: all) }
        var standIn = SyntheticPhotos.make(synthetic, seed: seed, threads: threads)
        standIn.standInReason =
            "The real photos are not used, since \(missing.count) of their \(all) classes have none to train or to test on."
        return standIn
    }
}
