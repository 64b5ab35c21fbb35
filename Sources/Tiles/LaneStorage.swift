// How sixteen numbers of a tensor lie in memory: as floats, or rounded to bf16.
// Leaves to others: the instructions for it (LaneArithmetic, which each instruction-set module supplies), and who stores what (ConvolutionUnit).

/// A form in which activations, and gradients of them, are stored.
@usableFromInline
package protocol LaneStorage: SendableMetatype {
    associatedtype Stored: BitwiseCopyable
    static func widen(_ v: Stored) -> Lanes
    static func narrow(_ v: Lanes) -> Stored
}

/// A form in which the operands of products are stored. Both tensors hold sixteen channels a pixel; weights hold `rowsPerVector` input channels
/// to a vector, so that an element which is spread over a vector meets its own.
@usableFromInline
package protocol OperandStorage: LaneStorage {
    /// What is spread: one channel's number, or the pair of two adjacent channels.
    associatedtype Element: BitwiseCopyable
    associatedtype Vector: BitwiseCopyable
    static var rowsPerVector: Int { get }
    static func spread(_ x: Element) -> Vector
    /// c + a · b, or c + a₀ · b₀ + a₁ · b₁.
    static func multiplyAdd(_ a: Vector, _ b: Vector, _ c: Lanes) -> Lanes
    /// Rows of weights to a vector, as bits. Where a vector holds one row, `second` is left out.
    static func join(_ first: Lanes, _ second: Lanes) -> Lanes
    /// As many adjacent pixels as a vector holds rows, so that an element belongs to one channel.
    static func pixels(_ p: UnsafeMutablePointer<Stored>) -> Vector
    /// One pixel, and zero for those that would follow.
    static func lastPixel(_ p: UnsafeMutablePointer<Stored>) -> Vector
}

/// Floats as they are.
@frozen @usableFromInline
package enum Float32Storage<Arithmetic: LaneArithmetic>: OperandStorage {
    @_alwaysEmitIntoClient @inline(__always) package static func widen(_ v: Lanes) -> Lanes { v }
    @_alwaysEmitIntoClient @inline(__always) package static func narrow(_ v: Lanes) -> Lanes { v }
    @_alwaysEmitIntoClient @inline(__always) package static var rowsPerVector: Int { 1 }
    @_alwaysEmitIntoClient @inline(__always) package static func spread(_ x: Float) -> Lanes { Lanes(repeating: x) }
    @_alwaysEmitIntoClient @inline(__always)
    package static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes { Arithmetic.multiplyAdd(a, b, c) }
    @_alwaysEmitIntoClient @inline(__always) package static func join(_ first: Lanes, _ second: Lanes) -> Lanes { first }
    @_alwaysEmitIntoClient @inline(__always) package static func pixels(_ p: LanePointer) -> Lanes { p.pointee }
    @_alwaysEmitIntoClient @inline(__always) package static func lastPixel(_ p: LanePointer) -> Lanes { p.pointee }
}

/// Rounded to the nearest bf16.
@frozen @usableFromInline
package enum BFloat16Storage<Arithmetic: LaneArithmetic>: OperandStorage {
    @_alwaysEmitIntoClient @inline(__always) package static func widen(_ v: SIMD16<UInt16>) -> Lanes { Arithmetic.widenBF16(v) }
    @_alwaysEmitIntoClient @inline(__always) package static func narrow(_ v: Lanes) -> SIMD16<UInt16> { Arithmetic.roundToBF16(v) }
    @_alwaysEmitIntoClient @inline(__always) package static var rowsPerVector: Int { 2 }
    @_alwaysEmitIntoClient @inline(__always) package static func spread(_ x: UInt32) -> SIMD16<UInt32> { SIMD16(repeating: x) }
    @_alwaysEmitIntoClient @inline(__always)
    package static func multiplyAdd(_ a: SIMD16<UInt32>, _ b: SIMD16<UInt32>, _ c: Lanes) -> Lanes { Arithmetic.dotBF16(c, a, b) }
    @_alwaysEmitIntoClient @inline(__always)
    package static func join(_ first: Lanes, _ second: Lanes) -> Lanes {
        unsafeBitCast(Arithmetic.pairBF16(first, second), to: Lanes.self)
    }
    @_alwaysEmitIntoClient @inline(__always)
    package static func pixels(_ p: UnsafeMutablePointer<SIMD16<UInt16>>) -> SIMD16<UInt32> {
        Arithmetic.interleave(UnsafeRawPointer(p).loadUnaligned(as: SIMD32<UInt16>.self))
    }
    @_alwaysEmitIntoClient @inline(__always)
    package static func lastPixel(_ p: UnsafeMutablePointer<SIMD16<UInt16>>) -> SIMD16<UInt32> { Arithmetic.zeroExtend(p.pointee) }
}

/// Where vectors of sixteen stored numbers lie, and how many bytes each takes: what crosses between modules, which know the form by its table.
@frozen @usableFromInline
package struct StoredPointer {
    @usableFromInline package let address: UnsafeMutableRawPointer
    @usableFromInline package let vectorBytes: Int

    @_alwaysEmitIntoClient @inline(__always)
    package init(_ address: UnsafeMutableRawPointer, vectorBytes: Int) {
        self.address = address
        self.vectorBytes = vectorBytes
    }

    @_alwaysEmitIntoClient @inline(__always)
    package init(_ lanes: LanePointer, vectorBytes: Int) { self.init(UnsafeMutableRawPointer(lanes), vectorBytes: vectorBytes) }

    /// So many vectors on.
    @_alwaysEmitIntoClient @inline(__always)
    package static func + (pointer: StoredPointer, vectors: Int) -> StoredPointer {
        StoredPointer(pointer.address + vectors &* pointer.vectorBytes, vectorBytes: pointer.vectorBytes)
    }

    /// The same memory as whole vectors of 64 bytes.
    @_alwaysEmitIntoClient @inline(__always)
    package var lanes: LanePointer { address.assumingMemoryBound(to: Lanes.self) }

    @_alwaysEmitIntoClient @inline(__always)
    package func vectors<Storage: LaneStorage>(_: Storage.Type) -> UnsafeMutablePointer<Storage.Stored> {
        address.assumingMemoryBound(to: Storage.Stored.self)
    }
}
