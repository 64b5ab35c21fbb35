// Synthetic photos: the same for a seed, named as such, and like photographs in size and detail.
// Leaves to others: decoding them fast (input/jpeg).

import Datasets
import Testing

@Suite struct SyntheticPhotosTests {
    static let threads = WorkThreads(count: 2)
    static let catsDogs = SyntheticPhotos.make(.catsDogs, seed: 1, training: 40, test: 10, threads: threads)

    private func files(_ set: PhotoSet) -> [[UInt8]] {
        if case .memory(let files) = set.origin { files } else { [] }
    }

    @Test func saysWhatItIs() {
        let set = Self.catsDogs
        #expect(set.identity.name == "synthetic-cats-dogs" && set.identity.synthetic)
        #expect(set.identity.trainDigest.count == 64 && set.identity.trainDigest != set.identity.testDigest)
        #expect(set.classCounts(set.training) == [20, 20] && set.classCounts(set.test) == [5, 5] && set.missingClasses.isEmpty)
        #expect(set.faults.isEmpty && Set(set.photos.map(\.name)).count == 50)
    }

    /// Each part is as large as the real set's: of 2,002 photos one in four is held out, of 7,390 one in five.
    @Test func isAsLargeAsTheRealOne() {
        #expect(SyntheticPhotos.Kind.catsDogs.training == 1501 && SyntheticPhotos.Kind.catsDogs.test == 501)
        #expect(SyntheticPhotos.Kind.pets.training == 5912 && SyntheticPhotos.Kind.pets.test == 1478)
    }

    @Test func isAFunctionOfTheSeed() {
        let again = SyntheticPhotos.make(.catsDogs, seed: 1, training: 40, test: 10, threads: WorkThreads(count: 1))
        #expect(files(again) == files(Self.catsDogs) && again.identity == Self.catsDogs.identity)
        let other = SyntheticPhotos.make(.catsDogs, seed: 2, training: 2, test: 2, threads: Self.threads)
        #expect(files(other)[0] != files(Self.catsDogs)[0] && other.identity != Self.catsDogs.identity)
    }

    /// Pixels and bits a pixel lie near those of the sets that they stand for.
    @Test func isAsHardToDecodeAsPhotographs() throws {
        let pets = SyntheticPhotos.make(.pets, seed: 1, training: 16, test: 37, threads: Self.threads)
        for (set, pixels, bits) in [(Self.catsDogs, 150_000.0, 1.21), (pets, 172_000.0, 4.38)] {
            let heads = try files(set).map { try $0.withUnsafeBytes { try JPEGDecoder().head(of: $0) } }
            let area = heads.reduce(0) { $0 + $1.width * $1.height }
            let bytes = files(set).reduce(0) { $0 + $1.count }
            #expect(abs(Double(area) / Double(heads.count) / pixels - 1) < 0.25)
            #expect(abs(8 * Double(bytes) / Double(area) / bits - 1) < 0.25)
        }
    }

    /// Photo and picture agree on the class, in both parts, also where pictures are taken in turn.
    @Test func picturesAreOfTheirClass() {
        let set = SyntheticPhotos.make(.pets, seed: 3, training: 300, test: 80, threads: Self.threads)
        #expect(files(set).count == 111 + 37)
        #expect(set.training.allSatisfy { $0.place % 37 == Int($0.label) && $0.place < 111 })
        #expect(set.test.allSatisfy { ($0.place - 111) % 37 == Int($0.label) && $0.place >= 111 })
        #expect(set.classNames == Pets.breeds)
    }
}
