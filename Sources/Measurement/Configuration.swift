// One point of a benchmark: sizes, threads, precision, device, engine.
// Leaves to others: making the workload for it (Workloads), and its result (Records).

/// One named size or choice of a configuration, in the order the benchmark declares them: `n = 1024`.
package struct Parameter: Sendable, Hashable, Codable {
    package var name: String
    package var value: String
    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

package struct Configuration: Sendable, Hashable, Codable {
    /// The benchmark's id: `gemm`, `memory/bandwidth`, `cloud-check/train`.
    package var benchmark: String
    /// Rises when the benchmark's definition changes, so that old figures are not compared with new ones.
    package var revision: Int
    package var parameters: [Parameter]
    /// `cpu` or `cuda:0`.
    package var device: String
    package var threads: Int
    /// `avx512`, `avx2`, `portable`; nil where the kernel has no such axis.
    package var instructionSet: String?
    /// `fp32`, `fp64`, `bf16`, …; nil where the kernel computes nothing.
    package var precision: String?
    /// `pytorch`, `pytorch:channels-last`: a program of others that computes it; nil for Mettle itself.
    package var engine: String?
    /// Nil where it is sampled as usual.
    package var course: Course?

    package init(
        benchmark: String, revision: Int = 1, parameters: [Parameter] = [], device: String = "cpu", threads: Int = 1,
        instructionSet: String? = nil, precision: String? = nil, engine: String? = nil, course: Course? = nil
    ) {
        self.benchmark = benchmark
        self.revision = revision
        self.parameters = parameters
        self.device = device
        self.threads = threads
        self.instructionSet = instructionSet
        self.precision = precision
        self.engine = engine
        self.course = course
    }

    /// The engine without its variant: `pytorch`, `mettle`.
    package var engineName: String { engine.map { String($0.prefix { $0 != ":" }) } ?? "mettle" }

    package subscript(name name: String) -> String? { parameters.first { $0.name == name }?.value }

    /// What stands in the configuration column: `fp32, n 1024, 2 threads, avx512`. A bare number needs its name; a word or a size
    /// does not; `auto` says nothing.
    package var title: String { title() }

    /// The same, without what a table says once for all its rows.
    package func title(withThreads: Bool = true, withInstructionSet: Bool = true) -> String {
        var parts: [String] = []
        if let precision { parts.append(precision) }
        parts += parameters.filter { $0.value != "auto" }.map { Int($0.value) == nil ? $0.value : "\($0.name) \($0.value)" }
        // 0 stands for “not stated”, in published rows.
        if withThreads, threads > 0 { parts.append(threads == 1 ? "1 thread" : "\(threads) threads") }
        if withInstructionSet, let instructionSet { parts.append(instructionSet) }
        if let engine { parts.append(engine) }
        if let course { parts.append(course.title) }
        return parts.joined(separator: ", ")
    }

    /// A stable text that identifies the point, used for resuming and globbing: `gemm:fp32,n=1024,avx512,threads=2,cpu`.
    package var identifier: String {
        var parts: [String] = []
        if let precision { parts.append(precision) }
        parts += parameters.map { "\($0.name)=\($0.value)" }
        if let instructionSet { parts.append(instructionSet) }
        if let course { parts.append(course.identifier) }
        parts += ["threads=\(threads)", device]
        if let engine { parts.append("engine=\(engine)") }
        return benchmark + ":" + parts.joined(separator: ",")
    }
}
