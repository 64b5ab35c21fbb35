// Templates of the elementwise kernels: four vectors a turn.
// Leaves to others: arrays and threads (CPU.Elementwise), the functions of a vector (VectorFunctions).

extension VectorUnit {
    /// target[i...] ← f(i) for vectors of numbers that begin at i. Who calls it finishes the stores, once for all its pieces.
    @_alwaysEmitIntoClient @inline(__always)
    package static func each<S: StorePolicy>(
        _ from: Int, _ to: Int, _ target: UnsafeMutablePointer<Float>, _: S.Type, _ f: (Int) -> Floats
    ) {
        let w = Floats.lanes
        var i = from
        while i < to {
            S.store(f(i), to: target + i)
            S.store(f(i &+ w), to: target + (i &+ w))
            S.store(f(i &+ 2 &* w), to: target + (i &+ 2 &* w))
            S.store(f(i &+ 3 &* w), to: target + (i &+ 3 &* w))
            i = i &+ 4 &* w
        }
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func relu<S: StorePolicy>(_ o: ElementwiseOperands, _ from: Int, _ to: Int, _: S.Type) {
        let zero = Floats(repeating: 0)
        each(from, to, o.target, S.self) { Floats.larger(Floats(o.a + $0), zero) }
        S.finish(Self.self)
    }

    /// target ← b where a > 0, else 0: a is what ReLU was given, b the gradient.
    @_alwaysEmitIntoClient @inline(__always)
    package static func reluBackward<S: StorePolicy>(_ o: ElementwiseOperands, _ from: Int, _ to: Int, _: S.Type) {
        each(from, to, o.target, S.self) { Floats.whereAboveZero(Floats(o.a + $0), Floats(o.b + $0)) }
        S.finish(Self.self)
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func add<S: StorePolicy>(_ o: ElementwiseOperands, _ from: Int, _ to: Int, _: S.Type) {
        each(from, to, o.target, S.self) { Floats(o.a + $0) + Floats(o.b + $0) }
        S.finish(Self.self)
    }

    /// target ← gelu(a + b), b one row that is added to every row of a.
    @_alwaysEmitIntoClient @inline(__always)
    package static func biasGelu<S: StorePolicy>(_ o: ElementwiseOperands, _ from: Int, _ to: Int, _: S.Type) {
        var i = from
        while i < to {
            let row = i / o.columns * o.columns, end = row + o.columns < to ? row + o.columns : to
            let bias = o.b - row
            each(i, end, o.target, S.self) { Floats.gelu(Floats(o.a + $0) + Floats(bias + $0)) }
            i = end
        }
        S.finish(Self.self)
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func sigmoid<S: StorePolicy>(_ o: ElementwiseOperands, _ from: Int, _ to: Int, _: S.Type) {
        each(from, to, o.target, S.self) { Floats.sigmoid(Floats(o.a + $0)) }
        S.finish(Self.self)
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func tanh<S: StorePolicy>(_ o: ElementwiseOperands, _ from: Int, _ to: Int, _: S.Type) {
        each(from, to, o.target, S.self) { Floats.hyperbolicTangent(Floats(o.a + $0)) }
        S.finish(Self.self)
    }

    /// Adam (Kingma and Ba 2015): a is the gradient; the moments move towards it and its square, target follows.
    @_alwaysEmitIntoClient @inline(__always)
    package static func adam(_ o: ElementwiseOperands, _ from: Int, _ to: Int) {
        let keep1 = Floats(repeating: 0.9), take1 = Floats(repeating: 1 - 0.9)
        let keep2 = Floats(repeating: 0.999), take2 = Floats(repeating: 1 - 0.999)
        let rate = Floats(repeating: 0.001), epsilon = Floats(repeating: 1e-8)
        each(from, to, o.target, CachedStore.self) { i in
            let g = Floats(o.a + i)
            let m = Floats.multiplyAdd(Floats(o.first + i), keep1, g * take1)
            let v = Floats.multiplyAdd(Floats(o.second + i), keep2, g * g * take2)
            m.store(to: o.first + i)
            v.store(to: o.second + i)
            return Floats(o.target + i) - rate * m / (v.squareRoot + epsilon)
        }
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func elementwiseStores<S: StorePolicy>(_: S.Type) -> ElementwiseKernels.Stores {
        ElementwiseKernels.Stores(
            relu: { relu($0, $1, $2, S.self) }, reluBackward: { reluBackward($0, $1, $2, S.self) }, add: { add($0, $1, $2, S.self) },
            biasGelu: { biasGelu($0, $1, $2, S.self) }, sigmoid: { sigmoid($0, $1, $2, S.self) }, tanh: { tanh($0, $1, $2, S.self) })
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static var elementwise: ElementwiseKernels {
        ElementwiseKernels(
            cached: elementwiseStores(CachedStore.self), streamed: elementwiseStores(StreamedStore.self), adam: { adam($0, $1, $2) })
    }
}
