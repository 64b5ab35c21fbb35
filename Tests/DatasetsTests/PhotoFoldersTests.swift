// Sets of photos on a disk: the two layouts, their parts and classes, and files that are no photos.
// Leaves to others: real sets (RealPhotosTests), batches (PhotoLoaderTests).

import Datasets
import Digests
import Testing

private let threads = WorkThreads(count: 2)

@Suite struct CatsDogsFolderTests {
    let directory = TemporaryDirectory()

    private func fill(_ folder: String, _ names: [String]) throws {
        directory.makeDirectory(folder)
        for (index, name) in names.enumerated() { directory.write(try TestPictures.jpeg(8 + index % 5, 8), to: folder + "/" + name) }
    }

    @Test(arguments: ["", "cats-dogs/"]) func aQuarterOfEachClassTests(prefix: String) throws {
        try fill(prefix + "cats", (0..<9).map { "cat.\($0).jpg" })
        try fill(prefix + "dogs", (0..<15).map { "dog.\($0).JPEG" })
        #expect(CatsDogs.locate(in: ["/nowhere", directory.path]) != nil)
        let set = try PhotoSet.openCatsDogs(directory.path, threads: threads)
        #expect(set.classNames == ["cats", "dogs"] && set.missingClasses.isEmpty)
        #expect(set.classCounts(set.test) == [2, 4] && set.classCounts(set.training) == [7, 11])
        #expect(Set(set.photos.map(\.name)).count == 24)
        #expect(set.training.allSatisfy { $0.name.hasPrefix($0.label == 0 ? "cats/cat." : "dogs/dog.") })
        // Each part is in the order of its names.
        for part in [set.training, set.test] { #expect(part.map(\.name) == part.map(\.name).sorted()) }
        #expect(set.faults.isEmpty)
        #expect(set.identity.name == "cats-dogs" && !set.identity.synthetic && set.identity.trainIsOriginal == nil)
        #expect(set.identity.trainingLabel == nil && set.identity.accuracyLabel == nil)
        // What `sha256sum` prints of the part's files, and of that again.
        let lines = try set.test.map { photo in
            try PhotoBytes().withFile(directory.path + "/" + prefix + photo.name) { bytes throws(PhotoFault) in
                "\(SHA256.hexadecimal(of: Array(bytes)))  \(photo.name)\n"
            }
        }
        #expect(set.identity.testDigest == SHA256.hexadecimal(of: Array(lines.joined().utf8)))
        // The same names, the same parts; other bytes, another digest.
        let again = try PhotoSet.openCatsDogs(directory.path, threads: WorkThreads(count: 1))
        #expect(again.photos == set.photos && again.identity == set.identity)
        directory.write(try TestPictures.jpeg(30, 30), to: prefix + set.photos[0].name)
        let changed = try PhotoSet.openCatsDogs(directory.path, threads: threads)
        #expect(changed.photos == set.photos)
        #expect(changed.identity.trainDigest != set.identity.trainDigest && changed.identity.testDigest == set.identity.testDigest)
    }

    @Test func whatIsNoPhotoIsCountedAndNamedAndLeftOut() throws {
        try fill("cats", (0..<8).map { "\($0).jpg" })
        try fill("dogs", (0..<8).map { "\($0).jpg" })
        directory.write(Array("GIF89a...".utf8), to: "cats/gif.jpg")
        directory.write([], to: "dogs/empty.jpg")
        directory.write(try TestPictures.claiming(60_000, 60_000, try TestPictures.jpeg(8, 8)), to: "dogs/huge.jpg")
        let file = try TestPictures.jpeg(64, 64, JPEGSettings(quality: 99))
        directory.write(Array(file.prefix(file.count / 2)), to: "cats/half.jpg")
        directory.write(file.dropLast(2), to: "cats/noend.jpg")
        // Not photos at all, and not counted.
        directory.write([1], to: "cats/notes.txt")
        directory.write([1], to: "cats/._0.jpg")
        directory.makeDirectory("cats/folder.jpg")
        let known: [String: PhotoFault] = [
            "cats/gif.jpg": .otherContent("GIF"), "dogs/empty.jpg": .empty, "dogs/huge.jpg": .tooManyPixels(width: 60_000, height: 60_000),
        ]
        let set = try PhotoSet.openCatsDogs(directory.path, threads: threads)
        #expect(set.faults.undecodable == known && set.faults.damaged.isEmpty)
        #expect(set.photos.count == 18)
        // That the data end too early is found by decoding alone.
        let decoded = try PhotoSet.openCatsDogs(directory.path, threads: threads, decoding: true)
        #expect(decoded.faults.undecodable == known.merging(["cats/half.jpg": .cutOff]) { $1 })
        #expect(decoded.faults.damaged == ["cats/noend.jpg"])
        #expect(decoded.photos.count == 17)
        #expect(decoded.identity == set.identity)
    }

    @Test func aClassWithoutPhotos() throws {
        directory.makeDirectory("cats")
        directory.makeDirectory("dogs")
        for name in ["cats/a.jpg", "cats/b.jpg", "cats/c.jpg"] { directory.write(Array("a".utf8), to: name) }
        #expect(throws: DatasetError.noPhotos(directory.path + "/dogs")) { try PhotoSet.openCatsDogs(directory.path, threads: threads) }
        try fill("dogs", ["a.jpg", "b.jpg", "c.jpg"])
        #expect(throws: DatasetError.noPhotos(directory.path + "/cats")) { try PhotoSet.openCatsDogs(directory.path, threads: threads) }
    }

    @Test func directoriesWithoutTheFolders() {
        #expect(throws: DatasetError.missingDirectory("/nowhere")) { try PhotoSet.openCatsDogs("/nowhere", threads: threads) }
        directory.makeDirectory("cats")
        let error = DatasetError.notCatsDogs(directory.path)
        #expect(throws: error) { try PhotoSet.openCatsDogs(directory.path, threads: threads) }
        #expect(error.description.contains(directory.path) && error.description.contains("cats and dogs"))
        #expect(CatsDogs.locate(in: [directory.path]) == nil)
    }
}

@Suite struct PetsFolderTests {
    let directory = TemporaryDirectory()

    private func fill() throws {
        directory.makeDirectory("images")
        for (breed, count) in [("Abyssinian", 8), ("Bengal", 4), ("american_bulldog", 12)] {
            for number in 1...count { directory.write(try TestPictures.jpeg(8, 8), to: "images/\(breed)_\(number).jpg") }
        }
        directory.write(Array("GIF89a".utf8), to: "images/Abyssinian_34.jpg")
        directory.write([1], to: "images/stranger.jpg")
        directory.write([1], to: "images/Abyssinian_9.mat")
        directory.makeDirectory("annotations")
    }

    private func write(_ list: String) { directory.write(Array(list.utf8), to: "annotations/list.txt") }

    @Test func aFifthOfAllTests() throws {
        try fill()
        #expect(Pets.locate(in: ["/nowhere", directory.path]) == directory.path)
        let set = try PhotoSet.openPets(directory.path, threads: threads)
        #expect(set.faults.undecodable == ["images/Abyssinian_34.jpg": .otherContent("GIF")])
        // A fifth of 25 photos is 5; Abyssinian's 9 give 2, Bengal's 4 one, american_bulldog's 12 two.
        #expect([1, 2].contains(set.classCounts(set.test)[0]) && set.classCounts(set.test)[5] == 1 && set.classCounts(set.test)[1] == 2)
        #expect(set.photos.count == 24)
        #expect(set.classNames.count == 37 && set.missingClasses.count == 34)
        #expect(set.identity.name == "oxford-iiit-pet")
    }

    @Test(arguments: ["Abyssinian_1 1 1", "Abyssinian_1 2 1 1", "dragon_1 1 1 1", "../../etc/passwd 1 1 1"])
    func aDamagedListNamesItsLine(line: String) throws {
        try fill()
        write("Bengal_2 6 1 2\n\(line)\n")
        let error = DatasetError.petList(file: directory.path + "/annotations/list.txt", line: 2, text: line)
        #expect(throws: error) { try Pets.missingPhotos(in: directory.path) }
        #expect(error.description.contains("line 2") && error.description.contains("mettle data fetch pets"))
    }

    /// One photo of every breed would not be the data set.
    @Test func everyPhotoOfTheListBelongsToTheWhole() throws {
        try fill()
        write("#Image CLASS-ID SPECIES BREED ID\nAbyssinian_1 1 1 1\nBengal_2 6 1 2\nBengal_77 6 1 2\nbeagle_1 5 2 4\n")
        #expect(try Pets.missingPhotos(in: directory.path) == ["Bengal_77", "beagle_1"])
        write("Abyssinian_1 1 1 1\nBengal_2 6 1 2\n")
        #expect(try Pets.missingPhotos(in: directory.path) == [])
        directory.remove("annotations/list.txt")
        #expect(throws: DatasetError.self) { try Pets.missingPhotos(in: directory.path) }
        #expect(throws: DatasetError.notPets("/nowhere")) { try Pets.missingPhotos(in: "/nowhere") }
    }

    @Test func aFolderOfTooFewPhotos() throws {
        directory.makeDirectory("images")
        for name in ["images/beagle_1.jpg", "images/beagle_2.jpg"] { directory.write(try TestPictures.jpeg(8, 8), to: name) }
        #expect(throws: DatasetError.noPhotos(directory.path + "/images")) { try PhotoSet.openPets(directory.path, threads: threads) }
    }

    @Test func otherDirectories() {
        directory.makeDirectory("images")
        #expect(throws: DatasetError.notPets(directory.path)) { try PhotoSet.openPets(directory.path, threads: threads) }
        #expect(throws: DatasetError.missingDirectory("/nowhere")) { try PhotoSet.openPets("/nowhere", threads: threads) }
        #expect(Pets.locate(in: [directory.path]) == nil)
    }

    @Test func thirtySevenBreeds() {
        #expect(Pets.breeds.count == 37 && Set(Pets.breeds).count == 37)
        #expect(Pets.breeds.map { $0.lowercased() } == Pets.breeds.map { $0.lowercased() }.sorted())
    }
}

@Suite struct HeldOutTests {
    @Test func theWholeIsRoundedAndEachClassHasItsShare() {
        let photos = (0..<37).flatMap { label in
            (0..<(195 + label % 9)).map { Photo(name: "images/\(label)_\($0).jpg", label: UInt8(label)) }
        }
        let (training, test) = HeldOut.choose(photos, parts: 5)
        #expect(test.count == (2 * photos.count + 5) / 10 && training.count + test.count == photos.count)
        for label in 0..<37 {
            let all = photos.filter { Int($0.label) == label }.count, held = test.filter { Int($0.label) == label }.count
            #expect(abs(Double(held) - Double(all) / 5) < 1)
        }
        #expect(Set(training).isDisjoint(with: test))
    }

    /// Written down once: the parts are the same on every machine and in every version.
    @Test func theChoiceIsWrittenDown() {
        let photos = (0..<12).map { Photo(name: "cats/cat.\($0).jpg", label: 0) }
        #expect(Set(HeldOut.choose(photos, parts: 4).test.map(\.name)) == ["cats/cat.6.jpg", "cats/cat.7.jpg", "cats/cat.10.jpg"])
    }

    @Test func aPhotoMoreMovesNoOtherButOne() {
        let photos = (0..<101).map { Photo(name: "\($0).jpg", label: 0) }
        let before = Set(HeldOut.choose(photos, parts: 4).test),
            after = Set(HeldOut.choose(photos + [Photo(name: "new.jpg", label: 0)], parts: 4).test)
        #expect(before.symmetricDifference(after).count <= 2)
    }
}
