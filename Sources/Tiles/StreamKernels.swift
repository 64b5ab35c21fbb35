// The table of memory kernels for one instruction set. Which thread runs which part of which arrays is the CPU module's.

/// One pass over arrays of Double. Counts are multiples of `StreamKernels.granule`, pointers aligned to a vector.
package struct StreamKernels: Sendable {
    /// target ← f(a, b, scalar); returns the sum of `a` where the kernel reads only. What an operation does not use is passed and ignored.
    package typealias Pass =
        @Sendable (
            _ target: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ scalar: Double, _ count: Int
        ) -> Double

    /// The five kernels that store, once with each kind of store.
    package struct Stores: Sendable {
        package let write: Pass
        package let copy: Pass
        package let scale: Pass
        package let add: Pass
        package let triad: Pass

        package init(write: @escaping Pass, copy: @escaping Pass, scale: @escaping Pass, add: @escaping Pass, triad: @escaping Pass) {
            self.write = write
            self.copy = copy
            self.scale = scale
            self.add = add
            self.triad = triad
        }
    }

    package let read: Pass
    package let ordinary: Stores
    package let nontemporal: Stores

    package init(read: @escaping Pass, ordinary: Stores, nontemporal: Stores) {
        self.read = read
        self.ordinary = ordinary
        self.nontemporal = nontemporal
    }

    /// Numbers that one turn of the widest loop takes: eight vectors of eight.
    package static let granule = 64
}

/// A policy of the memory kernels: how a vector goes to memory. Pointers are aligned to the vector.
@usableFromInline
package protocol VectorStore {
    associatedtype Vector: SIMD where Vector.Scalar == Double
    static func store(_ value: Vector, at target: UnsafeMutablePointer<Vector>)
    /// After the last store of a pass.
    static func finish()
}

/// Through the caches, as any store.
@frozen @usableFromInline
package enum OrdinaryStore<Vector: SIMD>: VectorStore where Vector.Scalar == Double {
    @inlinable @inline(__always)
    package static func store(_ value: Vector, at target: UnsafeMutablePointer<Vector>) { target.pointee = value }

    @inlinable @inline(__always)
    package static func finish() {}
}
