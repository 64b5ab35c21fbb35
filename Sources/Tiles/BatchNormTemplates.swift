// Templates of batch normalisation: moments, sums and what is made of them, over planes.
// Leaves to others: the order of planes, sums over pieces in float64, threads (CPU.BatchNormJob).

extension VectorUnit {
    @_alwaysEmitIntoClient @inline(__always)
    package static func gatherPlanes(
        _ x: UnsafePointer<Float>, _ planes: Int, _ pixels: Int, _ to: UnsafeMutablePointer<Float>, _ stride: Int
    ) {
        for plane in 0..<planes {
            let from = x + plane &* pixels
            eachOfAny(pixels, to + plane &* stride, CachedStore.self, { Floats(from + $0) }, { from[$0] })
        }
    }

    /// Two passes over a piece that lies in the first cache: no digits are lost to a large mean.
    @_alwaysEmitIntoClient @inline(__always)
    package static func moments(_ x: UnsafePointer<Float>, _ count: Int) -> (mean: Float, squares: Float) {
        let w = Floats.lanes, mean = sum(x, count) / Float(count), center = Floats(repeating: mean)
        var s0 = Floats(repeating: 0), s1 = s0, s2 = s0, s3 = s0
        var x = x, left = count
        while left >= 4 &* w {
            let a = Floats(x) - center, b = Floats(x + w) - center, c = Floats(x + 2 &* w) - center, d = Floats(x + 3 &* w) - center
            s0 = Floats.multiplyAdd(a, a, s0)
            s1 = Floats.multiplyAdd(b, b, s1)
            s2 = Floats.multiplyAdd(c, c, s2)
            s3 = Floats.multiplyAdd(d, d, s3)
            x += 4 &* w
            left = left &- 4 &* w
        }
        while left > 0 {
            let a = (left >= w ? Floats(x) : Floats(x, first: left, filler: mean)) - center
            s0 = Floats.multiplyAdd(a, a, s0)
            x += w
            left = left &- w
        }
        return (mean, ((s0 + s1) + (s2 + s3)).sum)
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func gradientSums(
        _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, _ mean: Float, _ count: Int
    ) -> (gradient: Float, product: Float) {
        let w = Floats.lanes, center = Floats(repeating: mean)
        var g0 = Floats(repeating: 0), g1 = g0, p0 = g0, p1 = g0
        var x = x, dy = dy, left = count
        while left >= 2 &* w {
            let a = Floats(dy), b = Floats(dy + w)
            g0 += a
            g1 += b
            p0 = Floats.multiplyAdd(a, Floats(x) - center, p0)
            p1 = Floats.multiplyAdd(b, Floats(x + w) - center, p1)
            x += 2 &* w
            dy += 2 &* w
            left = left &- 2 &* w
        }
        while left > 0 {
            let a = left >= w ? Floats(dy) : Floats(dy, first: left, filler: 0)
            let b = left >= w ? Floats(x) : Floats(x, first: left, filler: mean)
            g0 += a
            p0 = Floats.multiplyAdd(a, b - center, p0)
            x += w
            dy += w
            left = left &- w
        }
        return ((g0 + g1).sum, (p0 + p1).sum)
    }

    /// to[i...] ← f(i) for any count; what is no whole vector by numbers.
    @_alwaysEmitIntoClient @inline(__always)
    package static func eachOfAny<S: StorePolicy>(
        _ count: Int, _ to: UnsafeMutablePointer<Float>, _: S.Type, _ vector: (Int) -> Floats, _ number: (Int) -> Float
    ) {
        let w = Floats.lanes
        var i = 0
        while i &+ 2 &* w <= count {
            S.store(vector(i), to: to + i)
            S.store(vector(i &+ w), to: to + (i &+ w))
            i = i &+ 2 &* w
        }
        if i &+ w <= count {
            S.store(vector(i), to: to + i)
            i = i &+ w
        }
        while i < count {
            to[i] = number(i)
            i = i &+ 1
        }
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func normalise<S: StorePolicy>(
        _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ p: BatchNormPlanes, _: S.Type
    ) {
        for plane in 0..<p.planes {
            let k = p.coefficients[plane], x = x + plane &* p.stride
            let mean = Floats(repeating: k.mean), a = Floats(repeating: k.a), c = Floats(repeating: k.c)
            eachOfAny(
                p.pixels, y + plane &* p.pixels, S.self, { Floats.multiplyAdd(Floats(x + $0) - mean, a, c) },
                { (x[$0] - k.mean) * k.a + k.c })
        }
        S.finish(Self.self)
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func normaliseBackward<S: StorePolicy>(
        _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, _ dx: UnsafeMutablePointer<Float>, _ p: BatchNormPlanes, _: S.Type
    ) {
        for plane in 0..<p.planes {
            let k = p.coefficients[plane], x = x + plane &* p.stride, dy = dy + plane &* p.stride
            let mean = Floats(repeating: k.mean), a = Floats(repeating: k.a), b = Floats(repeating: k.b), c = Floats(repeating: k.c)
            eachOfAny(
                p.pixels, dx + plane &* p.pixels, S.self,
                { Floats.multiplyAdd(Floats(dy + $0), b, Floats.multiplyAdd(Floats(x + $0) - mean, a, c)) },
                { dy[$0] * k.b + ((x[$0] - k.mean) * k.a + k.c) })
        }
        S.finish(Self.self)
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static var batchNorm: BatchNormKernels {
        BatchNormKernels(
            gather: { gatherPlanes($0, $1, $2, $3, $4) }, moments: { moments($0, $1) }, sums: { gradientSums($0, $1, $2, $3) },
            forward: { normalise($0, $1, $2, CachedStore.self) }, forwardStreamed: { normalise($0, $1, $2, StreamedStore.self) },
            backward: { normaliseBackward($0, $1, $2, $3, CachedStore.self) },
            backwardStreamed: { normaliseBackward($0, $1, $2, $3, StreamedStore.self) })
    }
}
