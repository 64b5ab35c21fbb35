// `dispatch/fork-join`: what it costs to set all threads to work on something and to have them back.
// Leaves to others: both ways of doing it (CPU.ForkJoin).

import CPU
package import Measurement

package struct ForkJoinBenchmark: Benchmark {
    package init() {}

    package var id: String { "dispatch/fork-join" }
    package var summary: String { "an empty phase on all threads: the worker team against Dispatch's concurrentPerform" }
    package func metric(of configuration: Configuration) -> Metric { .seconds }
    package var canContend: Bool { false }
    package var parameters: [ParameterDeclaration] {
        [ParameterDeclaration("method", help: "team, concurrent-perform", defaults: ["team"])]
    }

    package func expand(parameter: String, value: String, in surroundings: Surroundings) throws(WorkloadError) -> [String] {
        guard Self.method(value) != nil else { throw .badConfiguration("is neither team nor concurrent-perform.") }
        return [value]
    }

    package func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        guard let method = configuration[name: "method"].flatMap(Self.method) else {
            throw .badConfiguration("dispatch/fork-join needs a method.")
        }
        let team: WorkerTeam
        switch method {
        case .team: team = context.team(configuration.threads)
        case .concurrentPerform:
            // Threads that Dispatch starts inherit the mask of the thread that asks, which therefore must not be pinned.
            context.dismissTeam()
            team = WorkerTeam(threads: configuration.threads, placement: .unpinned)
        }
        let kernel = ForkJoin(method, team: team)
        return .kernel(KernelWorkload(work: kernel.work, team: team, verify: kernel.verify, run: { kernel.run(iterations: $0) }))
    }

    private static func method(_ text: String) -> ForkJoin.Method? {
        switch text {
        case "team": .team
        case "concurrent-perform": .concurrentPerform
        default: nil
        }
    }
}
