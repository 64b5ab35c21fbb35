// Stored numbers from outside the kernels: set-up, results, and stages whose work is not worth a kernel.
// Leaves to others: everything that is hot (Tiles).

import Intrinsics
package import Tiles

extension StoredPointer {
    private var isHalf: Bool { vectorBytes == 32 }

    /// The vector at an index, as floats.
    package subscript(index: Int) -> Lanes {
        get {
            isHalf
                ? widenBF16x16(address.assumingMemoryBound(to: SIMD16<UInt16>.self)[index])
                : address.assumingMemoryBound(to: Lanes.self)[index]
        }
        nonmutating set {
            if isHalf {
                address.assumingMemoryBound(to: SIMD16<UInt16>.self)[index] = roundedBF16x16(newValue)
            } else {
                address.assumingMemoryBound(to: Lanes.self)[index] = newValue
            }
        }
    }

    /// The number at an index that counts numbers, sixteen a vector.
    package subscript(number index: Int) -> Float {
        get {
            isHalf
                ? address.assumingMemoryBound(to: BFloat16.self)[index].float : address.assumingMemoryBound(to: Float.self)[index]
        }
        nonmutating set {
            if isHalf {
                address.assumingMemoryBound(to: BFloat16.self)[index] = BFloat16(newValue)
            } else {
                address.assumingMemoryBound(to: Float.self)[index] = newValue
            }
        }
    }

    /// Sets so many vectors to zero.
    package func clear(_ vectors: Int) { address.initializeMemory(as: UInt8.self, repeating: 0, count: vectors * vectorBytes) }

    /// Copies so many vectors of the same form.
    package func copy(from other: StoredPointer, count: Int) {
        precondition(vectorBytes == other.vectorBytes)
        address.copyMemory(from: other.address, byteCount: count * vectorBytes)
    }
}
