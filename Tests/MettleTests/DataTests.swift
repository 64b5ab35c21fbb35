// `mettle data`: parts of a data set, damaged ones, folders that hold something else.
// Leaves to others: fetching (ClientTests), reading data sets (DatasetsTests).

import Foundation
import Testing

@Suite struct DataTests {
    private func write(_ names: [String], _ text: String, _ mettle: Mettle) throws {
        for name in names {
            let folder = mettle.path((name as NSString).deletingLastPathComponent)
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            _ = try mettle.write(name, text)
        }
    }

    /// Archives count as unpacked by a few of their files: nothing is fetched here.
    @Test func aPartOfThePetsIsNotTheWhole() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        let list = "Abyssinian_100 1 1 1\namerican_bulldog_100 2 2 1\n"
        try write(["images/Abyssinian_100.jpg", "images/american_bulldog_100.jpg"].map { "oxford-iiit-pet/" + $0 }, "", mettle)
        try write(["list.txt", "trainval.txt", "test.txt"].map { "oxford-iiit-pet/annotations/" + $0 }, list + "Bengal_7 6 1 2\n", mettle)
        let part = try mettle.run(["data", "fetch", "pets", "--data", mettle.folder])
        #expect(part.status == 65 && part.output.isEmpty)
        #expect(part.errors.contains("Bengal_7.") && part.errors.contains("Move it away"), "\(part.errors)")
        try write(["oxford-iiit-pet/annotations/list.txt"], list, mettle)
        let whole = try mettle.run(["data", "fetch", "pets", "--data", mettle.folder])
        #expect(whole.status == 0 && whole.output.hasPrefix("pets is there already: "), "\(whole.output)\(whole.errors)")
    }

    @Test func eachSetIsCheckedWhateverIsWrongWithTheOthers() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        try write(["cifar-10-batches-bin/data_batch_1.bin"], "cut", mettle)
        try write(["cats-dogs/cats/1.jpg", "cats-dogs/dogs/1.jpg", "oxford-iiit-pet/images/Bengal_1.jpg"], "GIF89a", mettle)
        let ended = try mettle.run(["data", "check", mettle.folder])
        #expect(ended.status == 65)
        let errors = ended.errors.split(separator: "\n").filter { $0.hasPrefix("error: ") }
        #expect(errors.count == 3, "\(ended.errors)")
        for (error, words) in zip(errors, ["data_batch_2.bin is missing", "cats-dogs", "oxford-iiit-pet"]) {
            #expect(error.contains(words))
        }
    }

    @Test func aFolderOfSomethingElseIsToldWhatWasLookedFor() throws {
        let mettle = try Mettle()
        defer { mettle.remove() }
        try write(["photos/1.jpg"], "GIF89a", mettle)
        let ended = try mettle.run(["data", "check", mettle.path("photos")])
        #expect(ended.status == 65 && ended.output.isEmpty)
        for words in ["data_batch_1.bin", "cats and dogs", "images with annotations"] {
            #expect(ended.errors.replacing("\n       ", with: " ").contains(words), "\(ended.errors)")
        }
        // What CIFAR-10's reader recognises keeps its own words.
        try write(["python/data_batch_1"], "x", mettle)
        #expect(try mettle.run(["data", "check", mettle.path("python")]).errors.contains("Python version"))
    }
}
