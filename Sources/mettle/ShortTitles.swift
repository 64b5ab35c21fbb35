// What the rows of one table have in common, said once above it and left out of each row.
// Leaves to others: the whole title (Configuration.title), the table (ResultTable).

import Measurement

struct ShortTitles {
    /// The largest team; a benchmark that ran with teams of several sizes names its own in each row.
    private let threads: Int
    private let manyTeams: Set<String>
    /// The instruction set of all rows that have one.
    private let instructionSet: String?

    init(_ configurations: [Configuration]) {
        threads = configurations.map(\.threads).max() ?? 0
        let teams = Dictionary(grouping: configurations, by: \.benchmark).mapValues { Set($0.map(\.threads)) }
        manyTeams = Set(teams.filter { $0.value.count > 1 }.keys)
        let sets = Set(configurations.compactMap(\.instructionSet))
        instructionSet = sets.count == 1 ? sets.first : nil
    }

    /// `triad, ordinary, 16 MiB`, where other rows of the benchmark differ from it in nothing else. One that is left without a word keeps its threads.
    func title(_ configuration: Configuration) -> String {
        let isCommon = configuration.threads == threads && !manyTeams.contains(configuration.benchmark)
        let short = configuration.title(withThreads: !isCommon, withInstructionSet: instructionSet == nil)
        return short.isEmpty ? configuration.title(withInstructionSet: instructionSet == nil) : short
    }

    /// What is left out: `2 threads and avx512, where a row names no other.` Nil for an empty table.
    var sentence: String? {
        guard threads > 0 else { return nil }
        let team = threads == 1 ? "1 thread" : "\(threads) threads"
        return "\(team)\(instructionSet.map { " and \($0)" } ?? ""), where a row names no other."
    }
}
