// Templates of the memory kernels: the arithmetic of STREAM, eight vectors a turn, so that the loop itself costs nothing.

/// Sums `a`, in eight chains.
@_alwaysEmitIntoClient @inline(__always)
package func streamRead<V: SIMD & BitwiseCopyable>(_ a: UnsafePointer<Double>, _ count: Int, as: V.Type) -> Double
where V.Scalar == Double {
    var from = UnsafeRawPointer(a).assumingMemoryBound(to: V.self)
    let end = from + count / V.scalarCount
    var s0 = V.zero, s1 = V.zero, s2 = V.zero, s3 = V.zero, s4 = V.zero, s5 = V.zero, s6 = V.zero, s7 = V.zero
    while from < end {
        s0 += from[0]
        s1 += from[1]
        s2 += from[2]
        s3 += from[3]
        s4 += from[4]
        s5 += from[5]
        s6 += from[6]
        s7 += from[7]
        from += 8
    }
    return ((s0 + s1) + (s2 + s3) + ((s4 + s5) + (s6 + s7))).sum()
}

/// target ← combine(a, b) for each vector. The passes below are this with their arithmetic.
@_alwaysEmitIntoClient @inline(__always)
package func streamEach<S: VectorStore>(
    _ target: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int, _: S.Type,
    _ combine: (UnsafePointer<S.Vector>, UnsafePointer<S.Vector>) -> S.Vector
) {
    var to = UnsafeMutableRawPointer(target).assumingMemoryBound(to: S.Vector.self)
    var a = UnsafeRawPointer(a).assumingMemoryBound(to: S.Vector.self), b = UnsafeRawPointer(b).assumingMemoryBound(to: S.Vector.self)
    let end = to + count / S.Vector.scalarCount
    while to < end {
        S.store(combine(a, b), at: to)
        S.store(combine(a + 1, b + 1), at: to + 1)
        S.store(combine(a + 2, b + 2), at: to + 2)
        S.store(combine(a + 3, b + 3), at: to + 3)
        S.store(combine(a + 4, b + 4), at: to + 4)
        S.store(combine(a + 5, b + 5), at: to + 5)
        S.store(combine(a + 6, b + 6), at: to + 6)
        S.store(combine(a + 7, b + 7), at: to + 7)
        to += 8
        a += 8
        b += 8
    }
    S.finish()
}

/// target ← scalar
@_alwaysEmitIntoClient @inline(__always)
package func streamWrite<S: VectorStore>(_ target: UnsafeMutablePointer<Double>, _ scalar: Double, _ count: Int, _: S.Type) {
    let value = S.Vector(repeating: scalar)
    streamEach(target, target, target, count, S.self) { _, _ in value }
}

/// target ← a
@_alwaysEmitIntoClient @inline(__always)
package func streamCopy<S: VectorStore>(
    _ target: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>, _ count: Int, _: S.Type
) {
    streamEach(target, a, a, count, S.self) { a, _ in a.pointee }
}

/// target ← scalar · a
@_alwaysEmitIntoClient @inline(__always)
package func streamScale<S: VectorStore>(
    _ target: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>, _ scalar: Double, _ count: Int, _: S.Type
) {
    let factor = S.Vector(repeating: scalar)
    streamEach(target, a, a, count, S.self) { a, _ in a.pointee * factor }
}

/// target ← a + b
@_alwaysEmitIntoClient @inline(__always)
package func streamAdd<S: VectorStore>(
    _ target: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int, _: S.Type
) {
    streamEach(target, a, b, count, S.self) { a, b in a.pointee + b.pointee }
}

/// target ← a + scalar · b
@_alwaysEmitIntoClient @inline(__always)
package func streamTriad<S: VectorStore, M: MultiplyAdd>(
    _ target: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ scalar: Double, _ count: Int,
    _: S.Type, _: M.Type
) {
    let factor = S.Vector(repeating: scalar)
    streamEach(target, a, b, count, S.self) { a, b in M.apply(b.pointee, factor, plus: a.pointee) }
}
