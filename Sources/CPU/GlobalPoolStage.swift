// One pixel from a whole map: means, or the largest values and the means.
// Leaves to others: pooling by windows (PoolStage).

import Networks
import Tiles

final class GlobalPoolStage: PlainStage {
    private let kind: GlobalPool
    private let pixels: Int

    init(_ layer: Int, _ kind: GlobalPool, input: Shape, output: Shape, _ options: StageOptions, _ plan: inout MemoryPlan) {
        self.kind = kind
        pixels = input.height * input.width
        super.init(layer..<layer + 1, output: output, options, &plan)
    }

    /// A plane as it is read: normalised.
    override var need: ScratchNeed { ScratchNeed(thread: pixels) }

    override func forward(_ pass: StagePass) {
        let input = input!, pixels = pixels, blocks = input.blocks, hasLargest = kind == .largestAndAverage
        pass.workers.each(pass.count) { thread, images in
            let copy = pass.scratch.thread(thread)
            for image in images {
                for block in 0..<blocks {
                    read(input, image * blocks + block, block, copy, pass)
                    var sum = Lanes.zero, largest: Lanes = copy[0]
                    for i in 0..<pixels {
                        sum += copy[i]
                        largest.replace(with: copy[i], where: copy[i] .> largest)
                    }
                    if hasLargest { put(largest, image, block, offset: 0) }
                    put(sum * Lanes(repeating: 1 / Float(pixels)), image, block, offset: hasLargest ? input.shape.channels : 0)
                }
            }
        }
    }

    override func backward(_ pass: StagePass, gradient: LanePointer, below: ConvolutionInputGradient?) {
        guard let below else { return }
        let input = input!, pixels = pixels, blocks = input.blocks, hasLargest = kind == .largestAndAverage
        pass.workers.each(pass.count) { thread, images in
            let copy = pass.scratch.thread(thread)
            for image in images {
                for block in 0..<blocks {
                    let to = below.gradient + (image * blocks + block) * pixels
                    let mean = take(gradient, image, block, offset: hasLargest ? input.shape.channels : 0)
                    to.update(repeating: mean * Lanes(repeating: 1 / Float(pixels)), count: pixels)
                    if !hasLargest { continue }
                    read(input, image * blocks + block, block, copy, pass)
                    var largest: Lanes = copy[0], place = SIMD16<Int32>(repeating: 0)
                    for i in 1..<max(pixels, 1) {
                        let above = copy[i] .> largest
                        largest.replace(with: copy[i], where: above)
                        place.replace(with: SIMD16<Int32>(repeating: Int32(i)), where: above)
                    }
                    let slope = take(gradient, image, block, offset: 0)
                    for c in 0..<16 { to[Int(place[c])][c] += slope[c] }
                }
            }
        }
        pass.satisfy(below, input.shape)
    }

    private func read(_ input: StageOutput, _ plane: Int, _ block: Int, _ to: LanePointer, _ pass: StagePass) {
        pass.kernels.phaseRow(input.convolutionInput.plane(plane, block: block, size: pixels), 0, pixels, to, 0, 1, pixels)
    }

    /// Channel `offset` + 16 · block + c of the output: whole vectors only where the halves begin at one.
    private func place(_ image: Int, _ block: Int, offset: Int, _ c: Int) -> Int {
        16 * image * output.blocks + offset + 16 * block + c
    }

    private func put(_ v: Lanes, _ image: Int, _ block: Int, offset: Int) {
        let to = UnsafeMutableRawPointer(values).assumingMemoryBound(to: Float.self)
        for c in 0..<min(16, input.shape.channels - 16 * block) { to[place(image, block, offset: offset, c)] = v[c] }
        // Channels beyond the last are zero, as every reader expects.
        if offset + 16 * block + 16 >= output.shape.channels {
            for c in output.shape.channels..<16 * output.blocks { to[16 * image * output.blocks + c] = 0 }
        }
    }

    private func take(_ gradient: LanePointer, _ image: Int, _ block: Int, offset: Int) -> Lanes {
        let from = UnsafeMutableRawPointer(gradient).assumingMemoryBound(to: Float.self)
        var v = Lanes.zero
        for c in 0..<min(16, input.shape.channels - 16 * block) { v[c] = from[place(image, block, offset: offset, c)] }
        return v
    }
}
