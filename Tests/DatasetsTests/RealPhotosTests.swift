// The real sets of photos, where METTLE_TEST_DATA names the directory that holds them.
// Leaves to others: small and damaged sets (PhotoFoldersTests).

import Datasets
import Testing

private let threads = WorkThreads(count: 2)

@Suite(.enabled(if: testDirectory("cats-dogs") != nil, "METTLE_TEST_DATA has no cats-dogs")) struct RealCatsDogsTests {
    @Test func aQuarterIsHeldOut() throws {
        let set = try PhotoSet.openCatsDogs(try #require(testDirectory("cats-dogs")), threads: threads)
        #expect(set.photos.count == 2002 && set.faults.isEmpty)
        #expect(set.classCounts(set.test).reduce(0, +) == 501 && abs(set.classCounts(set.test)[0] - set.classCounts(set.test)[1]) <= 1)
    }
}

@Suite(.enabled(if: testDirectory("oxford-iiit-pet") != nil, "METTLE_TEST_DATA has no oxford-iiit-pet")) struct RealPetsTests {
    @Test func listsAndPhotosOfThreeBreeds() throws {
        let root = try #require(testDirectory("oxford-iiit-pet"))
        let set = try PhotoSet.openPets(root, classes: .breeds, threads: threads)
        #expect(
            set.classCounts(set.training).filter { $0 > 0 } == [23, 23, 23] && set.classCounts(set.test).filter { $0 > 0 } == [22, 22, 22])
        #expect(set.missingClasses.count == 34 && !set.missingClasses.contains("Bengal"))
        let all = try PhotoSet.openPets(root, classes: .species, split: .heldOut(parts: 5), threads: threads)
        #expect(
            all.faults.undecodable == ["images/Abyssinian_34.jpg": .otherContent("GIF"), "images/Abyssinian_5.jpg": .otherContent("PNG")])
        #expect(all.photos.count == 136)
    }
}
