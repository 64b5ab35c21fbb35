// CIFAR-10 directories, whole and damaged.
// Leaves to others: the real data (RealCIFAR10Tests), batches (BatchesTests).

import Datasets
import Testing

@Suite struct CIFAR10Tests {
    let directory = TemporaryDirectory()
    let records = 7

    /// Record r of file f has label (f + r) mod 10 and pixels that count up from its number.
    static func bytes(file: Int, records: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for record in 0..<records {
            bytes.append(UInt8((file + record) % 10))
            for i in 0..<3072 { bytes.append(UInt8(truncatingIfNeeded: i + 31 * record + 57 * file)) }
        }
        return bytes
    }

    /// Writes the six files into `folder` (with a trailing slash) of the directory.
    func writeAll(_ folder: String = "") {
        for (index, name) in (CIFAR10.trainingFiles + [CIFAR10.testFile]).enumerated() {
            directory.write(Self.bytes(file: index, records: records), to: folder + name)
        }
    }

    func expect(_ error: DatasetError, says words: String..., sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(throws: error, sourceLocation: sourceLocation) { try CIFAR10.load(directory.path, recordsPerFile: records) }
        #expect(throws: error, sourceLocation: sourceLocation) { try CIFAR10.check(directory.path, recordsPerFile: records) }
        for word in words + ["mettle data fetch cifar10"] {
            #expect(error.description.contains(word), sourceLocation: sourceLocation)
        }
    }

    @Test func noDirectory() {
        let path = directory.path + "/nowhere"
        let error = DatasetError.missingDirectory(path)
        #expect(throws: error) { try CIFAR10.load(path) }
        #expect(error.description.contains(path) && error.description.contains("mettle data fetch cifar10"))
    }

    @Test func aFileInsteadOfADirectory() {
        directory.write([1], to: "file")
        #expect(throws: DatasetError.notADirectory(directory.path + "/file")) { try CIFAR10.load(directory.path + "/file") }
    }

    @Test func anEmptyDirectory() { expect(.notCIFAR10(directory: directory.path, hint: nil), says: directory.path) }

    @Test func thePythonVersion() {
        directory.makeDirectory("cifar-10-batches-py")
        expect(.notCIFAR10(directory: directory.path, hint: .pythonVersion), says: "Python version")
    }

    @Test func theArchiveUnpacked() {
        directory.write([0x1f, 0x8b], to: "cifar-10-binary.tar.gz")
        expect(.notCIFAR10(directory: directory.path, hint: .archive), says: "not yet unpacked")
    }

    @Test func aMissingBatch() {
        writeAll()
        directory.remove("data_batch_3.bin")
        expect(.missingBatch(file: "data_batch_3.bin", directory: directory.path), says: "data_batch_3.bin is missing")
    }

    @Test func aTruncatedBatch() {
        writeAll()
        directory.write(Self.bytes(file: 1, records: records).dropLast(), to: "data_batch_2.bin")
        expect(
            .truncated(file: directory.path + "/data_batch_2.bin", bytes: records * 3073 - 1, expected: records * 3073),
            says: "cut off, 21510 of 21511 bytes")
    }

    @Test func anOversizedBatch() {
        writeAll()
        directory.write(Self.bytes(file: 1, records: records + 1), to: "test_batch.bin")
        expect(
            .oversized(file: directory.path + "/test_batch.bin", bytes: (records + 1) * 3073, expected: records * 3073),
            says: "too long, 24584 bytes where 21511 belong")
    }

    @Test(arguments: [
        (Array("<!DOCTYPE html><title>404</title>".utf8), DatasetError.Hint.webPage), (Array("<HTML>".utf8), .webPage),
        ([0x1f, 0x8b, 8, 0, 0, 0, 0], .gzip), ([], .empty),
    ]) func anotherFile(bytes: [UInt8], hint: DatasetError.Hint) {
        writeAll()
        directory.write(bytes, to: "data_batch_5.bin")
        expect(.otherContent(file: directory.path + "/data_batch_5.bin", hint), says: "not CIFAR-10 but \(hint.rawValue)")
    }

    @Test func aLabelAboveNine() {
        writeAll()
        var bytes = Self.bytes(file: 3, records: records)
        bytes[5 * 3073] = 10
        directory.write(bytes, to: "data_batch_4.bin")
        expect(.label(file: directory.path + "/data_batch_4.bin", record: 5, label: 10), says: "label 10 in record 5")
    }

    @Test func anUnreadableFile() {
        let error = DatasetError.unreadable(file: "/data/test_batch.bin", errno: 13)
        #expect(error.description.contains("/data/test_batch.bin cannot be read (Permission denied)"))
    }

    @Test(arguments: ["", "cifar-10-batches-bin/"]) func loadsRecordsInOrder(folder: String) throws {
        if !folder.isEmpty { directory.makeDirectory(folder) }
        writeAll(folder)
        let set = try CIFAR10.load(directory.path, recordsPerFile: records)
        #expect(set.training.count == 5 * records && set.test.count == records)
        for (index, image) in [(0, 0), (2 * records + 3, 1), (5 * records - 1, 2)] {
            let file = index / records, record = index % records
            let expected = Self.bytes(file: file, records: records)[record * 3073..<(record + 1) * 3073]
            #expect(set.training.labels[index] == expected.first, "image \(image)")
            #expect(set.training.pixels[index * 3072..<(index + 1) * 3072].elementsEqual(expected.dropFirst()))
        }
        #expect(set.test.labels == [5, 6, 7, 8, 9, 0, 1])
        #expect(CIFAR10.locate(in: ["/nowhere", directory.path]) == directory.path)
        #expect(CIFAR10.locate(in: ["/nowhere"]) == nil)
    }

    @Test func identityIsTheDigestOfTheBytesAndNotOriginal() throws {
        writeAll()
        let identity = try CIFAR10.load(directory.path, recordsPerFile: records).identity
        #expect(identity.name == "cifar10" && !identity.synthetic)
        #expect(identity.trainIsOriginal == false && identity.testIsOriginal == false)
        #expect(identity.accuracyLabel == "altered training and test images")
        // `cat data_batch_?.bin | sha256sum` and `sha256sum test_batch.bin` of the same bytes.
        #expect(identity.trainDigest == "0e46551b0b54a8e5d15e28603c1549c04a1b829e66799e833f9da13a40da1ca7")
        #expect(identity.testDigest == "e382540d51b791fc9b6c78c6a1bccd3b78cc214ae0f25c48fc13cc5e51c0a1f9")
    }

    @Test func checkReportsEachFile() throws {
        writeAll()
        let report = try CIFAR10.check(directory.path, recordsPerFile: records)
        let loaded = try CIFAR10.load(directory.path, recordsPerFile: records)
        #expect(report.identity == loaded.identity)
        #expect(report.files.map(\.name) == CIFAR10.trainingFiles + [CIFAR10.testFile])
        #expect(report.files.allSatisfy { $0.bytes == records * 3073 && $0.records == records && !$0.isOriginal })
        #expect(report.files[5].sha256 == report.identity.testDigest)
        #expect(Set(report.files.map(\.sha256)).count == 6)
        #expect(report.testClassCounts == [1, 1, 0, 0, 0, 1, 1, 1, 1, 1])
        #expect(report.trainingClassCounts.reduce(0, +) == 5 * records)
    }

    @Test func labelsOfAnIdentity() {
        var identity = DatasetIdentity(
            name: "cifar10", trainDigest: "", testDigest: "", trainIsOriginal: true, testIsOriginal: true, synthetic: false)
        #expect(identity.trainingLabel == nil && identity.accuracyLabel == nil)
        identity.testIsOriginal = false
        #expect(identity.trainingLabel == nil && identity.accuracyLabel == "altered test images")
        identity.trainIsOriginal = false
        #expect(identity.trainingLabel == "altered training images" && identity.accuracyLabel == "altered training and test images")
        identity.testIsOriginal = true
        #expect(identity.accuracyLabel == "altered training images")
        identity.synthetic = true
        #expect(identity.trainingLabel == "synthetic pixels" && identity.accuracyLabel == "synthetic pixels")
    }
}
