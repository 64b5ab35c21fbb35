// From the words of the modules that measure to those of a record.
// Leaves to others: both vocabularies.

package import Datasets
import Machine
package import Measurement
package import Records

extension DatasetEntry {
    package init(_ identity: DatasetIdentity) {
        // The name that published rows have, too: it decides what stands in one ranking.
        self.init(
            name: identity.synthetic ? "synthetic-cifar-10" : "cifar-10", trainSha256: identity.trainDigest,
            testSha256: identity.testDigest, synthetic: identity.synthetic,
            trainIsOriginal: identity.synthetic ? nil : identity.trainIsOriginal,
            testIsOriginal: identity.synthetic ? nil : identity.testIsOriginal)
    }
}

extension Watcher: SeriesWatch {
    /// The account in a record's words.
    package func end() -> Watch? { endAccount().map { Watch($0) } }
}
