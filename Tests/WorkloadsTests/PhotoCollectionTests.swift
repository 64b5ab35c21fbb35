// The sets of photos as every command opens them.
// Leaves to others: layouts and damaged files (DatasetsTests).

import Datasets
import Testing
import Workloads

@Suite struct PhotoCollectionTests {
    let folder = TemporaryPhotos()

    /// The data set's own lists part the photos otherwise, and leave most of them out.
    @Test func aFifthOfAllPetsTestsWhateverTheListsSay() throws {
        try folder.write((1...10).flatMap { ["images/Abyssinian_\($0).jpg", "images/beagle_\($0).jpg"] })
        try folder.write(["annotations/trainval.txt"], Array("Abyssinian_1 1 1 1\nbeagle_1 5 2 4\n".utf8))
        try folder.write(["annotations/test.txt"], Array("Abyssinian_2 1 1 1\nbeagle_2 5 2 4\n".utf8))
        for decoding in [false, true] {
            let set = try PhotoCollection.pets.open(folder.path, threads: WorkThreads(count: 2), decoding: decoding)
            #expect(set.trainingCount == 16 && set.testCount == 4 && set.classNames == Pets.breeds)
        }
    }

    @Test func aQuarterOfCatsAndDogsTests() throws {
        try folder.write((1...8).flatMap { ["cats/\($0).jpg", "dogs/\($0).jpg"] })
        let set = try PhotoCollection.catsDogs.open(folder.path, threads: WorkThreads(count: 2))
        #expect(set.trainingCount == 12 && set.testCount == 4 && set.missingClasses.isEmpty)
    }

    @Test func aFolderWithoutSomeClassesIsRefusedWhereItWasNamedAndElseReplacedWithAWord() throws {
        try folder.write((1...8).map { "cats/\($0).jpg" } + ["dogs/1.jpg"])
        let threads = WorkThreads(count: 2)
        let error = DatasetError.missingClasses(folder: folder.path, missing: ["dogs"], of: 2)
        #expect(throws: error) { try PhotoCollection.catsDogs.openWhole(folder.path, isNamed: true, seed: 1, threads: threads) }
        #expect(error.description.hasPrefix("\(folder.path) lacks photos to train or to test on of 1 of its 2 classes (dogs): "))
        let set = try PhotoCollection.catsDogs.openWhole(folder.path, isNamed: false, seed: 1, threads: threads)
        #expect(set.identity.synthetic)
        let reason = try #require(set.standInReason)
        #expect(reason.contains("1 of their 2 classes") && !reason.contains(folder.path))
        try folder.write((2...8).map { "dogs/\($0).jpg" })
        let whole = try PhotoCollection.catsDogs.openWhole(folder.path, isNamed: true, seed: 1, threads: threads)
        #expect(!whole.identity.synthetic && whole.standInReason == nil)
    }
}
