// `peak/fma`: the arithmetic roof, by instruction set.
// Leaves to others: the chains themselves (CPU.PeakFMA).

import CPU
package import Measurement

package struct PeakBenchmark: Benchmark {
    package init() {}

    package var id: String { "peak/fma" }
    package var summary: String { "fused multiply-adds on registers alone: the roof of every kernel" }
    package func metric(of configuration: Configuration) -> Metric { .operationsPerSecond }
    package var precisions: [String] { PeakFMA.Precision.allCases.map(\.rawValue) }
    package var hasInstructionSets: Bool { true }

    package func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        guard let precision = configuration.precision.flatMap(PeakFMA.Precision.init(rawValue:)) else {
            throw .badConfiguration("peak/fma is measured in fp32 and fp64.")
        }
        let set = try configuration.resolvedInstructionSet()
        let team = context.team(configuration.threads)
        do throws(CPUError) {
            let kernel = try PeakFMA(precision, team: team, instructionSet: set)
            return .kernel(
                KernelWorkload(work: kernel.work, team: team, verify: kernel.verify, run: { kernel.run(iterations: $0) }))
        } catch {
            throw WorkloadError(error)
        }
    }
}
