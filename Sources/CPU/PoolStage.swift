// Max-pooling that is not fused into a convolution: any window and stride.
// Leaves to others: the common 2×2 after a convolution (ConvolutionStage).

import Networks
import Tiles

final class PoolStage: PlainStage {
    private let size: Int
    private let stride: Int

    init(_ layer: Int, size: Int, stride: Int, output: Shape, _ options: StageOptions, _ plan: inout MemoryPlan) {
        self.size = size
        self.stride = stride
        super.init(layer..<layer + 1, output: output, options, &plan)
    }

    override func forward(_ pass: StagePass) {
        let shape = input.shape, input = input!, values = values, to = self.shape
        pass.eachPlane(input.blocks) { _, plane, _ in
            let from = input.values + plane * input.pixels
            for y in 0..<to.height {
                for x in 0..<to.width {
                    values[(plane * to.height + y) * to.width + x] = largest(from, shape.width, y, x).value
                }
            }
        }
    }

    /// The first largest of a window, row by row, is found again instead of kept.
    override func backward(_ pass: StagePass, gradient: LanePointer, below: ConvolutionInputGradient?) {
        guard let below else { return }
        let shape = input.shape, input = input!, to = self.shape
        pass.eachPlane(input.blocks) { _, plane, _ in
            let from = input.values + plane * input.pixels, into = below.gradient + plane * input.pixels
            into.update(repeating: .zero, count: input.pixels)
            for y in 0..<to.height {
                for x in 0..<to.width {
                    let place = largest(from, shape.width, y, x).place, g = gradient[(plane * to.height + y) * to.width + x]
                    for window in 0..<size * size {
                        let i = (y * stride + window / size) * shape.width + x * stride + window % size
                        into[i] += Lanes.zero.replacing(with: g, where: place .== SIMD16<Int32>(repeating: Int32(window)))
                    }
                }
            }
        }
        pass.satisfy(below, shape)
    }

    private func largest(_ from: LanePointer, _ width: Int, _ y: Int, _ x: Int) -> (value: Lanes, place: SIMD16<Int32>) {
        var value = from[y * stride * width + x * stride], place = SIMD16<Int32>(repeating: 0)
        for window in 1..<max(size * size, 1) {
            let v = from[(y * stride + window / size) * width + x * stride + window % size], above = v .> value
            value.replace(with: v, where: above)
            place.replace(with: SIMD16<Int32>(repeating: Int32(window)), where: above)
        }
        return (value, place)
    }
}
