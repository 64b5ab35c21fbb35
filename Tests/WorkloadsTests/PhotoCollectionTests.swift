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
}
