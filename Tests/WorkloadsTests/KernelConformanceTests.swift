// Every kernel of the catalogue at a small point, on every instruction set and precision: it prepares, its answer is right before and after it runs,
// and its work makes a figure. Leaves to others: networks (CPUExecutorTests), what a figure is worth (measuring).

import CPU
import Datasets
import Measurement
import Networks
import Testing
import Workloads

@Suite struct KernelConformanceTests {
    /// Points small enough for a test, where a benchmark's defaults are not.
    private static let small: [String: [String: String]] = [
        "memory/bandwidth": ["size": "64KiB"], "memory/latency": ["size": "64KiB"], "gemm": ["n": "33x65x40"],
        "conv2d": ["layer": "3-16@4"], "elementwise": ["size": "64KiB"], "reduce": ["size": "64KiB"], "softmax": ["shape": "37x100"],
        "batch-norm": ["layer": "5@7x9b3"], "all-reduce": ["count": "1000"], "sparse/spmv": ["grid": "21"],
        "fft": ["n": "512", "batch": "3"], "lstm": ["layer": "9-19b5t3"], "robojam/predict": ["units": "32"],
        "gan/generate": ["batch": "1"], "transformer/train": ["batch": "1"], "transformer/generate": ["tokens": "3"],
    ]

    /// What needs photos or another machine has tests of its own.
    private static let kernels = Catalogue.all.filter {
        !$0.isTraining && !$0.id.hasSuffix("/infer") && $0.id != "input/jpeg" && $0.id != "network/peer"
    }

    /// Whether it multiplies pairs in one instruction, where the instruction set or the processor may have none.
    private static func needsDotProduct(_ configuration: Configuration) -> DotProduct? {
        switch (configuration.benchmark, configuration.precision) {
        case ("peak/fma", "bf16"), (_, "bf16-fast"): .bf16
        case ("peak/fma", "int8"): .int8
        default: nil
        }
    }

    private static let machine = Surroundings(
        processors: 2, caches: [32 << 10, 1 << 20].map { CacheCapacity(bytes: $0, sharedBy: 1) }, availableBytes: 1 << 30,
        instructionSets: InstructionSet.available)

    private static func points(of benchmark: any Benchmark) throws -> [Configuration] {
        var parameters: [Parameter] = []
        for declaration in benchmark.parameters {
            let value = small[benchmark.id]?[declaration.name] ?? declaration.defaults[0]
            let values = try benchmark.expand(parameter: declaration.name, value: value, in: machine)
            parameters.append(Parameter(declaration.name, values[0]))
        }
        let sets: [String?] = benchmark.hasInstructionSets ? machine.instructionSets.map(\.rawValue) : [nil]
        let precisions: [String?] = benchmark.precisions.isEmpty ? [nil] : benchmark.precisions
        return sets.flatMap { set in
            precisions.map { precision in
                Configuration(
                    benchmark: benchmark.id, revision: benchmark.revision, parameters: parameters,
                    threads: min(2, benchmark.maximumThreads ?? 2), instructionSet: set, precision: precision)
            }
        }
    }

    @Test(arguments: kernels.map(\.id))
    func preparesVerifiesAndRuns(id: String) throws {
        let benchmark = try #require(Catalogue.benchmark(id))
        let context = Context(withoutDataOn: Self.machine)
        for configuration in try Self.points(of: benchmark) {
            let obstacle = benchmark.obstacle(to: configuration, in: Self.machine)
            if let dot = Self.needsDotProduct(configuration),
                !dot.isAvailable || configuration.instructionSet.flatMap(InstructionSet.init).flatMap(DotProduct.kernels) == nil
            {
                #expect(obstacle != nil, "\(configuration.identifier)")
                continue
            }
            #expect(obstacle == nil, "\(configuration.identifier)")
            guard case .kernel(let workload) = try benchmark.prepare(configuration, in: context) else {
                Issue.record("\(id) is no kernel")
                return
            }
            let before = workload.verify()
            #expect(before.passed, "\(configuration.identifier): \(before)")
            workload.run(iterations: 3)
            let after = workload.verify()
            #expect(after.passed, "\(configuration.identifier) afterwards: \(after)")
            let figure = benchmark.metric(of: configuration).value(seconds: 1, work: workload.work)
            #expect(figure > 0 && figure.isFinite, "\(configuration.identifier): \(workload.work)")
            #expect(workload.observedThreads ?? configuration.threads == configuration.threads)
        }
        context.dismissTeam()
    }

    /// A convolution by itself makes its weights' transform in every run, so that is what is tried.
    @Test func trialsOfAConvolutionTransformItsWeightsAsItsRunsDo() throws {
        let benchmark = ConvolutionBenchmark(), context = Context(withoutDataOn: Self.machine)
        let configuration = Configuration(
            benchmark: benchmark.id,
            parameters: [Parameter("layer", "16-32@8b4"), Parameter("pass", "forward"), Parameter("algorithm", "auto")], threads: 2,
            precision: "fp32")
        _ = try benchmark.prepare(configuration, in: context)
        #expect(context.chooser.count == 1)
        _ = context.chooser.trials(
            ConvolutionGeometry(Convolution(16, 32), height: 8, width: 8, batch: 4), passes: [.forward], set: .best, team: context.team(2))
        #expect(context.chooser.count == 1)
        context.dismissTeam()
    }

    /// Products err by roundings that mostly cancel, and a probe of 47 steps is not excused by a product of many thousands.
    @Test(arguments: [("fp32", 0x1p-23), ("fp64", 0x1p-52), ("bf16", 0x1p-23)])
    func deepProductsAreJudgedStrictly(precision: String, ulp: Double) throws {
        let benchmark = GemmBenchmark(), context = Context(withoutDataOn: Self.machine), depth = 40_000
        let configuration = Configuration(
            benchmark: benchmark.id, parameters: [Parameter("n", "2x3x\(depth)"), Parameter("transpose", "nt")], threads: 1,
            precision: precision)
        guard case .kernel(let workload) = try benchmark.prepare(configuration, in: context) else {
            Issue.record("gemm is no kernel")
            return
        }
        let verification = workload.verify()
        #expect(verification.passed, "\(verification)")
        #expect(verification.tolerance <= 8 * ulp * Double(depth).squareRoot(), "\(verification)")
        context.dismissTeam()
    }

    /// A value that means nothing gets a sentence that says what to write.
    @Test(arguments: [
        ("elementwise", "kernel", "gelu", "is none of all, relu"), ("elementwise", "store", "fast", "is none of auto"),
        ("elementwise", "size", "big", "is no size"), ("reduce", "kernel", "mean", "is none of all, sum"),
        ("softmax", "shape", "1024", "write rows x columns"), ("softmax", "shape", "0x5", "write rows x columns"),
        ("batch-norm", "layer", "64@32b8", "write channels@height x width b batch"),
        ("batch-norm", "layer", "64@1x1b1", "more than one value"),
        ("batch-norm", "pass", "training", "is none of forward"), ("all-reduce", "count", "many", "is neither deepbench"),
        ("all-reduce", "count", "0", "is neither deepbench"), ("sparse/spmv", "grid", "20001", "1 to 20000"),
        ("fft", "n", "1000", "is no power of two"), ("fft", "batch", "0", "is neither auto"),
        ("fft", "direction", "back", "is neither forward"),
        ("lstm", "layer", "1024b64", "write inputs-hidden b batch t steps"), ("lstm", "pass", "both", "is neither forward"),
    ])
    func badValuesAreNamed(id: String, parameter: String, value: String, says: String) throws {
        let benchmark = try #require(Catalogue.benchmark(id))
        do throws(WorkloadError) {
            let values = try benchmark.expand(parameter: parameter, value: value, in: Self.machine)
            Issue.record("\(id) takes \(value) as \(values)")
        } catch {
            #expect(error.sentence.contains(says), "\(error.sentence)")
        }
    }

    @Test func whatDoesNotFitOrMakesNoSenseIsSkippedWithItsReason() throws {
        let reduce = try #require(Catalogue.benchmark("all-reduce"))
        let alone = Configuration(benchmark: "all-reduce", parameters: [Parameter("count", "10")], threads: 1, precision: "fp32")
        #expect(reduce.obstacle(to: alone, in: Self.machine) == "with one thread there is nobody to share with")
        for (id, name, value) in [
            ("softmax", "shape", "65536x65536"), ("batch-norm", "layer", "1024@512x512b64"), ("sparse/spmv", "grid", "20000"),
            ("elementwise", "size", "4GiB"), ("reduce", "size", "4GiB"), ("all-reduce", "count", "1000000000"),
        ] {
            let benchmark = try #require(Catalogue.benchmark(id))
            let configuration = Configuration(
                benchmark: id, parameters: [Parameter(name, value)], threads: 2, precision: benchmark.precisions.first)
            #expect(benchmark.obstacle(to: configuration, in: Self.machine)?.hasPrefix("It needs ") == true, "\(id)")
        }
        #expect(try Catalogue.benchmark("all-reduce")?.expand(parameter: "count", value: "deepbench", in: Self.machine).count == 7)
    }
}
