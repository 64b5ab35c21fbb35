// A data set: a training and a test part, and what identifies it in a record.
// Leaves to others: reading (CIFAR10), making (SyntheticImages), drawing batches (Batches).

package struct Dataset: Sendable {
    package let identity: DatasetIdentity
    package let training: LabelledImages
    package let test: LabelledImages

    package init(identity: DatasetIdentity, training: LabelledImages, test: LabelledImages) {
        self.identity = identity
        self.training = training
        self.test = test
    }
}

/// Which data a figure was measured on; part of a comparability key.
package struct DatasetIdentity: Sendable, Hashable, Codable {
    /// `cifar10`, `synthetic`, `cats-dogs`, `oxford-iiit-pet`, `synthetic-cats-dogs`, `synthetic-oxford-iiit-pet`.
    package var name: String
    /// SHA-256 in hexadecimal: of the part's files one after another, or of the description from which synthetic images follow.
    package var trainDigest: String
    package var testDigest: String
    /// Whether the bytes are those that the data set's author published; nil where that is not known. False for synthetic images.
    package var trainIsOriginal: Bool?
    package var testIsOriginal: Bool?
    package var synthetic: Bool

    package init(
        name: String, trainDigest: String, testDigest: String, trainIsOriginal: Bool?, testIsOriginal: Bool?, synthetic: Bool
    ) {
        self.name = name
        self.trainDigest = trainDigest
        self.testDigest = testDigest
        self.trainIsOriginal = trainIsOriginal
        self.testIsOriginal = testIsOriginal
        self.synthetic = synthetic
    }

    /// What must stand beside a time or a cost measured on it, or nil.
    package var trainingLabel: String? {
        synthetic ? "synthetic pixels" : trainIsOriginal == false ? "altered training images" : nil
    }

    /// What must stand beside an accuracy measured on it, or nil.
    package var accuracyLabel: String? {
        if let trainingLabel { return testIsOriginal != false || synthetic ? trainingLabel : "altered training and test images" }
        return testIsOriginal == false ? "altered test images" : nil
    }
}
