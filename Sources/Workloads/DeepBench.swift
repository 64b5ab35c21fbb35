// DeepBench's training shapes (Baidu Research, 2017; code/kernels/gemm_problems.h and conv_problems.h), in the words of our benchmarks.
// Leaves to others: what the words mean (GemmBenchmark, ConvolutionBenchmark); shapes of LSTM and all-reduce stand with their benchmarks.
// Its program adds its products to what C holds (beta = 1); ours writes C without reading it.

package enum DeepBench {
    /// Sizes of matrix products, rows x columns x depth, by the transposes with which they are asked for.
    ///
    /// DeepBench's matrices are stored by columns: its product of m × n × k is ours of n × m × k with the factors exchanged, and so are its transposes.
    package static func gemm(_ transpose: String) -> [String]? {
        switch transpose {
        case "nn": common + [512, 1024].flatMap { m in [16, 32].map { word(m, $0, 512) } }
        case "nt": common
        case "tn":
            [(1760, 7133, 1760), (2048, 7133, 2048), (2560, 7133, 2560), (4096, 7133, 4096), (3072, 7435, 1024), (7680, 5481, 2560)].map(
                word)
                + [512, 1024].flatMap { m in [16, 32].map { word(m, $0, 512) } }
        default: nil
        }
    }

    /// m × n × k of the table, in our order.
    private static func word(_ m: Int, _ n: Int, _ k: Int) -> String { "\(n)x\(m)x\(k)" }

    /// Asked for with A as it is and transposed, in DeepBench's sense.
    private static var common: [String] {
        var words: [String] = []
        for size in [1760, 2048, 2560, 4096] { words += [16, 32, 64, 128, 7000].map { word(size, $0, size) } }
        for k in [1760, 2048, 2560, 4096] { words += [word(5124, 9124, k), word(35, 8457, k)] }
        for (m, k) in [(7680, 2560), (3072, 1024)] { words += [16, 32, 64, 128].map { word(m, $0, k) } }
        for n in [8, 16] { words += [512, 1024].map { word($0, n, 500_000) } }
        words.append(word(1024, 700, 512))
        for n in [24_000, 48_000] {
            words += [(7680, 2560), (6144, 2048), (4608, 1536), (8448, 2816), (3072, 1024)].map { word($0, n, $1) }
        }
        for n in [16, 32] { words += [(6144, 2048), (4608, 1536), (8448, 2816)].map { word($0, n, $1) } }
        for n in [24_000, 48_000] { words += [512, 1024].flatMap { m in [2816, 2048, 2560, 1536].map { word(m, n, $0) } } }
        return words
    }

    /// Convolutions: speech (DeepSpeech, OCR), faces, VGG, GoogLeNet, ResNet. Each is asked for forward and both ways backward. Shapes that the table
    /// lists twice stand here once.
    package static let convolutions: [String] = {
        var words = [4, 8, 16, 32].map { "1-32@161x700k5x20s2p0b\($0)" } + [4, 8, 16, 32].map { "32-32@79x341k5x10s2p0b\($0)" }
        words += ["1-16@48x480", "16-32@24x240", "32-64@12x120", "64-128@6x60"].map { $0 + "b16" }
        words += ["3-64@108s2", "64-64@54", "128-128@27", "128-256@14", "256-512@7"].map { $0 + "b8" }
        for batch in ["b8", "b16"] {
            words += ["3-64@224", "64-128@112", "128-256@56", "256-512@28", "512-512@14", "512-512@7"].map { $0 + batch }
        }
        words += ["3-64@224k7s2p3", "192-32@28k5p2", "192-64@28k1p0", "512-48@14k5p2", "512-192@14k1p0", "832-256@7k1p0", "832-128@7k5p2"]
            .map { $0 + "b16" }
        for batch in ["b8", "b16"] {
            words += [
                "64-64@56", "64-256@56k1s2p0", "128-128@28", "128-512@28k1s2p0", "256-256@14k1p0", "256-256@14", "256-1024@14k1s2p0",
                "512-512@7k1p0", "2048-512@7k1s2p3",
            ].map { $0 + batch }
        }
        words += [
            "1-64@161x700k5s2p1", "64-64@80x350", "64-128@80x350k5s2p1", "128-128@40x175", "128-256@40x175k5s2p1", "256-256@20x84",
            "256-512@20x84k5s2p1", "512-512@10x42",
        ].map { $0 + "b16" }
        for batch in ["b8", "b16"] {
            words += [
                "64-64@112k1p0", "64-256@56k1p0", "256-64@56k1p0", "256-128@56k1s2p0", "128-512@28k1p0", "512-128@28k1p0",
                "512-256@28k1s2p0",
                "256-1024@14k1p0", "512-1024@28k1s2p0", "1024-256@14k1p0", "1024-512@14k1s2p0", "512-2048@7k1p0", "1024-2048@14k1s2p0",
                "2048-512@7k1p0",
            ].map { $0 + batch }
        }
        return words
    }()
}
