// What `data check` reports of a directory.
// Leaves to others: printing it, and loading (CIFAR10).

import Digests

package struct CIFAR10Report: Sendable, Equatable, Codable {
    package struct File: Sendable, Equatable, Codable {
        package var name: String
        package var bytes: Int
        package var records: Int
        package var sha256: String
        /// Whether it is the published file, byte for byte.
        package var isOriginal: Bool
    }
    /// The directory that holds the files.
    package var directory: String
    package var files: [File]
    package var identity: DatasetIdentity
    package var trainingClassCounts: [Int]
    package var testClassCounts: [Int]
}

extension CIFAR10 {
    /// Reads every byte once. Throws where the directory is not a complete CIFAR-10 with valid records; altered pixels are no error.
    package static func check(_ directory: String, recordsPerFile: Int = recordsPerFile) throws(DatasetError) -> CIFAR10Report {
        let directory = try resolve(directory)
        var training = SHA256()
        var trainingCounts = [Int](repeating: 0, count: classNames.count), testCounts = trainingCounts
        var files: [CIFAR10Report.File] = []
        for name in trainingFiles + [testFile] {
            var own = SHA256()
            var counts = [Int](repeating: 0, count: classNames.count)
            try forEachRecord(of: directory + "/" + name, records: recordsPerFile) { block in
                own.update(block)
                if name != testFile { training.update(block) }
            } body: { _, bytes in
                counts[Int(bytes[0])] += 1
            }
            if name == testFile { testCounts = counts } else { trainingCounts = zip(trainingCounts, counts).map(+) }
            let digest = own.finished()
            files.append(
                CIFAR10Report.File(
                    name: name, bytes: recordsPerFile * recordByteCount, records: recordsPerFile, sha256: digest,
                    isOriginal: digest == originalDigests[name]))
        }
        let trainDigest = training.finished(), test = files[files.count - 1]
        let identity = DatasetIdentity(
            name: name, trainDigest: trainDigest, testDigest: test.sha256, trainIsOriginal: trainDigest == originalTrainingDigest,
            testIsOriginal: test.isOriginal, synthetic: false)
        return CIFAR10Report(
            directory: directory, files: files, identity: identity, trainingClassCounts: trainingCounts, testClassCounts: testCounts)
    }
}
