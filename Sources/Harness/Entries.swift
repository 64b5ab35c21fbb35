// From the words of the modules that measure to those of a record.
// Leaves to others: both vocabularies.

package import Datasets
import Machine
package import Measurement
package import Records

extension DatasetEntry {
    /// `named` are the photos that the record names already: each is named once.
    package init(_ identity: DatasetIdentity, faults: PhotoFaults = PhotoFaults(), named: Set<String> = []) {
        let fresh = faults.names.filter { !named.contains($0) }.prefix(Self.mostNamed)
        // The names that published rows have, too: they decide what stands in one ranking.
        let names = [CIFAR10.name: "cifar-10", SyntheticImages.name: "synthetic-cifar-10"]
        self.init(
            name: names[identity.name] ?? identity.name, trainSha256: identity.trainDigest, testSha256: identity.testDigest,
            synthetic: identity.synthetic, trainIsOriginal: identity.synthetic ? nil : identity.trainIsOriginal,
            testIsOriginal: identity.synthetic ? nil : identity.testIsOriginal,
            undecodableCount: faults.undecodable.isEmpty ? nil : faults.undecodable.count,
            undecodable: fresh.isEmpty
                ? nil : fresh.map { UndecodableEntry(photo: $0, reason: faults.undecodable[$0]?.description ?? "") },
            damagedCount: faults.damaged.isEmpty ? nil : faults.damaged.count)
    }
}

extension Record {
    /// Photos that measurements until now name as undecodable.
    var namedPhotos: Set<String> { Set(measurements.flatMap { $0.dataset?.undecodable ?? [] }.map(\.photo)) }
}

extension Watcher: SeriesWatch {
    /// The account in a record's words.
    package func end() -> Watch? { endAccount().map { Watch($0) } }
    package func lap() -> Watch? { lapAccount().map { Watch($0) } }
}
