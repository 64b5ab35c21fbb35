// From the words of the modules that measure to those of a record.
// Leaves to others: both vocabularies.

package import Datasets
import Machine
package import Measurement
package import Records

extension DatasetEntry {
    package init(_ identity: DatasetIdentity) {
        self.init(
            name: identity.name, trainSha256: identity.trainDigest, testSha256: identity.testDigest, synthetic: identity.synthetic,
            trainIsOriginal: identity.synthetic ? nil : identity.trainIsOriginal,
            testIsOriginal: identity.synthetic ? nil : identity.testIsOriginal)
    }
}

extension Watcher: SeriesWatch {
    /// The account in a record's words.
    package func end() -> Watch? { endAccount().map { Watch($0) } }
}
