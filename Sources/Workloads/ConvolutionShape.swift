// The word for a convolution in a configuration: `64-128@16`, or with all that can be said `64-128@56x48k5x3s2p1b8`.
// Leaves to others: which words there are (ConvolutionBenchmark, DeepBench).

package import Networks

/// Channels in and out, map, kernel, stride, padding, batch.
package struct ConvolutionShape: Equatable {
    package var inputs: Int
    package var outputs: Int
    package var height: Int
    package var width: Int
    package var kernel = 3
    package var kernelWidth = 3
    package var stride = 1
    package var padding = 1
    package var batch = ConvolutionBenchmark.batch

    package var layer: Convolution {
        Convolution(inputs, outputs, kernel: kernel, kernelWidth: kernelWidth, stride: stride, padding: padding)
    }
    /// Whether the Winograd algorithm is for it.
    package var isWinograd: Bool { kernel == 3 && kernelWidth == 3 && stride == 1 && padding == 1 }
    package var taps: Int { kernel * kernelWidth }
    package var outputHeight: Int { (height + 2 * padding - kernel) / stride + 1 }
    package var outputWidth: Int { (width + 2 * padding - kernelWidth) / stride + 1 }

    package init(inputs: Int, outputs: Int, height: Int, width: Int) {
        (self.inputs, self.outputs, self.height, self.width) = (inputs, outputs, height, width)
    }

    /// Nil for what is no such word, or where the kernel does not fit into the padded map. What is not said is a 3×3 kernel, stride 1, padding 1, batch 128.
    package init?(_ text: String) {
        let sign: (Character) -> Bool = { "-@ksp".contains($0) || $0 == "b" }
        let signs = text.filter(sign), parts = text.split(omittingEmptySubsequences: false, whereSeparator: sign)
        guard parts.count >= 3, signs.hasPrefix("-@"), let map = Self.pair(parts[2]), let inputs = Self.number(parts[0]),
            let outputs = Self.number(parts[1])
        else { return nil }
        self.init(inputs: inputs, outputs: outputs, height: map.0, width: map.1)
        var order: Substring = "kspb"
        for (sign, part) in zip(signs.dropFirst(2), parts.dropFirst(3)) {
            // Each at most once, in this order.
            guard let place = order.firstIndex(of: sign) else { return nil }
            order = order[order.index(after: place)...]
            switch sign {
            case "k":
                guard let pair = Self.pair(part) else { return nil }
                (kernel, kernelWidth) = pair
            case "p":
                guard let number = Int(part), (0...4096).contains(number) else { return nil }
                padding = number
            default:
                guard let number = Self.number(part) else { return nil }
                if sign == "s" { stride = number } else { batch = number }
            }
        }
        guard height + 2 * padding >= kernel, width + 2 * padding >= kernelWidth else { return nil }
    }

    private static func number(_ text: Substring) -> Int? { Int(text).flatMap { (1...4096).contains($0) ? $0 : nil } }

    /// `56x48`, or `56` for both.
    private static func pair(_ text: Substring) -> (Int, Int)? {
        let numbers = text.split(separator: "x", omittingEmptySubsequences: false).map { number($0) ?? 0 }
        guard (1...2).contains(numbers.count), !numbers.contains(0) else { return nil }
        return (numbers[0], numbers[numbers.count - 1])
    }

    /// The least bytes of the tensors that a pass owns: activations and gradients of both sides, in blocks of 16 channels, and weights.
    package var bytes: Double {
        func padded(_ channels: Int) -> Double { Double((channels + 15) / 16 * 16) }
        let maps = padded(inputs) * Double(height * width) + padded(outputs) * Double(outputHeight * outputWidth)
        return 4 * (2 * Double(batch) * maps + 2 * padded(inputs) * padded(outputs) * Double(taps))
    }

    /// The same layer, small enough to be checked with loops in float64: few images, a piece of the map, as many channels as a hundred million
    /// products allow.
    package var forChecking: ConvolutionShape {
        var small = self
        small.batch = 2
        small.height = min(height, max(32, kernel + stride))
        small.width = min(width, max(32, kernelWidth + stride))
        let products = small.batch * small.outputHeight * small.outputWidth * small.taps
        var most = 48
        while most > 17, products * min(most, inputs) * min(most, outputs) > 100_000_000 { most -= 1 }
        small.inputs = min(inputs, most)
        small.outputs = min(outputs, most)
        return small
    }
}
