// The words for convolutions and products: what they mean, which mean nothing, and DeepBench's shapes among them.
// Leaves to others: computing them (Convolution2DTests, GemmTests).

import CPU
import Measurement
import Testing
import Workloads

@Suite struct ConvolutionShapeTests {
    private let machine = Surroundings(processors: 2, caches: [], availableBytes: 1 << 40, instructionSets: [.portable])

    @Test func oldWordsMeanWhatTheyMeant() throws {
        let shape = try #require(ConvolutionShape("64-128@16"))
        #expect((shape.inputs, shape.outputs, shape.height, shape.width) == (64, 128, 16, 16))
        #expect((shape.kernel, shape.kernelWidth, shape.stride, shape.padding, shape.batch) == (3, 3, 1, 1, 128))
        #expect(shape.forChecking.inputs == 48 && shape.forChecking.outputs == 48 && shape.forChecking.batch == 2)
        #expect(shape.forChecking.height == 16)
    }

    @Test func newWordsSayTheRest() throws {
        let shape = try #require(ConvolutionShape("64-128@56x48k5x3s2p0b8"))
        #expect((shape.height, shape.width, shape.kernel, shape.kernelWidth) == (56, 48, 5, 3))
        #expect((shape.stride, shape.padding, shape.batch) == (2, 0, 8))
        #expect((shape.outputHeight, shape.outputWidth) == (26, 23))
        #expect(ConvolutionShape("3-64@224k7s2p3b16")?.outputWidth == 112)
        #expect(ConvolutionShape("1-32@161x700k5x20s2p0b4")?.outputHeight == 79)
        #expect(ConvolutionShape("1-32@161x700k5x20s2p0b4")?.outputWidth == 341)
        #expect(ConvolutionShape("64-128@8b1")?.batch == 1)
    }

    @Test(arguments: [
        "", "64-128", "64@128-8", "64-128@0", "64-128@8k", "64-128@8b8k3", "64-128@8s2s2", "64-128@8k9p0", "64-128@8x8x8", "64-128@8p-1",
        "-128@8", "64-5000@8", "64-128@8kk3", "64-128@8z3",
    ])
    func whatMeansNothing(word: String) { #expect(ConvolutionShape(word) == nil) }

    /// The table's counts: 94 convolutions, of which some stand twice, and 160 products.
    @Test func deepBenchIsWhole() throws {
        #expect(DeepBench.convolutions.allSatisfy { ConvolutionShape($0) != nil })
        #expect(Set(DeepBench.convolutions).count == DeepBench.convolutions.count)
        let counts = try ["nn", "nt", "tn"].map { try #require(DeepBench.gemm($0)).count }
        #expect(counts == [77, 73, 10])
        #expect(try #require(DeepBench.gemm("nn")).allSatisfy { GemmBenchmark.sizes($0) != nil })
        #expect(DeepBench.gemm("tt") == nil)
        let gemm = GemmBenchmark(), words = try gemm.expand(parameter: "n", value: "deepbench-tn", in: machine)
        #expect(words.first == "7133x1760x1760" && words.last == "32x1024x512")
        #expect(LSTMBenchmark.deepBench.count == 22 && LSTMBenchmark.deepBench.allSatisfy { LSTMBenchmark.shape($0) != nil })
    }

    @Test func winogradIsForItsOwnLayersOnly() throws {
        let conv = ConvolutionBenchmark()
        func obstacle(_ layer: String, _ algorithm: String) -> String? {
            conv.obstacle(
                to: Configuration(
                    benchmark: "conv2d",
                    parameters: [Parameter("layer", layer), Parameter("pass", "forward"), Parameter("algorithm", algorithm)]),
                in: machine)
        }
        #expect(obstacle("64-64@8k5p2", "winograd4")?.hasPrefix("Winograd computes") == true)
        #expect(obstacle("64-64@8", "winograd4") == nil && obstacle("64-64@8k5p2", "auto") == nil)
    }
}
