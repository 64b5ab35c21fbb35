// Batches of photographs: the same numbers whoever decodes them and whether they were kept, and photos that cannot be decoded.
// Leaves to others: one photo (JPEGDecoderTests, ResamplerTests), the training loop (WorkloadsTests).

import Datasets
import Synchronization
import Testing

@Suite struct PhotoLoaderTests {
    /// Photo i has label i mod 3 and a slope of its own size; `files` replaces some of them.
    private static func photos(_ count: Int, training: Int, _ files: [Int: [UInt8]] = [:]) throws -> PhotoSet {
        let bytes = try (0..<count).map { try files[$0] ?? TestPictures.jpeg(20 + $0, 24) }
        let photos = (0..<count).map { Photo(name: "\($0).jpg", label: UInt8($0 % 3), place: $0) }
        let identity = DatasetIdentity(
            name: "cats-dogs", trainDigest: "", testDigest: "", trainIsOriginal: nil, testIsOriginal: nil, synthetic: false)
        return PhotoSet(
            identity: identity, classNames: ["a", "b", "c"], origin: .memory(bytes), training: Array(photos[..<training]),
            test: Array(photos[training...]))
    }

    private static let input = PhotoInput(side: 8, storedSide: 10)

    private static func loader(
        _ set: PhotoSet, batch: Int = 4, threads: Int = 1, ahead: Int = 0, depth: Int = 2, cacheBytes: Int = 0, seed: UInt64 = 1
    ) -> PhotoLoader {
        PhotoLoader(
            set, input, batch: batch, seed: seed,
            settings: LoaderSettings(threads: WorkThreads(count: threads), ahead: ahead, depth: depth, cacheBytes: cacheBytes))
    }

    private struct Copy: Equatable {
        var images: [Float]
        var labels: [UInt8]
        init(_ batch: ImageBatch) {
            images = Array(UnsafeBufferPointer(start: batch.images, count: batch.count * PhotoLoaderTests.input.valuesPerImage))
            labels = Array(UnsafeBufferPointer(start: batch.labels, count: batch.count))
        }
    }

    private final class Count: Sendable {
        let value = Atomic(0)
    }

    /// Copies of nothing else: an optimiser that drops a copy of images which nobody reads has been seen to write it all the same.
    private static func labels(_ batch: ImageBatch) -> [UInt8] { (0..<batch.count).map { batch.labels[$0] } }

    @Test func theNumbersDoNotDependOnThreadsNorOnWhatWasKept() throws {
        let set = try Self.photos(14, training: 11)
        let plain = Self.loader(set)
        #expect(plain.stepsPerEpoch == 3 && plain.trainingCount == 11 && plain.testCount == 3 && plain.classes == 3)
        let wanted = (0..<9).map { Copy(plain.trainingBatch(step: $0)) }
        #expect(wanted.map(\.labels.count) == [4, 4, 3, 4, 4, 3, 4, 4, 3])
        #expect((0..<9).map { plain.count(ofStep: $0) } == wanted.map(\.labels.count))
        for loader in [
            Self.loader(set, threads: 3), Self.loader(set, ahead: 2, depth: 3),
            Self.loader(set, threads: 2, ahead: 1, depth: 5, cacheBytes: 1 << 20),
            Self.loader(set, cacheBytes: 1 << 20), Self.loader(set, ahead: 3, depth: 2, cacheBytes: 3 * 10 * 10 * 4),
        ] {
            for (step, batch) in wanted.enumerated() { #expect(Copy(loader.trainingBatch(step: step)) == batch) }
        }
        // Another seed: another order and other parts.
        #expect(Copy(Self.loader(set, seed: 2).trainingBatch(step: 0)) != wanted[0])
    }

    @Test func anEpochShowsEveryPhotoOnceInTheOrderOfBatches() throws {
        let set = try Self.photos(14, training: 11), loader = Self.loader(set, ahead: 1)
        var order = Batches(
            LabelledImages(
                channels: 1, height: 1, width: 1, classes: 3, pixels: [UInt8](repeating: 0, count: 11), labels: (0..<11).map { $0 % 3 }),
            batch: 4)
        for epoch in 0..<2 {
            order.shuffle(seed: 1, epoch: epoch)
            let labels = (0..<3).flatMap { Self.labels(loader.trainingBatch(step: 3 * epoch + $0)) }
            #expect(labels == order.order.map { UInt8($0 % 3) })
        }
    }

    @Test func anImageIsThePartThatItsDrawsSay() throws {
        let set = try Self.photos(3, training: 2), loader = Self.loader(set, batch: 2)
        let batch = Copy(loader.trainingBatch(step: 0))
        let pipeline = PhotoPipeline()
        for (place, label) in batch.labels.enumerated() {
            let photo = Int(label)
            var wanted = [Float](repeating: 0, count: Self.input.valuesPerImage)
            try set.withBytes(of: set.photos[photo], pipeline.file) { bytes throws(PhotoFault) in
                let stored = try pipeline.store(bytes, Self.input).view
                let part = Self.input.trainingCrop(width: stored.width, height: stored.height, seed: 1, epoch: 0, photo: photo)
                pipeline.finish(stored, part, Self.input, into: &wanted)
            }
            #expect(Array(batch.images[place * wanted.count..<(place + 1) * wanted.count]) == wanted)
        }
    }

    @Test(arguments: [0, 2]) func anotherPhotoOfItsClassStandsInForOneThatCannotBeDecoded(ahead: Int) throws {
        let file = try TestPictures.jpeg(40, 40, JPEGSettings(quality: 98))
        let broken: [Int: [UInt8]] = [3: Array(file.prefix(file.count / 2)), 6: Array("GIF89a".utf8), 4: file.dropLast(2)]
        let set = try Self.photos(12, training: 12 - 3, broken), loader = Self.loader(set, batch: 9, threads: 2, ahead: ahead)
        let whole = Self.loader(
            try Self.photos(
                12, training: 12 - 3, [4: file.dropLast(2), 3: try TestPictures.jpeg(20, 24), 6: try TestPictures.jpeg(20, 24)]), batch: 9)
        for step in 0..<3 {
            let batch = Copy(loader.trainingBatch(step: step))
            #expect(batch.labels.count == 9)
            // Photos 3 and 6 show what photo 9 would, were it a training photo: after the last comes the first of the class, photo 0.
            #expect(batch == Copy(whole.trainingBatch(step: step)))
        }
        #expect(loader.faults.undecodable == ["3.jpg": .cutOff, "6.jpg": .otherContent("GIF")])
        #expect(loader.faults.damaged == ["4.jpg"])
        #expect(loader.faults.names == ["3.jpg", "6.jpg"])
    }

    @Test func aClassOfWhichNothingCanBeDecodedIsLeftOut() throws {
        let broken = Dictionary(uniqueKeysWithValues: [1, 4, 7].map { ($0, Array("GIF89a".utf8)) })
        let loader = Self.loader(try Self.photos(12, training: 9, broken), batch: 9, threads: 2)
        #expect(Self.labels(loader.trainingBatch(step: 0)).sorted() == [0, 0, 0, 2, 2, 2])
    }

    @Test(arguments: [0, 1]) func aTestLeavesOutWhatCannotBeDecodedAndKeepsItsOrder(ahead: Int) throws {
        let set = try Self.photos(13, training: 3, [5: [], 9: Array("BM".utf8)])
        let loader = Self.loader(set, threads: 2, ahead: ahead, cacheBytes: 1 << 20)
        _ = loader.trainingBatch(step: 0)
        for views in [1, 2, 1] {
            loader.beginTest(views: views)
            var labels: [[UInt8]] = []
            for index in 0..<loader.testBatches {
                var seen: [Copy] = []
                for view in 0..<views {
                    let batch = loader.testBatch(index, view: view)
                    #expect(batch.holes == [[2], [2], []][index] && batch.places == [[0, 1, 3], [0, 1, 3], [0, 1]][index])
                    seen.append(Copy(batch))
                }
                #expect(seen.allSatisfy { $0.labels == seen[0].labels })
                if views == 2 { #expect(seen[0].images != seen[1].images) }
                labels.append(seen[0].labels)
            }
            loader.endTest()
            // Photos 3 … 12 in batches of four; 5 and 9 are not there.
            #expect(labels == [[0, 1, 0], [1, 2, 1], [2, 0]])
        }
        #expect(loader.faults.names == ["5.jpg", "9.jpg"])
        // The training goes on where it was.
        #expect(Self.labels(loader.trainingBatch(step: 1)).count == 3)
    }

    @Test func theCacheKeepsItsBound() throws {
        let set = try Self.photos(14, training: 11)
        let picture = 3 * 10 * 10
        for (limit, most) in [(0, 0), (4 * picture, 4 * picture), (1 << 20, 1 << 20)] {
            let loader = Self.loader(set, threads: 2, ahead: 1, cacheBytes: limit)
            for step in 0..<6 { _ = loader.trainingBatch(step: step) }
            #expect(loader.cache.byteCount <= most)
            #expect(limit < 1 << 20 || (0..<11).allSatisfy { loader.cache[$0] != nil })
            #expect(loader.byteCount >= loader.cache.byteCount + 2 * 4 * 4 * Self.input.valuesPerImage)
        }
    }

    /// A training whose photos are all kept already sees what it would see anyway.
    @Test(arguments: [0, 4 * 300, 1 << 20]) func aCacheThatIsFilledBeforehandKeepsAsMuch(limit: Int) throws {
        let set = try Self.photos(14, training: 11, [6: Array("GIF89a".utf8)]), plain = Self.loader(set)
        let loader = Self.loader(set, threads: 2, ahead: 1, cacheBytes: limit)
        loader.fillCache(shouldStop: { true })
        #expect(loader.cache.byteCount == 0)
        loader.fillCache(shouldStop: { false })
        let filled = loader.cache.byteCount
        #expect(filled <= limit && (filled > 0) == (limit > 0))
        #expect(limit == 0 || loader.cache[0] != nil)
        // The whole training part but for what no decoder reads, and none of the test's.
        if limit == 1 << 20 { #expect((0..<14).map { loader.cache[$0] != nil } == (0..<14).map { $0 < 11 && $0 != 6 }) }
        for step in 0..<6 { #expect(Copy(loader.trainingBatch(step: step)) == Copy(plain.trainingBatch(step: step))) }
        if limit == 1 << 20 { #expect(loader.cache.byteCount == filled && loader.faults.names == ["6.jpg"]) }
    }

    /// Whatever is timed before the first step is timed alone.
    @Test func threadsThatRunAheadBeginWithTheFirstBatch() throws {
        let set = try Self.photos(14, training: 11)
        /// How often a thread began, up to the loader's end.
        func begun(steps: Int) -> Int {
            let count = Count()
            let threads = WorkThreads(count: 1) { body in
                count.value.add(1, ordering: .relaxed)
                body()
            }
            var loader: PhotoLoader? = PhotoLoader(
                set, Self.input, batch: 4, seed: 1, settings: LoaderSettings(threads: threads, ahead: 2, depth: 2, cacheBytes: 0))
            for step in 0..<steps { _ = loader?.trainingBatch(step: step) }
            loader?.beginTest(views: 1)
            // Its threads have ended when it is gone.
            loader = nil
            return count.value.load(ordering: .relaxed)
        }
        #expect(begun(steps: 0) == 0 && begun(steps: 1) >= 2)
    }

    /// Threads that run ahead, asleep or not, end with their loader.
    @Test func releasingALoaderEndsItsThreads() throws {
        let set = try Self.photos(14, training: 11)
        for steps in [0, 1, 5] {
            let loader = Self.loader(set, threads: 2, ahead: 3, depth: 4)
            for step in 0..<steps { _ = loader.trainingBatch(step: step) }
            loader.beginTest(views: 1)
        }
    }
}
