// Which photos of a set are kept for the test, where the set has no lists of its own.
// Leaves to others: what is trained on the rest.

import Digests

package enum HeldOut {
    /// Rises when the choice changes.
    package static let revision = 1

    /// Parts the photos: of n, n / `parts` (rounded) are for the test, of each class its share of them within one photo.
    ///
    /// Of each class those photos are chosen whose SHA-256 of `mettle held out 1 NAME` are the smallest, so that the choice follows from names
    /// alone: the same on every machine, and nearly the same when photos are added. Both parts stay in the order of the photos.
    package static func choose(_ photos: [Photo], parts: Int) -> (training: [Photo], test: [Photo]) {
        precondition(parts > 1)
        let classes = Dictionary(grouping: photos.indices, by: { photos[$0].label }).sorted { $0.key < $1.key }
        var chosen: Set<Int> = []
        for (places, count) in zip(classes.map(\.value), quotas(classes.map(\.value.count), parts: parts)) {
            let order = places.map { (SHA256.hexadecimal(of: Array("mettle held out \(revision) \(photos[$0].name)".utf8)), $0) }.sorted {
                $0 < $1
            }
            chosen.formUnion(order.prefix(count).map(\.1))
        }
        return (
            photos.indices.filter { !chosen.contains($0) }.map { photos[$0] }, photos.indices.filter(chosen.contains).map { photos[$0] }
        )
    }

    /// How many of so many photos are for the test.
    static func count(of photos: Int, parts: Int) -> Int { (2 * photos + parts) / (2 * parts) }

    /// Each class's whole part of its share; what is left of the sum goes to the classes with the largest remainders.
    static func quotas(_ counts: [Int], parts: Int) -> [Int] {
        var quotas = counts.map { $0 / parts }
        let left = count(of: counts.reduce(0, +), parts: parts) - quotas.reduce(0, +)
        let byRemainder = counts.indices.sorted { (counts[$0] % parts, $1) > (counts[$1] % parts, $0) }
        for index in byRemainder.prefix(left) { quotas[index] += 1 }
        return quotas
    }
}
