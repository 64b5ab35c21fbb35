// Complex numbers in the lanes of two vectors, and the discrete Fourier transforms of 2, 4, 8 and 16 of them: what longer transforms are made of.
// Leaves to others: the order of passes and their factors (FourierTemplates).

/// As many complex numbers as a vector has lanes.
@frozen @usableFromInline
package struct ComplexLanes<V: RealVector> {
    @usableFromInline package var re: V
    @usableFromInline package var im: V

    @_alwaysEmitIntoClient @inline(__always)
    package init(_ re: V, _ im: V) {
        self.re = re
        self.im = im
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func + (a: Self, b: Self) -> Self { Self(a.re + b.re, a.im + b.im) }

    @_alwaysEmitIntoClient @inline(__always)
    package static func - (a: Self, b: Self) -> Self { Self(a.re - b.re, a.im - b.im) }

    @_alwaysEmitIntoClient @inline(__always)
    package static func * (a: Self, b: Self) -> Self {
        Self(
            V.multiplySubtract(a.im, b.im, from: a.re * b.re),
            V.multiplyAdd(a.re, b.im, a.im * b.re))
    }

    /// −i times this.
    @_alwaysEmitIntoClient @inline(__always)
    package var turned: Self { Self(im, V(repeating: 0) - re) }

    /// The transform of two: sum and difference.
    @_alwaysEmitIntoClient @inline(__always)
    package static func transform2(_ a: Self, _ b: Self) -> (Self, Self) { (a + b, a - b) }

    /// The forward transform of four; no products.
    @_alwaysEmitIntoClient @inline(__always)
    package static func transform4(_ a: Self, _ b: Self, _ c: Self, _ d: Self) -> (Self, Self, Self, Self) {
        let s = a + c, t = a - c, u = b + d, v = b - d
        return (s + u, Self(t.re + v.im, t.im - v.re), s - u, Self(t.re - v.im, t.im + v.re))
    }

    /// The forward transform of eight: two of four, and the eighth roots of 1.
    @_alwaysEmitIntoClient @inline(__always)
    package static func transform8(_ load: (Int) -> Self, _ store: (Int, Self) -> Void) {
        let (e0, e1, e2, e3) = transform4(load(0), load(2), load(4), load(6))
        let (o0, o1, o2, o3) = transform4(load(1), load(3), load(5), load(7))
        let half = V(repeating: 0.707_106_781_186_547_6)
        let p1 = Self((o1.re + o1.im) * half, (o1.im - o1.re) * half)
        let p3 = Self((o3.im - o3.re) * half, (V(repeating: 0) - (o3.re + o3.im)) * half)
        store(0, e0 + o0)
        store(4, e0 - o0)
        store(1, e1 + p1)
        store(5, e1 - p1)
        store(2, Self(e2.re + o2.im, e2.im - o2.re))
        store(6, Self(e2.re - o2.im, e2.im + o2.re))
        store(3, e3 + p3)
        store(7, e3 - p3)
    }

    /// The forward transform of sixteen: four of four, the sixteenth roots of 1, four of four. What lies between them goes through `scratch` (32
    /// vectors), since no instruction set has the registers for all of it.
    @_alwaysEmitIntoClient @inline(__always)
    package static func transform16(_ scratch: UnsafeMutablePointer<V>, _ load: (Int) -> Self, _ store: (Int, Self) -> Void) {
        let c1: V.Scalar = 0.923_879_532_511_286_7, s1: V.Scalar = 0.382_683_432_365_089_8, h: V.Scalar = 0.707_106_781_186_547_6
        // Column i of the 4 × 4 matrix of inputs is transformed and multiplied by the powers of the i-th root: ω^(i · r).
        column(scratch, 0, transform4(load(0), load(4), load(8), load(12)))
        let (b0, b1, b2, b3) = transform4(load(1), load(5), load(9), load(13))
        column(scratch, 1, (b0, b1.times(c1, 0 - s1), b2.times(h, 0 - h), b3.times(s1, 0 - c1)))
        let (d0, d1, d2, d3) = transform4(load(2), load(6), load(10), load(14))
        column(scratch, 2, (d0, d1.times(h, 0 - h), d2.turned, d3.times(0 - h, 0 - h)))
        let (f0, f1, f2, f3) = transform4(load(3), load(7), load(11), load(15))
        column(scratch, 3, (f0, f1.times(s1, 0 - c1), f2.times(0 - h, 0 - h), f3.times(0 - c1, s1)))
        row(scratch, 0, store)
        row(scratch, 1, store)
        row(scratch, 2, store)
        row(scratch, 3, store)
    }

    /// Times a constant.
    @_alwaysEmitIntoClient @inline(__always)
    package func times(_ re: V.Scalar, _ im: V.Scalar) -> Self { self * Self(V(repeating: re), V(repeating: im)) }

    @_alwaysEmitIntoClient @inline(__always)
    package static func column(_ scratch: UnsafeMutablePointer<V>, _ index: Int, _ v: (Self, Self, Self, Self)) {
        let to = scratch + 2 &* index
        to[0] = v.0.re
        to[1] = v.0.im
        to[8] = v.1.re
        to[9] = v.1.im
        to[16] = v.2.re
        to[17] = v.2.im
        to[24] = v.3.re
        to[25] = v.3.im
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func row(_ scratch: UnsafeMutablePointer<V>, _ index: Int, _ store: (Int, Self) -> Void) {
        let from = scratch + 8 &* index
        let y = transform4(Self(from[0], from[1]), Self(from[2], from[3]), Self(from[4], from[5]), Self(from[6], from[7]))
        store(index, y.0)
        store(index &+ 4, y.1)
        store(index &+ 8, y.2)
        store(index &+ 12, y.3)
    }
}
