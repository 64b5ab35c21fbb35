// Between the canonical layouts (NCHW, [out][in][kernel][kernel], [channels]) and those of the kernels.
// Leaves to others: when; layouts of memory (WeightLayout, ConvolutionGeometry).

package import Tiles

/// Conversions of whole tensors. Channels that pad a block of 16 are zero.
package enum ConvolutionPacking {
    /// [count][channels][pixels] to [count][blocks][pixels] of 16 channels; images `first` to `last` of it.
    package static func pack(_ from: UnsafePointer<Float>, channels: Int, pixels: Int, images: Range<Int>, to: StoredPointer) {
        let blocks = (channels + 15) / 16
        for image in images {
            for block in 0..<blocks {
                let plane = to + (image * blocks + block) * pixels
                let real = min(16, channels - 16 * block)
                let source = from + (image * channels + 16 * block) * pixels
                for i in 0..<pixels {
                    var v = Lanes.zero
                    for c in 0..<real { v[c] = source[c * pixels + i] }
                    plane[i] = v
                }
            }
        }
    }

    /// The way back.
    package static func unpack(_ from: StoredPointer, channels: Int, pixels: Int, images: Range<Int>, to: UnsafeMutablePointer<Float>) {
        let blocks = (channels + 15) / 16
        for image in images {
            for channel in 0..<channels {
                let plane = from + (image * blocks + channel / 16) * pixels
                let target = to + (image * channels + channel) * pixels
                for i in 0..<pixels { target[i] = plane[number: 16 * i + channel % 16] }
            }
        }
    }

    /// [out][in][taps] to [tap][panel][in][panel's outputs].
    package static func packWeights(
        _ from: UnsafePointer<Float>, inputs: Int, outputs: Int, taps: Int, _ layout: WeightLayout, to: LanePointer
    ) {
        to.update(repeating: .zero, count: taps * layout.plane)
        eachWeight(inputs: inputs, outputs: outputs, taps: taps, layout, to) { target, index in target.pointee = from[index] }
    }

    package static func unpackWeights(
        _ from: LanePointer, inputs: Int, outputs: Int, taps: Int, _ layout: WeightLayout, to: UnsafeMutablePointer<Float>
    ) {
        eachWeight(inputs: inputs, outputs: outputs, taps: taps, layout, from) { source, index in to[index] = source.pointee }
    }

    private static func eachWeight(
        inputs: Int, outputs: Int, taps: Int, _ layout: WeightLayout, _ packed: LanePointer,
        _ body: (UnsafeMutablePointer<Float>, Int) -> Void
    ) {
        let floats = UnsafeMutableRawPointer(packed).assumingMemoryBound(to: Float.self)
        for o in 0..<outputs {
            for i in 0..<inputs {
                let vector = layout.offset(block: o / 16, row: i)
                for tap in 0..<taps { body(floats + 16 * (tap * layout.plane + vector) + o % 16, (o * inputs + i) * taps + tap) }
            }
        }
    }

    package static func packVector(_ from: UnsafePointer<Float>, count: Int, to: LanePointer) {
        to.update(repeating: .zero, count: (count + 15) / 16)
        UnsafeMutableRawPointer(to).assumingMemoryBound(to: Float.self).update(from: from, count: count)
    }

    package static func unpackVector(_ from: LanePointer, count: Int, to: UnsafeMutablePointer<Float>) {
        to.update(from: UnsafeMutableRawPointer(from).assumingMemoryBound(to: Float.self), count: count)
    }
}
