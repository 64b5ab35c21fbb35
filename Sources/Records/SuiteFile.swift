// A suite as it stands in its file: which benchmarks at which sizes, with which budgets.
// Leaves to others: whether a benchmark exists, and the product of the axes (Harness).

/// A suite file. Axes that are absent leave the choice to the benchmark.
package struct SuiteFile: Sendable, Equatable, Codable {
    package static let currentVersion = 1

    package var mettleSuite: Int = SuiteFile.currentVersion
    package var name: String
    /// One sentence for `mettle list`.
    package var summary: String
    /// Seconds of measuring for the whole suite.
    package var budgetSeconds: Double?
    package var benchmarks: [SuiteEntry]

    package init(name: String, summary: String, budgetSeconds: Double? = nil, benchmarks: [SuiteEntry]) {
        self.name = name
        self.summary = summary
        self.budgetSeconds = budgetSeconds
        self.benchmarks = benchmarks
    }
}

/// One benchmark of a suite and its axes; the configurations are their product, in the order in which they are written.
package struct SuiteEntry: Sendable, Equatable, Codable {
    /// The benchmark's id: `memory/bandwidth`.
    package var benchmark: String
    package var threads: [SuiteThreads]?
    package var precisions: [String]?
    package var instructionSets: [String]?
    package var devices: [String]?
    /// `mettle`, `pytorch`, `pytorch:compiled`; absent: Mettle alone.
    package var engines: [String]?
    package var parameters: SuiteParameters?
    /// Seconds of measuring for each configuration.
    package var budgetSeconds: Double?
    /// The least number of samples of each configuration.
    package var samples: Int?
    package var training: SuiteTraining?

    package init(
        benchmark: String, threads: [SuiteThreads]? = nil, precisions: [String]? = nil, instructionSets: [String]? = nil,
        devices: [String]? = nil, engines: [String]? = nil, parameters: SuiteParameters? = nil, budgetSeconds: Double? = nil,
        samples: Int? = nil,
        training: SuiteTraining? = nil
    ) {
        self.benchmark = benchmark
        self.threads = threads
        self.precisions = precisions
        self.instructionSets = instructionSets
        self.devices = devices
        self.engines = engines
        self.parameters = parameters
        self.budgetSeconds = budgetSeconds
        self.samples = samples
        self.training = training
    }
}

/// A number of threads: `1`, `"1"`, `"all"` that the machine has, or `"scaling"`: 1, 2, 4, …, all cores, all.
package enum SuiteThreads: Sendable, Equatable, Codable {
    case count(Int)
    case all
    case scaling

    package init(from decoder: any Decoder) throws {
        let box = try decoder.singleValueContainer()
        let text = try (try? box.decode(String.self)) ?? String(box.decode(Int.self))
        if text == "all" {
            self = .all
        } else if text == "scaling" {
            self = .scaling
        } else if let count = Int(text), count > 0 {
            self = .count(count)
        } else {
            throw DecodingError.dataCorruptedError(in: box, debugDescription: "“\(text)” is no number of threads: 1, 2, …, all or scaling.")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var box = encoder.singleValueContainer()
        switch self {
        case .count(let count): try box.encode(String(count))
        case .all: try box.encode("all")
        case .scaling: try box.encode("scaling")
        }
    }
}

/// Named axes in the order of the file: `{"n": [512, 1024], "transpose": ["nn", "tn"]}`. Numbers and words become text.
package struct SuiteParameters: Sendable, Equatable, Codable {
    package struct Axis: Sendable, Equatable {
        package var name: String
        package var values: [String]
        package init(_ name: String, _ values: [String]) {
            self.name = name
            self.values = values
        }
    }

    package var axes: [Axis]

    package init(_ axes: [Axis]) { self.axes = axes }

    package init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: VerbatimKey.self)
        axes = try box.allKeys.map { key in Axis(key.stringValue, try box.decode([SuiteWord].self, forKey: key).map(\.text)) }
    }

    package func encode(to encoder: any Encoder) throws {
        var box = encoder.container(keyedBy: VerbatimKey.self)
        for axis in axes { try box.encode(axis.values, forKey: VerbatimKey(stringValue: axis.name)) }
    }
}

/// A value of a parameter: text, or a whole number as text.
private struct SuiteWord: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
        let box = try decoder.singleValueContainer()
        text = try (try? box.decode(String.self)) ?? String(box.decode(Int.self))
    }
}

/// How a training is run.
package struct SuiteTraining: Sendable, Equatable, Codable {
    package enum Mode: String, Sendable, Equatable, Codable, CaseIterable {
        /// Some steps are measured, and the run's time is scaled from them.
        case project
        /// Every step is run.
        case full
    }

    package var mode: Mode
    /// Steps to measure when projecting; absent: until the figure is steady or the budget ends.
    package var steps: Int?
    package var epochs: Int?
    /// One run each; absent: the run's own seed.
    package var seeds: [UInt64]?

    package init(mode: Mode, steps: Int? = nil, epochs: Int? = nil, seeds: [UInt64]? = nil) {
        self.mode = mode
        self.steps = steps
        self.epochs = epochs
        self.seeds = seeds
    }
}
