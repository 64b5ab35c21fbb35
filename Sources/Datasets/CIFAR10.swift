// CIFAR-10 in its binary version: which files, which digests, and loading them.
// Leaves to others: one file's bytes (CIFAR10+Reading), fetching (Client).

/// Six files of 10,000 records; a record is one label byte and 3 × 32 × 32 pixel bytes, planes red, green, blue.
/// Source: Krizhevsky, “Learning multiple layers of features from tiny images”, 2009.
package enum CIFAR10 {
    package static let name = "cifar10"
    /// The directory that the published archive holds.
    package static let folder = "cifar-10-batches-bin"
    package static let trainingFiles = (1...5).map { "data_batch_\($0).bin" }
    package static let testFile = "test_batch.bin"
    package static let recordsPerFile = 10_000
    package static let recordByteCount = 1 + 3 * 32 * 32
    package static let classNames = [
        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
    ]

    /// SHA-256 of each file as published (TorchVision for Ruby lists them; those of the training files were confirmed on files with
    /// the published MD5s).
    package static let originalDigests = [
        "data_batch_1.bin": "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
        "data_batch_2.bin": "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
        "data_batch_3.bin": "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67",
        "data_batch_4.bin": "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48",
        "data_batch_5.bin": "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add",
        "test_batch.bin": "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b",
    ]
    /// SHA-256 of the five training files one after another.
    package static let originalTrainingDigest = "a0181da372c0d63a5920fdbea2ec3f83ecbc552d378218e1cb473cf634941a3b"

    /// Reads all six files. `directory` holds them itself or in `cifar-10-batches-bin`; tests set fewer records a file.
    package static func load(_ directory: String, recordsPerFile: Int = recordsPerFile) throws(DatasetError) -> Dataset {
        let directory = try resolve(directory)
        var identity = DatasetIdentity(
            name: name, trainDigest: "", testDigest: "", trainIsOriginal: false, testIsOriginal: false, synthetic: false)
        let training: LabelledImages, test: LabelledImages
        (training, identity.trainDigest) = try read(trainingFiles, in: directory, recordsPerFile: recordsPerFile)
        (test, identity.testDigest) = try read([testFile], in: directory, recordsPerFile: recordsPerFile)
        identity.trainIsOriginal = identity.trainDigest == originalTrainingDigest
        identity.testIsOriginal = identity.testDigest == originalDigests[testFile]
        return Dataset(identity: identity, training: training, test: test)
    }

    /// The first of the directories that seems to hold CIFAR-10, itself or in `cifar-10-batches-bin`; its files are not read.
    package static func locate(in directories: [String]) -> String? {
        directories.first { (try? resolve($0)) != nil }
    }

    /// The directory that holds the six files.
    package static func resolve(_ directory: String) throws(DatasetError) -> String {
        switch kind(of: directory) {
        case .absent: throw .missingDirectory(directory)
        case .file: throw .notADirectory(directory)
        case .directory: break
        }
        let files = trainingFiles + [testFile]
        let candidates = [directory, directory + "/" + folder]
        for candidate in candidates where files.contains(where: { kind(of: candidate + "/" + $0) == .file }) {
            if let absent = files.first(where: { kind(of: candidate + "/" + $0) != .file }) {
                throw .missingBatch(file: absent, directory: candidate)
            }
            return candidate
        }
        throw .notCIFAR10(directory: directory, hint: hint(candidates))
    }

    private static func hint(_ directories: [String]) -> DatasetError.Hint? {
        func has(_ file: String) -> Bool { directories.contains { kind(of: $0 + "/" + file) != .absent } }
        if has("data_batch_1") || has("cifar-10-batches-py") || has("cifar-10-python.tar.gz") { return .pythonVersion }
        return has("cifar-10-binary.tar.gz") ? .archive : nil
    }
}
