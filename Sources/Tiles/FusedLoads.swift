// Loads with what is fused into them: batch normalisation and ReLU of the layer below, pooling's and batch normalisation's backward.
// Leaves to others: what is done with the loaded pixel.

/// Gives a pixel of a plane of activations by its index in the plane.
@usableFromInline
package protocol PlaneLoad {
    func load(_ index: Int) -> Lanes
    /// Asks for what `load` will read. Any index will do.
    func ask(_ index: Int)
}

extension ConvolutionUnit {
    /// Asks for a stored pixel's cache line: once a line where neighbours lie in one.
    @_alwaysEmitIntoClient @inline(__always)
    package static func ask(_ pixels: StoredActivations, _ index: Int) {
        if MemoryLayout<Activation.Stored>.stride >= 64 || index & 1 == 0 { Arithmetic.prefetch(pixels + index) }
    }
}

@frozen @usableFromInline
package struct PlainLoad<Unit: ConvolutionUnit>: PlaneLoad {
    @usableFromInline let values: Unit.StoredActivations

    @_alwaysEmitIntoClient @inline(__always)
    package init(_ source: PlaneSource) { values = source.values.vectors(Unit.Activation.self) }

    @_alwaysEmitIntoClient @inline(__always)
    package func load(_ index: Int) -> Lanes { Unit.Activation.widen(values[index]) }

    @_alwaysEmitIntoClient @inline(__always)
    package func ask(_ index: Int) { Unit.ask(values, index) }
}

@frozen @usableFromInline
package struct NormalisedLoad<Unit: ConvolutionUnit>: PlaneLoad {
    @usableFromInline let values: Unit.StoredActivations
    @usableFromInline let scale: Lanes
    @usableFromInline let shift: Lanes
    @usableFromInline let floor: Lanes

    @_alwaysEmitIntoClient @inline(__always)
    package init(_ source: PlaneSource, _ normalisation: LanePointer) {
        values = source.values.vectors(Unit.Activation.self)
        scale = normalisation[0]
        shift = normalisation[1]
        floor = Lanes(repeating: source.floor)
    }

    @_alwaysEmitIntoClient @inline(__always)
    package func load(_ index: Int) -> Lanes {
        Unit.atLeast(Unit.multiplyAdd(Unit.Activation.widen(values[index]), scale, shift), floor)
    }

    @_alwaysEmitIntoClient @inline(__always)
    package func ask(_ index: Int) { Unit.ask(values, index) }
}

/// Gives a pixel of the gradient of a convolution's own output.
@usableFromInline
package protocol GradientLoad {
    func load(_ y: Int, _ x: Int) -> Lanes
    /// Asks for what `load` will read, `planes` planes on. Any pixel will do.
    func ask(_ planes: Int, _ y: Int, _ x: Int)
}

@frozen @usableFromInline
package struct PlainGradient<Unit: ConvolutionUnit>: GradientLoad {
    @usableFromInline let gradient: Unit.StoredActivations
    @usableFromInline let height: Int
    @usableFromInline let width: Int

    @_alwaysEmitIntoClient @inline(__always)
    package init(_ source: GradientSource) {
        gradient = source.gradient.vectors(Unit.Activation.self)
        height = source.height
        width = source.width
    }

    @_alwaysEmitIntoClient @inline(__always)
    package func load(_ y: Int, _ x: Int) -> Lanes { Unit.Activation.widen(gradient[y &* width &+ x]) }

    @_alwaysEmitIntoClient @inline(__always)
    package func ask(_ planes: Int, _ y: Int, _ x: Int) { Unit.ask(gradient, (planes &* height &+ y) &* width &+ x) }
}

@frozen @usableFromInline
package struct PooledGradient<Unit: ConvolutionUnit>: GradientLoad {
    @usableFromInline let gradient: Unit.StoredActivations
    @usableFromInline let choice: ChoicePointer
    @usableFromInline let height: Int
    @usableFromInline let width: Int

    @_alwaysEmitIntoClient @inline(__always)
    package init(_ source: GradientSource, _ choice: ChoicePointer) {
        gradient = source.gradient.vectors(Unit.Activation.self)
        self.choice = choice
        height = source.height >> 1
        width = source.width >> 1
    }

    /// The odd rest of a map was not pooled: nothing comes back to it.
    @_alwaysEmitIntoClient @inline(__always)
    package func load(_ y: Int, _ x: Int) -> Lanes {
        if y >> 1 >= height || x >> 1 >= width { return .zero }
        let index = (y >> 1) &* width &+ (x >> 1)
        let chosen = Unit.Arithmetic.widen(choice[index])
        let here = SIMD16<UInt32>(repeating: UInt32(truncatingIfNeeded: (y & 1) * 2 + (x & 1)))
        return Lanes.zero.replacing(with: Unit.Activation.widen(gradient[index]), where: chosen .== here)
    }

    @_alwaysEmitIntoClient @inline(__always)
    package func ask(_ planes: Int, _ y: Int, _ x: Int) {
        if (y | x) & 1 != 0 { return }
        let index = (planes &* height &+ y >> 1) &* width &+ x >> 1
        Unit.ask(gradient, index)
        Unit.Arithmetic.prefetch(choice + index)
    }
}

/// Batch normalisation's backward on top of either.
@frozen @usableFromInline
package struct NormalisedGradient<Unit: ConvolutionUnit, Inner: GradientLoad>: GradientLoad {
    @usableFromInline let inner: Inner
    @usableFromInline let values: Unit.StoredActivations
    @usableFromInline let height: Int
    @usableFromInline let width: Int
    @usableFromInline let k1: Lanes
    @usableFromInline let k2: Lanes
    @usableFromInline let k3: Lanes

    @_alwaysEmitIntoClient @inline(__always)
    package init(_ inner: Inner, _ source: GradientSource, _ values: StoredPointer, _ coefficients: LanePointer) {
        self.inner = inner
        self.values = values.vectors(Unit.Activation.self)
        height = source.height
        width = source.width
        k1 = coefficients[0]
        k2 = coefficients[1]
        k3 = coefficients[2]
    }

    @_alwaysEmitIntoClient @inline(__always)
    package func load(_ y: Int, _ x: Int) -> Lanes {
        Unit.multiplyAdd(inner.load(y, x), k1, Unit.multiplyAdd(Unit.Activation.widen(values[y &* width &+ x]), k2, k3))
    }

    @_alwaysEmitIntoClient @inline(__always)
    package func ask(_ planes: Int, _ y: Int, _ x: Int) {
        inner.ask(planes, y, x)
        Unit.ask(values, (planes &* height &+ y) &* width &+ x)
    }
}
