// From a suite's lists to the points of a run.
// Leaves to others: running them (RunnerTests).

import CPU
import Harness
import Measurement
import Testing
import Workloads

/// A benchmark that exists only here: one size axis, two precisions, one obstacle.
private struct Toy: Benchmark {
    let id = "toy/kernel"
    let summary = "a toy"
    let parameters = [ParameterDeclaration("size", help: "bytes", defaults: ["l1"])]
    let precisions = ["fp32", "fp64"]
    let hasInstructionSets = true
    func metric(of configuration: Configuration) -> Metric { .seconds }
    func expand(parameter: String, value: String, in surroundings: Surroundings) throws(WorkloadError) -> [String] {
        if value == "sweep" { return surroundings.sweepBytes.map(ByteCount.text) }
        guard let bytes = surroundings.bytes(value) else { throw .badConfiguration("is no size.") }
        return [ByteCount.text(bytes)]
    }
    func obstacle(to configuration: Configuration, in surroundings: Surroundings) -> String? {
        configuration.precision == "fp64" ? "no fp64 here" : nil
    }
    func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        throw .unavailable("a toy")
    }
}

private let machine = Surroundings(
    processors: 4, caches: [32 << 10, 1 << 20, 32 << 20].map { CacheCapacity(bytes: $0, sharedBy: 1) }, availableBytes: 8 << 30,
    instructionSets: [.portable, .avx2])

private func plan(_ selections: [Selection], _ options: PlanOptions = PlanOptions()) throws -> Plan {
    try Plan.make(selections, options: options, surroundings: machine, catalogue: [Toy()])
}

@Suite struct PlanTests {
    @Test func defaultsAreOnePointOnAllThreads() throws {
        let items = try plan([Selection(benchmark: "toy/kernel")]).items
        #expect(items.map(\.configuration.identifier) == ["toy/kernel:fp32,size=64 KiB,avx2,threads=4,cpu"])
        #expect(items[0].skip == nil)
    }

    @Test func axesMultiplyInOrderAndDuplicatesFall() throws {
        let selection = Selection(
            benchmark: "toy/kernel", threads: ["1", "all", "4"], instructionSets: ["all"], parameters: ["size": ["l1", "16KiB", "l2"]])
        let items = try plan([selection, selection]).items
        // Half the first cache is 16 KiB of one thread, and 64 KiB of four.
        let sizes = items.filter { $0.configuration.instructionSet == "avx2" }.map {
            "\($0.configuration[name: "size"] ?? "") \($0.configuration.threads)"
        }
        #expect(sizes == ["16 KiB 1", "64 KiB 4", "16 KiB 4", "512 KiB 1", "2 MiB 4"])
        #expect(items.count == 2 * 5)
        #expect(items.last?.configuration.identifier == "toy/kernel:fp32,size=2 MiB,avx2,threads=4,cpu")
    }

    @Test func whatCannotRunStaysWithItsReason() throws {
        let selection = Selection(benchmark: "toy/kernel", precisions: ["fp32", "fp64"], instructionSets: ["avx512", "best"])
        let items = try plan([selection]).items
        #expect(items.map { $0.skip ?? "-" } == ["this processor has no avx512", "-", "this processor has no avx512", "no fp64 here"])
        var options = PlanOptions()
        options.devices = ["cuda:0"]
        #expect(try plan([Selection(benchmark: "toy/kernel")], options).runnable.isEmpty)
    }

    @Test func onlyAndSkipSeeIdAndIdentifier() throws {
        let selection = Selection(benchmark: "toy/kernel", threads: ["1", "2"])
        var options = PlanOptions()
        options.only = ["toy/*"]
        options.skip = ["*threads=1*"]
        #expect(try plan([selection], options).items.map(\.configuration.threads) == [2])
        options.only = ["gemm"]
        #expect(throws: PlanError.nothingSelected(patterns: ["gemm", "*threads=1*"])) { try plan([selection], options) }
    }

    @Test func whatMeansNothingIsNamed() {
        #expect(throws: PlanError.unknownBenchmark(name: "toy/kernal", nearest: "toy/kernel")) {
            try plan([Selection(benchmark: "toy/kernal")])
        }
        #expect(throws: PlanError.unknownParameter(benchmark: "toy/kernel", name: "n", known: ["size"])) {
            try plan([Selection(benchmark: "toy/kernel", parameters: ["n": ["1"]])])
        }
        for (selection, axis) in [
            (Selection(benchmark: "toy/kernel", threads: ["0"]), "threads"),
            (Selection(benchmark: "toy/kernel", threads: ["many"]), "threads"),
            (Selection(benchmark: "toy/kernel", precisions: ["fp8"]), "precision"),
            (Selection(benchmark: "toy/kernel", instructionSets: ["mmx"]), "instruction set"),
            (Selection(benchmark: "toy/kernel", parameters: ["size": ["big"]]), "size"),
        ] {
            do {
                _ = try plan([selection])
                Issue.record("\(axis) was accepted")
            } catch PlanError.badValue(_, let named, _, let reason) {
                #expect(named == axis)
                #expect(reason.hasSuffix("."))
            } catch {
                Issue.record("\(error)")
            }
        }
    }

    /// Left out like a precision that only some benchmarks have, it would leave a run of something else.
    @Test func aPrecisionThatNothingHasIsNamed() throws {
        var options = PlanOptions()
        options.precisions = ["fp64", "fp9"]
        let selections = [Selection(benchmark: "toy/kernel")]
        #expect(throws: PlanError.unknownPrecision(name: "fp9", known: ["fp32", "fp64"])) { try plan(selections, options) }
        options.precisions = ["fp64"]
        #expect(try plan(selections, options).items.allSatisfy { $0.configuration.precision == "fp64" })
    }

    @Test func totalBudgetIsSharedInProportion() throws {
        var options = PlanOptions()
        options.totalBudgetSeconds = 4
        let items = try plan([Selection(benchmark: "toy/kernel", threads: ["1", "2"], budgetSeconds: 8)], options).items
        #expect(items.map(\.budgetSeconds) == [2, 2])
    }

    @Test func scalingIsPowersOfTwoAllCoresAndAllProcessors() throws {
        func teams(_ processors: Int, cores: Int) -> [Int] {
            Surroundings(processors: processors, cores: cores, caches: [], availableBytes: 0, instructionSets: [.portable]).scalingTeams
        }
        #expect(teams(12, cores: 6) == [1, 2, 4, 6, 8, 12])
        #expect(teams(64, cores: 64) == [1, 2, 4, 8, 16, 32, 64])
        #expect(teams(2, cores: 1) == [1, 2] && teams(1, cores: 1) == [1] && teams(3, cores: 9) == [1, 2, 3])
        let selection = Selection(benchmark: "toy/kernel", threads: ["scaling", "3", "all"], parameters: ["size": ["64KiB"]])
        #expect(try plan([selection]).items.map(\.configuration.threads) == [1, 2, 4, 3])
    }

    @Test func threadsOfTheCommandLineReplaceTheSuites() throws {
        var options = PlanOptions()
        options.threads = ["3"]
        #expect(try plan([Selection(benchmark: "toy/kernel", threads: ["1", "2"])], options).items.map(\.configuration.threads) == [3])
    }
}
