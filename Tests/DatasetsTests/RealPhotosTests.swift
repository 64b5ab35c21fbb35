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
    @Test func photosOfThreeBreeds() throws {
        let set = try PhotoSet.openPets(try #require(testDirectory("oxford-iiit-pet")), threads: threads)
        #expect(
            set.faults.undecodable == ["images/Abyssinian_34.jpg": .otherContent("GIF"), "images/Abyssinian_5.jpg": .otherContent("PNG")])
        #expect(set.photos.count == 136)
        #expect(set.missingClasses.count == 34 && !set.missingClasses.contains("Bengal"))
    }
}
