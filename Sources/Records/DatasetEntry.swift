// Which data a figure was measured on, as a record says it.
// Leaves to others: reading data sets (Datasets), and what must agree for figures to stand in one table (ComparabilityKey).

package struct DatasetEntry: Sendable, Equatable, Codable {
    /// `cifar-10`, `synthetic-cifar-10`, `cats-dogs`, `oxford-iiit-pet`, and these two with `synthetic-`.
    package var name: String
    /// SHA-256 of the training and of the test part, in hexadecimal; nil for published rows.
    package var trainSha256: String?
    package var testSha256: String?
    package var synthetic: Bool
    /// Whether the bytes are the published ones; nil where not known.
    package var trainIsOriginal: Bool?
    package var testIsOriginal: Bool?
    /// Photos that could not be decoded and were left out; nil where all could, or where the data are no photos.
    package var undecodableCount: Int?
    /// Those of them, a hundred at most, that no earlier measurement of the record names.
    package var undecodable: [UndecodableEntry]?
    /// Photos that were used although damaged.
    package var damagedCount: Int?

    package init(
        name: String, trainSha256: String? = nil, testSha256: String? = nil, synthetic: Bool = false, trainIsOriginal: Bool? = nil,
        testIsOriginal: Bool? = nil, undecodableCount: Int? = nil, undecodable: [UndecodableEntry]? = nil, damagedCount: Int? = nil
    ) {
        self.name = name
        self.trainSha256 = trainSha256
        self.testSha256 = testSha256
        self.synthetic = synthetic
        self.trainIsOriginal = trainIsOriginal
        self.testIsOriginal = testIsOriginal
        self.undecodableCount = undecodableCount
        self.undecodable = undecodable
        self.damagedCount = damagedCount
    }

    /// The most that are named.
    package static let mostNamed = 100

    func collectProblems(_ check: inout RecordCheck) {
        check.digest(trainSha256, "dataset.train_sha256")
        check.digest(testSha256, "dataset.test_sha256")
        check.require((undecodableCount ?? 1) > 0, "dataset.undecodable_count", "it is absent where every photo could be decoded.")
        check.require((damagedCount ?? 1) > 0, "dataset.damaged_count", "it is absent where no photo was damaged.")
        guard let undecodable else { return }
        check.require(
            undecodable.count <= min(undecodableCount ?? 0, Self.mostNamed), "dataset.undecodable",
            "\(undecodable.count) photos are named, \(undecodableCount ?? 0) are counted, and \(Self.mostNamed) may be named.")
        check.require(
            Set(undecodable.map(\.photo)).count == undecodable.count && !undecodable.contains { $0.photo.isEmpty || $0.reason.isEmpty },
            "dataset.undecodable", "each photo is named once, with its reason.")
    }
}

/// A photo that could not be decoded, by its name within the data set.
package struct UndecodableEntry: Sendable, Equatable, Codable {
    package var photo: String
    package var reason: String
    package init(photo: String, reason: String) {
        self.photo = photo
        self.reason = reason
    }
}
