// Stores with what is fused into them: bias, ReLU, pooling and batch statistics of an output; ReLU's mask and batch normalisation's backward
// sums of an input gradient.
// Leaves to others: computing what is stored.

extension ConvolutionUnit {
    /// Finishes `rows` rows of an output plane that lie in `strip` (rows `stride` apart), the first of them row `y` of the plane. Where the sink
    /// pools, y is even. The strip is overwritten.
    @_alwaysEmitIntoClient @inline(__always)
    package static func finishRows(_ strip: LanePointer, stride: Int, y: Int, rows: Int, _ sink: OutputSink) {
        let width = sink.width, bias = sink.bias.pointee, floor = repeated(sink.floor)
        if let values = sink.values {
            // Read again only by what follows here.
            let isReadAgain = sink.statistics != nil || sink.pooled != nil
            for row in 0..<rows {
                let from = strip + row * stride, to = values.vectors(Activation.self) + (y + row) * width
                if isReadAgain {
                    for x in 0..<width {
                        let v = atLeast(from[x] + bias, floor)
                        from[x] = v
                        to[x] = Activation.narrow(v)
                    }
                } else {
                    for x in 0..<width { to[x] = Activation.narrow(atLeast(from[x] + bias, floor)) }
                }
            }
        } else {
            for row in 0..<rows {
                let from = strip + row * stride
                for x in 0..<width { from[x] = atLeast(from[x] + bias, floor) }
            }
        }
        if let statistics = sink.statistics { accumulate(strip, stride, rows, width, statistics) }
        if let pooled = sink.pooled, let choice = sink.choice { poolRows(strip, stride, y, rows, sink, pooled, choice) }
    }

    /// Continues count, mean and squared deviations by a block (Chan, Golub, LeVeque 1983): no cancellation where the mean is large.
    @_alwaysEmitIntoClient @inline(__always)
    package static func accumulate(_ strip: LanePointer, _ stride: Int, _ rows: Int, _ width: Int, _ statistics: LanePointer) {
        var sum = Lanes.zero
        for row in 0..<rows {
            let from = strip + row * stride
            for x in 0..<width { sum += from[x] }
        }
        let added = Float(rows * width), mean = sum * repeated(1 / added)
        var squares = Lanes.zero
        for row in 0..<rows {
            let from = strip + row * stride
            for x in 0..<width {
                let d = from[x] - mean
                squares = multiplyAdd(d, d, squares)
            }
        }
        combine(statistics, count: added, mean: mean, squares: squares)
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func combine(_ statistics: LanePointer, count added: Float, mean: Lanes, squares: Lanes) {
        let before = statistics[0][0], total = before + added
        let delta = mean - statistics[1]
        statistics[0] = repeated(total)
        statistics[1] = multiplyAdd(delta, repeated(added / total), statistics[1])
        statistics[2] = multiplyAdd(delta * delta, repeated(before * added / total), statistics[2] + squares)
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func poolRows(
        _ strip: LanePointer, _ stride: Int, _ y: Int, _ rows: Int, _ sink: OutputSink, _ pooled: StoredPointer, _ choice: ChoicePointer
    ) {
        let width = sink.width >> 1, floor = repeated(sink.floor), pooled = pooled.vectors(Activation.self)
        for pair in 0..<rows >> 1 {
            let row = (y >> 1) + pair
            let top = strip + 2 * pair * stride, bottom = top + stride
            if row >= sink.height >> 1 { break }
            for x in 0..<width {
                let window = (top[2 * x], top[2 * x + 1], bottom[2 * x], bottom[2 * x + 1])
                let result = sink.sign.map { largest(window, sign: $0.pointee) } ?? largest(window, floor: floor)
                pooled[row * width + x] = Activation.narrow(result.0)
                choice[row * width + x] = result.1
            }
        }
    }

    /// The first largest of four and its place, 4 where it is not above the floor.
    @_alwaysEmitIntoClient @inline(__always)
    package static func largest(_ v: Lanes4, floor: Lanes) -> (Lanes, SIMD16<UInt8>) {
        var m = v.0
        var place = SIMD16<UInt32>(repeating: 0)
        var above = v.1 .> m
        m.replace(with: v.1, where: above)
        place.replace(with: SIMD16<UInt32>(repeating: 1), where: above)
        above = v.2 .> m
        m.replace(with: v.2, where: above)
        place.replace(with: SIMD16<UInt32>(repeating: 2), where: above)
        above = v.3 .> m
        m.replace(with: v.3, where: above)
        place.replace(with: SIMD16<UInt32>(repeating: 3), where: above)
        place.replace(with: SIMD16<UInt32>(repeating: 4), where: m .<= floor)
        return (m, Arithmetic.narrow(place))
    }

    /// The first of four whose product with the sign is largest, and its place.
    @_alwaysEmitIntoClient @inline(__always)
    package static func largest(_ v: Lanes4, sign: Lanes) -> (Lanes, SIMD16<UInt8>) {
        let found = largest((v.0 * sign, v.1 * sign, v.2 * sign, v.3 * sign), floor: repeated(-.infinity))
        let place = Arithmetic.widen(found.1)
        var m = v.0
        m.replace(with: v.1, where: place .== SIMD16<UInt32>(repeating: 1))
        m.replace(with: v.2, where: place .== SIMD16<UInt32>(repeating: 2))
        m.replace(with: v.3, where: place .== SIMD16<UInt32>(repeating: 3))
        return (m, found.1)
    }
}

/// Stores a pixel of an input gradient by its index in the plane.
@usableFromInline
package protocol GradientStore {
    mutating func store(_ index: Int, _ g: Lanes)
    /// Asks for what `store` will touch. Any index will do.
    func ask(_ index: Int)
    func finish()
}

@frozen @usableFromInline
package struct PlainStore<Unit: ConvolutionUnit>: GradientStore {
    @usableFromInline let gradient: Unit.StoredActivations

    @_alwaysEmitIntoClient @inline(__always)
    package init(_ sink: GradientSink) { gradient = sink.gradient.vectors(Unit.Activation.self) }

    @_alwaysEmitIntoClient @inline(__always)
    package func store(_ index: Int, _ g: Lanes) { gradient[index] = Unit.Activation.narrow(g) }

    @_alwaysEmitIntoClient @inline(__always)
    package func ask(_ index: Int) { Unit.ask(gradient, index) }

    @_alwaysEmitIntoClient @inline(__always)
    package func finish() {}
}

@frozen @usableFromInline
package struct MaskedStore<Unit: ConvolutionUnit>: GradientStore {
    @usableFromInline let gradient: Unit.StoredActivations
    @usableFromInline let values: Unit.StoredActivations
    @usableFromInline let floor: Lanes

    @_alwaysEmitIntoClient @inline(__always)
    package init(_ sink: GradientSink, _ values: StoredPointer) {
        gradient = sink.gradient.vectors(Unit.Activation.self)
        self.values = values.vectors(Unit.Activation.self)
        floor = Lanes(repeating: sink.floor)
    }

    @_alwaysEmitIntoClient @inline(__always)
    package func store(_ index: Int, _ g: Lanes) {
        gradient[index] = Unit.Activation.narrow(g.replacing(with: Lanes.zero, where: Unit.Activation.widen(values[index]) .<= floor))
    }

    @_alwaysEmitIntoClient @inline(__always)
    package func ask(_ index: Int) {
        Unit.ask(gradient, index)
        Unit.ask(values, index)
    }

    @_alwaysEmitIntoClient @inline(__always)
    package func finish() {}
}

@frozen @usableFromInline
package struct NormalisedStore<Unit: ConvolutionUnit>: GradientStore {
    @usableFromInline let gradient: Unit.StoredActivations
    @usableFromInline let values: Unit.StoredActivations
    @usableFromInline let scale: Lanes
    @usableFromInline let shift: Lanes
    @usableFromInline let inverse: Lanes
    @usableFromInline let centre: Lanes
    @usableFromInline let floor: Lanes
    @usableFromInline let sums: LanePointer
    @usableFromInline var sum = Lanes.zero
    @usableFromInline var product = Lanes.zero

    @_alwaysEmitIntoClient @inline(__always)
    package init(_ sink: GradientSink, _ values: StoredPointer, _ normalisation: LanePointer, _ sums: LanePointer) {
        gradient = sink.gradient.vectors(Unit.Activation.self)
        self.values = values.vectors(Unit.Activation.self)
        self.sums = sums
        scale = normalisation[0]
        shift = normalisation[1]
        inverse = normalisation[2]
        centre = normalisation[3]
        floor = Lanes(repeating: sink.floor)
        sum = .zero
        product = .zero
    }

    @_alwaysEmitIntoClient @inline(__always)
    package mutating func store(_ index: Int, _ g: Lanes) {
        let z = Unit.Activation.widen(values[index])
        let kept = g.replacing(with: Lanes.zero, where: Unit.multiplyAdd(z, scale, shift) .<= floor)
        sum += kept
        product = Unit.multiplyAdd(kept, Unit.multiplyAdd(z, inverse, centre), product)
        gradient[index] = Unit.Activation.narrow(kept)
    }

    @_alwaysEmitIntoClient @inline(__always)
    package func ask(_ index: Int) {
        Unit.ask(gradient, index)
        Unit.ask(values, index)
    }

    @_alwaysEmitIntoClient @inline(__always)
    package func finish() {
        sums[0] += sum
        sums[1] += product
    }
}
