// What the templates of the plain kernels (elementwise, reductions, softmax, transforms, …) know of a vector. Its words are a module's own concrete
// ones: the generic operators of SIMD would be loops over lanes here. Leaves to others: the templates, and the vectors (one file in each Tiles module).

/// A vector of real numbers in one register.
@usableFromInline
package protocol RealVector: BitwiseCopyable, SendableMetatype {
    associatedtype Scalar: BinaryFloatingPoint & BitwiseCopyable & SendableMetatype
    static var lanes: Int { get }
    init(repeating value: Scalar)
    subscript(lane: Int) -> Scalar { get set }
    static func + (a: Self, b: Self) -> Self
    static func - (a: Self, b: Self) -> Self
    static func * (a: Self, b: Self) -> Self
    static func / (a: Self, b: Self) -> Self
    /// a · b + c, and c − a · b.
    static func multiplyAdd(_ a: Self, _ b: Self, _ c: Self) -> Self
    static func multiplySubtract(_ a: Self, _ b: Self, from c: Self) -> Self
    /// a · b + c of single numbers, rounded as the vectors are.
    static func multiplyAddNumbers(_ a: Scalar, _ b: Scalar, _ c: Scalar) -> Scalar
    /// b where a < b, else a: a where either is no number.
    static func larger(_ a: Self, _ b: Self) -> Self
    static func smaller(_ a: Self, _ b: Self) -> Self
    /// b where a > 0, else 0.
    static func whereAboveZero(_ a: Self, _ b: Self) -> Self
    var squareRoot: Self { get }
    /// Over all lanes.
    var sum: Scalar { get }
    var largest: Scalar { get }
    /// The lower halves interleaved (a0 b0 a1 b1 …), and the upper ones.
    static func interleaveLow(_ a: Self, _ b: Self) -> Self
    static func interleaveHigh(_ a: Self, _ b: Self) -> Self
    /// The even lanes of a and then of b, and the odd ones.
    static func evenLanes(_ a: Self, _ b: Self) -> Self
    static func oddLanes(_ a: Self, _ b: Self) -> Self
    /// A store around the caches; the pointer is aligned to the vector.
    func stream(to pointer: UnsafeMutablePointer<Scalar>)
}

@usableFromInline
package protocol FloatVector: RealVector where Scalar == Float {
    /// 2ⁿ, where `shifted` is n + 1.5 · 2²³ with n a whole number in −126 ... 127.
    static func powerOfTwo(shifted: Self) -> Self
}

extension RealVector {
    @_alwaysEmitIntoClient @inline(__always)
    package static func += (a: inout Self, b: Self) { a = a + b }

    /// From any address.
    @_alwaysEmitIntoClient @inline(__always)
    package init(_ pointer: UnsafePointer<Scalar>) { self = UnsafeRawPointer(pointer).loadUnaligned(as: Self.self) }

    /// The first `count` < lanes numbers at `pointer`, and `filler` after them.
    @_alwaysEmitIntoClient @inline(__always)
    package init(_ pointer: UnsafePointer<Scalar>, first count: Int, filler: Scalar) {
        self.init(repeating: filler)
        for lane in 0..<count { self[lane] = pointer[lane] }
    }

    /// To any address.
    @_alwaysEmitIntoClient @inline(__always)
    package func store(to pointer: UnsafeMutablePointer<Scalar>) { UnsafeMutableRawPointer(pointer).storeBytes(of: self, as: Self.self) }

    /// The first `count` < lanes numbers.
    @_alwaysEmitIntoClient @inline(__always)
    package func store(first count: Int, to pointer: UnsafeMutablePointer<Scalar>) {
        for lane in 0..<count { pointer[lane] = self[lane] }
    }
}

/// A policy of the templates: how a result goes to memory.
@usableFromInline
package protocol StorePolicy: SendableMetatype {
    static func store<V: RealVector>(_ value: V, to pointer: UnsafeMutablePointer<V.Scalar>)
    static func finish<U: VectorUnit>(_: U.Type)
}

/// Through the caches; any alignment.
@frozen @usableFromInline
package enum CachedStore: StorePolicy {
    @_alwaysEmitIntoClient @inline(__always)
    package static func store<V: RealVector>(_ value: V, to pointer: UnsafeMutablePointer<V.Scalar>) { value.store(to: pointer) }

    @_alwaysEmitIntoClient @inline(__always)
    package static func finish<U: VectorUnit>(_: U.Type) {}
}

/// Around them; aligned to a vector.
@frozen @usableFromInline
package enum StreamedStore: StorePolicy {
    @_alwaysEmitIntoClient @inline(__always)
    package static func store<V: RealVector>(_ value: V, to pointer: UnsafeMutablePointer<V.Scalar>) { value.stream(to: pointer) }

    @_alwaysEmitIntoClient @inline(__always)
    package static func finish<U: VectorUnit>(_: U.Type) { U.fence() }
}
