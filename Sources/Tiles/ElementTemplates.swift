// Residual sums and max-pooling over planes of sixteen channels.
// Leaves to others: 2×2 pooling fused into a convolution (FusedStores), choosing instances (ConvolutionInstance).

extension ConvolutionUnit {
    @_alwaysEmitIntoClient @inline(__always)
    package static func addPlanes<A: PlaneLoad, B: PlaneLoad>(_ a: A, _ b: B, floor: Float, count: Int, to: LanePointer) {
        let floor = repeated(floor)
        for i in 0..<count { to[i] = atLeast(a.load(i) + b.load(i), floor) }
    }

    /// Of the unit, though it needs nothing of it: a closure that does not name its unit would be one function for all modules.
    @_alwaysEmitIntoClient @inline(__always)
    package static func accumulatePlane(_ to: LanePointer, _ from: LanePointer, count: Int) {
        for i in 0..<count { to[i] = from[i] + to[i] }
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func maxPool<Load: PlaneLoad>(_ load: Load, _ w: PoolingWindows, to: LanePointer, choice: ChoicePointer) {
        for oy in 0..<w.outputHeight {
            let top = oy * w.stride - w.padding, firstRow = max(top, 0), endRow = min(top + w.size, w.height)
            for ox in 0..<w.outputWidth {
                let left = ox * w.stride - w.padding, firstColumn = max(left, 0), endColumn = min(left + w.size, w.width)
                var best = load.load(firstRow * w.width + firstColumn)
                var place = SIMD16<UInt32>(
                    repeating: UInt32(truncatingIfNeeded: (firstRow - top) * w.size + firstColumn - left))
                for y in firstRow..<endRow {
                    for x in firstColumn..<endColumn {
                        let v = load.load(y * w.width + x), above = v .> best
                        best.replace(with: v, where: above)
                        place.replace(
                            with: SIMD16<UInt32>(repeating: UInt32(truncatingIfNeeded: (y - top) * w.size + x - left)), where: above)
                    }
                }
                to[oy * w.outputWidth + ox] = best
                choice[oy * w.outputWidth + ox] = narrow(place)
            }
        }
    }

    /// Gathers, so that every pixel is written once: of the windows over a pixel, those that chose it.
    @_alwaysEmitIntoClient @inline(__always)
    package static func maxPoolGradient(_ gradient: LanePointer, _ choice: ChoicePointer, _ w: PoolingWindows, to: LanePointer) {
        for y in 0..<w.height {
            let firstRow = max(0, (y + w.padding - w.size + w.stride) / w.stride),
                endRow = min((y + w.padding) / w.stride + 1, w.outputHeight)
            for x in 0..<w.width {
                let first = max(0, (x + w.padding - w.size + w.stride) / w.stride), end = min((x + w.padding) / w.stride + 1, w.outputWidth)
                var sum = Lanes.zero
                var oy = firstRow
                while oy < endRow {
                    let row = (y + w.padding - oy * w.stride) * w.size + x + w.padding
                    var ox = first
                    while ox < end {
                        let here = SIMD16<UInt32>(repeating: UInt32(truncatingIfNeeded: row - ox * w.stride))
                        let index = oy * w.outputWidth + ox
                        sum += Lanes.zero.replacing(with: gradient[index], where: widen(choice[index]) .== here)
                        ox += 1
                    }
                    oy += 1
                }
                to[y * w.width + x] = sum
            }
        }
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static var elementKernels: ElementKernels {
        ElementKernels(
            add: { a, b, floor, count, to in
                if let n = a.normalisation {
                    let left = NormalisedLoad<Self>(a, n)
                    if let m = b.normalisation {
                        addPlanes(left, NormalisedLoad<Self>(b, m), floor: floor, count: count, to: to)
                    } else {
                        addPlanes(left, PlainLoad<Self>(b), floor: floor, count: count, to: to)
                    }
                } else if let m = b.normalisation {
                    addPlanes(NormalisedLoad<Self>(b, m), PlainLoad<Self>(a), floor: floor, count: count, to: to)
                } else {
                    addPlanes(PlainLoad<Self>(a), PlainLoad<Self>(b), floor: floor, count: count, to: to)
                }
            },
            accumulate: { accumulatePlane($0, $1, count: $2) },
            maxPool: { source, windows, to, choice in
                if let n = source.normalisation {
                    maxPool(NormalisedLoad<Self>(source, n), windows, to: to, choice: choice)
                } else {
                    maxPool(PlainLoad<Self>(source), windows, to: to, choice: choice)
                }
            },
            maxPoolGradient: { maxPoolGradient($0, $1, $2, to: $3) })
    }
}
