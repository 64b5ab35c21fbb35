// `peak/fma`: the arithmetic roof, by precision and instruction set.
// Leaves to others: the chains themselves (CPU.PeakFMA, CPU.PeakDotProduct).

package import CPU
package import Measurement

package struct PeakBenchmark: Benchmark {
    /// Whether this process may use a dot product; tests say no.
    private let mayUse: @Sendable (DotProduct) -> Bool

    package init(mayUse: @escaping @Sendable (DotProduct) -> Bool = { $0.isAvailable }) { self.mayUse = mayUse }

    package var id: String { "peak/fma" }
    package var summary: String { "multiply-adds on registers alone, dot products where numbers are short: the roof of every kernel" }
    package func metric(of configuration: Configuration) -> Metric {
        configuration.precision == DotProduct.int8.rawValue ? .integerOperationsPerSecond : .operationsPerSecond
    }
    package var precisions: [String] { PeakFMA.Precision.allCases.map(\.rawValue) + DotProduct.allCases.map(\.rawValue) }
    package var hasInstructionSets: Bool { true }

    /// Short numbers have a roof of their own only where there are instructions for them.
    package func obstacle(to configuration: Configuration, in surroundings: Surroundings) -> String? {
        guard let kind = configuration.precision.flatMap(DotProduct.init(rawValue:)) else { return nil }
        if !mayUse(kind) { return "this processor has no dot product of \(kind.rawValue) (\(kind.feature))" }
        guard let set = configuration.instructionSet.flatMap(InstructionSet.init(rawValue:)), DotProduct.kernels(for: set) == nil
        else { return nil }
        return "\(set.rawValue) has no dot product of \(kind.rawValue)"
    }

    package func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        let set = try configuration.resolvedInstructionSet(), team = context.team(configuration.threads)
        do throws(CPUError) {
            if let precision = configuration.precision.flatMap(PeakFMA.Precision.init(rawValue:)) {
                let kernel = try PeakFMA(precision, team: team, instructionSet: set)
                return .kernel(
                    KernelWorkload(work: kernel.work, team: team, verify: kernel.verify, run: { kernel.run(iterations: $0) }))
            }
            if let kind = configuration.precision.flatMap(DotProduct.init(rawValue:)),
                let kernel = try PeakDotProduct(kind, team: team, instructionSet: set)
            {
                return .kernel(
                    KernelWorkload(work: kernel.work, team: team, verify: kernel.verify, run: { kernel.run(iterations: $0) }))
            }
        } catch {
            throw WorkloadError(error)
        }
        throw .badConfiguration("peak/fma is measured in \(precisions.joined(separator: ", ")); here not in all of them.")
    }
}
