// Which photos of a set could not be used, each named once.
// Leaves to others: why (PhotoFault), and the words of a record (Harness).

/// Photos that were left out, in the order of their names, and how many were used although damaged.
package struct PhotoFaults: Sendable, Equatable {
    /// By name within the data set.
    package private(set) var undecodable: [String: PhotoFault] = [:]
    /// Photos whose damage libjpeg-turbo could pass over.
    package private(set) var damaged: Set<String> = []

    package init() {}

    package var isEmpty: Bool { undecodable.isEmpty && damaged.isEmpty }
    package var names: [String] { undecodable.keys.sorted() }

    package mutating func add(_ fault: PhotoFault, of name: String) { undecodable[name] = fault }
    package mutating func addDamaged(_ name: String) { damaged.insert(name) }
    package mutating func merge(_ other: PhotoFaults) {
        undecodable.merge(other.undecodable) { first, _ in first }
        damaged.formUnion(other.damaged)
    }
}
