// This module's vectors, concrete: what its instruction set does with a register.
// Leaves to others: what is made of them (Tiles), the tables (VectorKernels+AVX2).

import Intrinsics
import Tiles

struct Float32Lanes: FloatVector {
    typealias Values = SIMD8<Float>
    var values: Values
    private static var zero: Values { Values(repeating: 0) }

    @inline(__always) init(_ values: Values) { self.values = values }
    @inline(__always) init(repeating value: Float) { values = Values(repeating: value) }
    @inline(__always) subscript(lane: Int) -> Float {
        get { values[lane] }
        set { values[lane] = newValue }
    }
    @inline(__always) static var lanes: Int { 8 }
    @inline(__always) static func + (a: Self, b: Self) -> Self { Self(a.values + b.values) }
    @inline(__always) static func - (a: Self, b: Self) -> Self { Self(a.values - b.values) }
    @inline(__always) static func * (a: Self, b: Self) -> Self { Self(a.values * b.values) }
    @inline(__always) static func / (a: Self, b: Self) -> Self { Self(a.values / b.values) }
    @inline(__always) static func multiplyAdd(_ a: Self, _ b: Self, _ c: Self) -> Self {
        Self(multiplyAddFloat32x8(a.values, b.values, c.values))
    }
    @inline(__always) static func multiplySubtract(_ a: Self, _ b: Self, from c: Self) -> Self {
        Self(multiplySubtractFloat32x8(a.values, b.values, c.values))
    }
    @inline(__always) static func multiplyAddNumbers(_ a: Float, _ b: Float, _ c: Float) -> Float { c.addingProduct(a, b) }
    @inline(__always) static func larger(_ a: Self, _ b: Self) -> Self {
        Self(a.values.replacing(with: b.values, where: a.values .< b.values))
    }
    @inline(__always) static func smaller(_ a: Self, _ b: Self) -> Self {
        Self(a.values.replacing(with: b.values, where: b.values .< a.values))
    }
    @inline(__always) static func whereAboveZero(_ a: Self, _ b: Self) -> Self {
        Self(zero.replacing(with: b.values, where: a.values .> zero))
    }
    @inline(__always) var squareRoot: Self { Self(squareRootFloat32x8(values)) }
    @inline(__always) var sum: Float { sumFloat32x8(values) }
    @inline(__always) var largest: Float { largestFloat32x8(values) }
    @inline(__always) static func interleaveLow(_ a: Self, _ b: Self) -> Self { Self(interleaveLowFloat32x8(a.values, b.values)) }
    @inline(__always) static func interleaveHigh(_ a: Self, _ b: Self) -> Self { Self(interleaveHighFloat32x8(a.values, b.values)) }
    @inline(__always) static func evenLanes(_ a: Self, _ b: Self) -> Self { Self(evenLanesFloat32x8(a.values, b.values)) }
    @inline(__always) static func oddLanes(_ a: Self, _ b: Self) -> Self { Self(oddLanesFloat32x8(a.values, b.values)) }
    @inline(__always) func stream(to pointer: UnsafeMutablePointer<Float>) { storeNontemporalFloat32x8(pointer, values) }
    @inline(__always) static func powerOfTwo(shifted: Self) -> Self {
        Self(
            unsafeBitCast(
                (unsafeBitCast(shifted.values, to: SIMD8<Int32>.self) &<< 23) &+ SIMD8<Int32>(repeating: 127 << 23), to: SIMD8<Float>.self))
    }
}

struct Float64Lanes: RealVector {
    typealias Values = SIMD4<Double>
    var values: Values
    private static var zero: Values { Values(repeating: 0) }

    @inline(__always) init(_ values: Values) { self.values = values }
    @inline(__always) init(repeating value: Double) { values = Values(repeating: value) }
    @inline(__always) subscript(lane: Int) -> Double {
        get { values[lane] }
        set { values[lane] = newValue }
    }
    @inline(__always) static var lanes: Int { 4 }
    @inline(__always) static func + (a: Self, b: Self) -> Self { Self(a.values + b.values) }
    @inline(__always) static func - (a: Self, b: Self) -> Self { Self(a.values - b.values) }
    @inline(__always) static func * (a: Self, b: Self) -> Self { Self(a.values * b.values) }
    @inline(__always) static func / (a: Self, b: Self) -> Self { Self(a.values / b.values) }
    @inline(__always) static func multiplyAdd(_ a: Self, _ b: Self, _ c: Self) -> Self {
        Self(multiplyAddFloat64x4(a.values, b.values, c.values))
    }
    @inline(__always) static func multiplySubtract(_ a: Self, _ b: Self, from c: Self) -> Self {
        Self(multiplySubtractFloat64x4(a.values, b.values, c.values))
    }
    @inline(__always) static func multiplyAddNumbers(_ a: Double, _ b: Double, _ c: Double) -> Double { c.addingProduct(a, b) }
    @inline(__always) static func larger(_ a: Self, _ b: Self) -> Self {
        Self(a.values.replacing(with: b.values, where: a.values .< b.values))
    }
    @inline(__always) static func smaller(_ a: Self, _ b: Self) -> Self {
        Self(a.values.replacing(with: b.values, where: b.values .< a.values))
    }
    @inline(__always) static func whereAboveZero(_ a: Self, _ b: Self) -> Self {
        Self(zero.replacing(with: b.values, where: a.values .> zero))
    }
    @inline(__always) var squareRoot: Self { Self(squareRootFloat64x4(values)) }
    @inline(__always) var sum: Double { sumFloat64x4(values) }
    @inline(__always) var largest: Double { largestFloat64x4(values) }
    @inline(__always) static func interleaveLow(_ a: Self, _ b: Self) -> Self { Self(interleaveLowFloat64x4(a.values, b.values)) }
    @inline(__always) static func interleaveHigh(_ a: Self, _ b: Self) -> Self { Self(interleaveHighFloat64x4(a.values, b.values)) }
    @inline(__always) static func evenLanes(_ a: Self, _ b: Self) -> Self { Self(evenLanesFloat64x4(a.values, b.values)) }
    @inline(__always) static func oddLanes(_ a: Self, _ b: Self) -> Self { Self(oddLanesFloat64x4(a.values, b.values)) }
    @inline(__always) func stream(to pointer: UnsafeMutablePointer<Double>) { storeNontemporalFloat64x4(pointer, values) }
}

enum AVX2Vectors: VectorUnit {
    typealias Floats = Float32Lanes
    typealias Doubles = Float64Lanes
    @inline(__always) static func fence() { storeFence() }
}
