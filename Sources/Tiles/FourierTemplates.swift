// Templates of the Fourier transform: Stockham's passes over vectors, and the last step across the lanes of a vector.
// Leaves to others: transforms of 2 to 16 numbers (ComplexLanes), plans (CPU.FourierPlan).

/// Where a pass reads its vectors: from a caller's interleaved numbers, or from vectors of parts that an earlier pass stored.
@usableFromInline
package protocol FourierSource {
    associatedtype V: RealVector
    func load(_ index: Int) -> ComplexLanes<V>
}

@frozen @usableFromInline
package struct PartsSource<V: RealVector>: FourierSource {
    @usableFromInline let from: UnsafePointer<V>

    @_alwaysEmitIntoClient @inline(__always)
    package init(_ from: UnsafePointer<V.Scalar>) { self.from = UnsafeRawPointer(from).assumingMemoryBound(to: V.self) }

    @_alwaysEmitIntoClient @inline(__always)
    package func load(_ index: Int) -> ComplexLanes<V> { ComplexLanes(from[2 &* index], from[2 &* index &+ 1]) }
}

@frozen @usableFromInline
package struct InterleavedSource<V: RealVector>: FourierSource {
    @usableFromInline let from: UnsafePointer<V.Scalar>

    @_alwaysEmitIntoClient @inline(__always)
    package init(_ from: UnsafePointer<V.Scalar>) { self.from = from }

    @_alwaysEmitIntoClient @inline(__always)
    package func load(_ index: Int) -> ComplexLanes<V> {
        let a = V(from + 2 &* V.lanes &* index), b = V(from + 2 &* V.lanes &* index + V.lanes)
        return ComplexLanes(V.evenLanes(a, b), V.oddLanes(a, b))
    }
}

/// The same with real and imaginary parts exchanged.
@frozen @usableFromInline
package struct SwappedSource<V: RealVector>: FourierSource {
    @usableFromInline let from: UnsafePointer<V.Scalar>

    @_alwaysEmitIntoClient @inline(__always)
    package init(_ from: UnsafePointer<V.Scalar>) { self.from = from }

    @_alwaysEmitIntoClient @inline(__always)
    package func load(_ index: Int) -> ComplexLanes<V> {
        let a = V(from + 2 &* V.lanes &* index), b = V(from + 2 &* V.lanes &* index + V.lanes)
        return ComplexLanes(V.oddLanes(a, b), V.evenLanes(a, b))
    }
}

extension VectorUnit {
    /// to[q + stride · (radix · p + u)] ← ω^(p·u) · Σ_m from[q + stride · (p + m · length / radix)] · ω_radix^(m·u).
    @_alwaysEmitIntoClient @inline(__always)
    package static func fourierPass<S: FourierSource>(
        _ pass: FourierPass, _ factors: UnsafePointer<S.V.Scalar>, _ source: S, _ target: UnsafeMutablePointer<S.V.Scalar>,
        _ scratch: UnsafeMutablePointer<S.V.Scalar>
    ) {
        let to = UnsafeMutableRawPointer(target).assumingMemoryBound(to: S.V.self)
        let aside = UnsafeMutableRawPointer(scratch).assumingMemoryBound(to: S.V.self)
        switch pass.radix {
        case 16:
            fourierGroups(pass, factors, to) { f, first, jump, store in
                ComplexLanes<S.V>.transform16(aside, { source.load(first &+ $0 &* jump) }, { store(f, $0, $1) })
            }
        case 8:
            fourierGroups(pass, factors, to) { f, first, jump, store in
                ComplexLanes<S.V>.transform8({ source.load(first &+ $0 &* jump) }, { store(f, $0, $1) })
            }
        case 4:
            fourierGroups(pass, factors, to) { f, first, jump, store in
                let y = ComplexLanes<S.V>.transform4(
                    source.load(first), source.load(first &+ jump), source.load(first &+ 2 &* jump), source.load(first &+ 3 &* jump))
                store(f, 0, y.0)
                store(f, 1, y.1)
                store(f, 2, y.2)
                store(f, 3, y.3)
            }
        default:
            fourierGroups(pass, factors, to) { f, first, jump, store in
                let y = ComplexLanes<S.V>.transform2(source.load(first), source.load(first &+ jump))
                store(f, 0, y.0)
                store(f, 1, y.1)
            }
        }
    }

    /// All small transforms of a pass; the last pass has no factors, and nothing is multiplied by 1.
    @_alwaysEmitIntoClient @inline(__always)
    package static func fourierGroups<V: RealVector>(
        _ pass: FourierPass, _ factors: UnsafePointer<V.Scalar>, _ to: UnsafeMutablePointer<V>,
        _ transform: (
            _ factors: UnsafePointer<V.Scalar>, _ first: Int, _ jump: Int,
            _ store: (UnsafePointer<V.Scalar>, Int, ComplexLanes<V>) -> Void
        ) -> Void
    ) {
        let groups = pass.length / pass.radix, stride = pass.stride, jump = stride &* groups
        if groups == 1 {
            for q in 0..<stride {
                transform(factors, q, jump) { _, u, value in
                    let place = to + 2 &* (q &+ stride &* u)
                    place[0] = value.re
                    place[1] = value.im
                }
            }
            return
        }
        for p in 0..<groups {
            let f = factors + pass.factors + 2 &* p &* (pass.radix &- 1), base = to + 2 &* stride &* pass.radix &* p
            for q in 0..<stride {
                transform(f, q &+ stride &* p, jump) { f, u, value in
                    let place = base + 2 &* (q &+ stride &* u)
                    let turned = u == 0 ? value : value.times(f[2 &* u &- 2], f[2 &* u &- 1])
                    place[0] = turned.re
                    place[1] = turned.im
                }
            }
        }
    }

    /// The transform across lanes, a square of vectors at a time: turned, transposed, transformed and stored interleaved.
    @_alwaysEmitIntoClient @inline(__always)
    package static func fourierCross<let L: Int, V: RealVector>(
        _ count: Int, _ factors: UnsafePointer<V.Scalar>, _ from: UnsafePointer<V.Scalar>, _ to: UnsafeMutablePointer<V.Scalar>,
        _ scratch: UnsafeMutablePointer<V.Scalar>, _ swaps: Bool, _: InlineArray<L, V>.Type
    ) {
        let source = UnsafeRawPointer(from).assumingMemoryBound(to: V.self),
            turn = UnsafeRawPointer(factors).assumingMemoryBound(to: V.self)
        let aside = UnsafeMutableRawPointer(scratch).assumingMemoryBound(to: V.self)
        let re = aside + 32, im = re + L
        var k = 0
        while k < count {
            for row in 0..<L {
                let at = 2 &* (k &+ row)
                let v = ComplexLanes(source[at], source[at &+ 1]) * ComplexLanes(turn[at], turn[at &+ 1])
                re[row] = v.re
                im[row] = v.im
            }
            transpose(re, InlineArray<L, V>.self)
            transpose(im, InlineArray<L, V>.self)
            let target = to + 2 &* k
            if swaps {
                lanesTransform(aside, re, im, InlineArray<L, V>.self) { u, v in
                    let place = target + 2 &* count &* u
                    V.interleaveLow(v.im, v.re).store(to: place)
                    V.interleaveHigh(v.im, v.re).store(to: place + L)
                }
            } else {
                lanesTransform(aside, re, im, InlineArray<L, V>.self) { u, v in
                    let place = target + 2 &* count &* u
                    V.interleaveLow(v.re, v.im).store(to: place)
                    V.interleaveHigh(v.re, v.im).store(to: place + L)
                }
            }
            k = k &+ L
        }
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func lanesTransform<let L: Int, V: RealVector>(
        _ scratch: UnsafeMutablePointer<V>, _ re: UnsafeMutablePointer<V>, _ im: UnsafeMutablePointer<V>, _: InlineArray<L, V>.Type,
        _ store: (Int, ComplexLanes<V>) -> Void
    ) {
        switch L {
        case 16: ComplexLanes<V>.transform16(scratch, { ComplexLanes(re[$0], im[$0]) }, store)
        case 8: ComplexLanes<V>.transform8({ ComplexLanes(re[$0], im[$0]) }, store)
        case 4:
            let y = ComplexLanes<V>.transform4(
                ComplexLanes(re[0], im[0]), ComplexLanes(re[1], im[1]), ComplexLanes(re[2], im[2]), ComplexLanes(re[3], im[3]))
            store(0, y.0)
            store(1, y.1)
            store(2, y.2)
            store(3, y.3)
        default:
            let y = ComplexLanes<V>.transform2(ComplexLanes(re[0], im[0]), ComplexLanes(re[1], im[1]))
            store(0, y.0)
            store(1, y.1)
        }
    }

    /// A square of L vectors of L lanes, in place: log₂ L rounds, each interleaving the first half of the rows with the second.
    @_alwaysEmitIntoClient @inline(__always)
    package static func transpose<let L: Int, V: RealVector>(_ rows: UnsafeMutablePointer<V>, _: InlineArray<L, V>.Type) {
        var r = UnsafeRawPointer(rows).load(as: InlineArray<L, V>.self), n = r
        var round = 1
        while round < L {
            for i in 0..<L / 2 {
                n[2 * i] = V.interleaveLow(r[i], r[i + L / 2])
                n[2 * i + 1] = V.interleaveHigh(r[i], r[i + L / 2])
            }
            r = n
            round *= 2
        }
        for i in 0..<L { rows[i] = r[i] }
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func fourier<let L: Int, V: RealVector>(_: InlineArray<L, V>.Type) -> FourierKernels<V.Scalar> {
        FourierKernels(
            lanes: L,
            first: { pass, factors, from, to, scratch, swaps in
                if swaps {
                    fourierPass(pass, factors, SwappedSource<V>(from), to, scratch)
                } else {
                    fourierPass(pass, factors, InterleavedSource<V>(from), to, scratch)
                }
            },
            next: { pass, factors, from, to, scratch in fourierPass(pass, factors, PartsSource<V>(from), to, scratch) },
            cross: { fourierCross($0, $1, $2, $3, $4, $5, InlineArray<L, V>.self) })
    }
}
