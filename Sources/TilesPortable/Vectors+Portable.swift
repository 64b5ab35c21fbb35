// This module's vectors, concrete: what its instruction set does with a register.
// Leaves to others: what is made of them (Tiles), the tables (VectorKernels+Portable).

import Intrinsics
import Tiles

struct Float32Lanes: FloatVector {
    typealias Values = SIMD4<Float>
    var values: Values
    private static var zero: Values { Values(repeating: 0) }

    @inline(__always) init(_ values: Values) { self.values = values }
    @inline(__always) init(repeating value: Float) { values = Values(repeating: value) }
    @inline(__always) subscript(lane: Int) -> Float {
        get { values[lane] }
        set { values[lane] = newValue }
    }
    @inline(__always) static var lanes: Int { 4 }
    @inline(__always) static func + (a: Self, b: Self) -> Self { Self(a.values + b.values) }
    @inline(__always) static func - (a: Self, b: Self) -> Self { Self(a.values - b.values) }
    @inline(__always) static func * (a: Self, b: Self) -> Self { Self(a.values * b.values) }
    @inline(__always) static func / (a: Self, b: Self) -> Self { Self(a.values / b.values) }
    @inline(__always) static func multiplyAdd(_ a: Self, _ b: Self, _ c: Self) -> Self {
        Self(multiplyAddFloat32x4(a.values, b.values, c.values))
    }
    @inline(__always) static func multiplySubtract(_ a: Self, _ b: Self, from c: Self) -> Self {
        Self(multiplySubtractFloat32x4(a.values, b.values, c.values))
    }
    @inline(__always) static func multiplyAddNumbers(_ a: Float, _ b: Float, _ c: Float) -> Float { multiplyAddNumber(a, b, c) }
    @inline(__always) static func larger(_ a: Self, _ b: Self) -> Self {
        Self(a.values.replacing(with: b.values, where: a.values .< b.values))
    }
    @inline(__always) static func smaller(_ a: Self, _ b: Self) -> Self {
        Self(a.values.replacing(with: b.values, where: b.values .< a.values))
    }
    @inline(__always) static func whereAboveZero(_ a: Self, _ b: Self) -> Self {
        Self(zero.replacing(with: b.values, where: a.values .> zero))
    }
    @inline(__always) var squareRoot: Self { Self(squareRootFloat32x4(values)) }
    @inline(__always) var sum: Float { sumFloat32x4(values) }
    @inline(__always) var largest: Float { largestFloat32x4(values) }
    @inline(__always) static func interleaveLow(_ a: Self, _ b: Self) -> Self { Self(interleaveLowFloat32x4(a.values, b.values)) }
    @inline(__always) static func interleaveHigh(_ a: Self, _ b: Self) -> Self { Self(interleaveHighFloat32x4(a.values, b.values)) }
    @inline(__always) static func evenLanes(_ a: Self, _ b: Self) -> Self { Self(evenLanesFloat32x4(a.values, b.values)) }
    @inline(__always) static func oddLanes(_ a: Self, _ b: Self) -> Self { Self(oddLanesFloat32x4(a.values, b.values)) }
    @inline(__always) func stream(to pointer: UnsafeMutablePointer<Float>) { storeNontemporalFloat32x4(pointer, values) }
    @inline(__always) static func powerOfTwo(shifted: Self) -> Self {
        Self(
            unsafeBitCast(
                (unsafeBitCast(shifted.values, to: SIMD4<Int32>.self) &<< 23) &+ SIMD4<Int32>(repeating: 127 << 23), to: SIMD4<Float>.self))
    }
}

struct Float64Lanes: RealVector {
    typealias Values = SIMD2<Double>
    var values: Values
    private static var zero: Values { Values(repeating: 0) }

    @inline(__always) init(_ values: Values) { self.values = values }
    @inline(__always) init(repeating value: Double) { values = Values(repeating: value) }
    @inline(__always) subscript(lane: Int) -> Double {
        get { values[lane] }
        set { values[lane] = newValue }
    }
    @inline(__always) static var lanes: Int { 2 }
    @inline(__always) static func + (a: Self, b: Self) -> Self { Self(a.values + b.values) }
    @inline(__always) static func - (a: Self, b: Self) -> Self { Self(a.values - b.values) }
    @inline(__always) static func * (a: Self, b: Self) -> Self { Self(a.values * b.values) }
    @inline(__always) static func / (a: Self, b: Self) -> Self { Self(a.values / b.values) }
    @inline(__always) static func multiplyAdd(_ a: Self, _ b: Self, _ c: Self) -> Self {
        Self(multiplyAddFloat64x2(a.values, b.values, c.values))
    }
    @inline(__always) static func multiplySubtract(_ a: Self, _ b: Self, from c: Self) -> Self {
        Self(multiplySubtractFloat64x2(a.values, b.values, c.values))
    }
    @inline(__always) static func multiplyAddNumbers(_ a: Double, _ b: Double, _ c: Double) -> Double { multiplyAddNumber(a, b, c) }
    @inline(__always) static func larger(_ a: Self, _ b: Self) -> Self {
        Self(a.values.replacing(with: b.values, where: a.values .< b.values))
    }
    @inline(__always) static func smaller(_ a: Self, _ b: Self) -> Self {
        Self(a.values.replacing(with: b.values, where: b.values .< a.values))
    }
    @inline(__always) static func whereAboveZero(_ a: Self, _ b: Self) -> Self {
        Self(zero.replacing(with: b.values, where: a.values .> zero))
    }
    @inline(__always) var squareRoot: Self { Self(squareRootFloat64x2(values)) }
    @inline(__always) var sum: Double { sumFloat64x2(values) }
    @inline(__always) var largest: Double { largestFloat64x2(values) }
    @inline(__always) static func interleaveLow(_ a: Self, _ b: Self) -> Self { Self(interleaveLowFloat64x2(a.values, b.values)) }
    @inline(__always) static func interleaveHigh(_ a: Self, _ b: Self) -> Self { Self(interleaveHighFloat64x2(a.values, b.values)) }
    @inline(__always) static func evenLanes(_ a: Self, _ b: Self) -> Self { Self(evenLanesFloat64x2(a.values, b.values)) }
    @inline(__always) static func oddLanes(_ a: Self, _ b: Self) -> Self { Self(oddLanesFloat64x2(a.values, b.values)) }
    @inline(__always) func stream(to pointer: UnsafeMutablePointer<Double>) { storeNontemporalFloat64x2(pointer, values) }
}

enum PortableVectors: VectorUnit {
    typealias Floats = Float32Lanes
    typealias Doubles = Float64Lanes
    @inline(__always) static func fence() { storeFence() }
}
