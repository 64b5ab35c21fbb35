// The description of an engine, a program of others that computes beside Mettle, as it stands in its file.
// Leaves to others: reading it strictly (EngineFile+Reading), filling in and running its commands (Harness).

package struct EngineFile: Sendable, Equatable, Codable {
    package static let currentVersion = 1

    package var mettleEngine: Int = EngineFile.currentVersion
    /// One word, typed after `--engine`; its records begin with it.
    package var name: String
    /// One sentence for `mettle list`.
    package var summary: String
    /// Rises when its programs change so that they are faster or slower.
    package var revision: Int
    /// The programs beside the description that its commands need.
    package var files: [String]?
    /// What to do where the probe says that it cannot run here.
    package var install: String
    /// `NAME=value` for its environment.
    package var environment: [String]?
    /// A command that ends within seconds and answers with its version, or why it cannot run.
    package var probe: [String]
    /// Seconds that a run may take besides its budget: loading, building, compiling.
    package var startSeconds: Double?
    package var runs: [EngineRun]

    package init(
        name: String, summary: String, revision: Int, files: [String]? = nil, install: String, environment: [String]? = nil,
        probe: [String], startSeconds: Double? = nil, runs: [EngineRun]
    ) {
        self.name = name
        self.summary = summary
        self.revision = revision
        self.files = files
        self.install = install
        self.environment = environment
        self.probe = probe
        self.startSeconds = startSeconds
        self.runs = runs
    }
}

/// How some benchmarks are run: a program and its arguments, in which `{word}` stands for a value of the configuration.
package struct EngineRun: Sendable, Equatable, Codable {
    package var benchmarks: [String]
    /// Absent for benchmarks that have no precision.
    package var precisions: [String]?
    package var command: [String]
    /// Other ways of running the same, each with a name.
    package var variants: [EngineVariant]?

    package init(benchmarks: [String], precisions: [String]? = nil, command: [String], variants: [EngineVariant]? = nil) {
        self.benchmarks = benchmarks
        self.precisions = precisions
        self.command = command
        self.variants = variants
    }
}

/// A way of running that is chosen by `--engine NAME:VARIANT`.
package struct EngineVariant: Sendable, Equatable, Codable {
    package var name: String
    /// Put behind the command's own.
    package var arguments: [String]
    package var startSeconds: Double?

    package init(name: String, arguments: [String], startSeconds: Double? = nil) {
        self.name = name
        self.arguments = arguments
        self.startSeconds = startSeconds
    }
}
