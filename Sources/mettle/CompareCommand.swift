// `mettle compare`: each result file against the first, configuration by configuration.
// Leaves to others: the statistics (Measurement.Comparison), which figures may be compared (Records.ComparabilityKey), the table (ComparePrinter).

import CommandLine
import Measurement
import Records

struct CompareCommand {
    let arguments: Arguments
    let console: Console

    init(_ arguments: Arguments, console: Console) {
        self.arguments = arguments
        self.console = console
    }

    func run() throws -> Int32 {
        let files = arguments.positionals
        if arguments.has(.comparedEngines) { return try report([try betweenEngines(files)]) }
        guard files.count >= 2 else {
            throw arguments.contradiction("compare needs two result files or more: a reference, and what to hold against it.")
        }
        let crossed = try crossedParts()
        let reference = try RecordLoader.read(files[0])
        var comparisons: [RecordComparison] = []
        for file in files.dropFirst() {
            let other = try RecordLoader.read(file)
            let floor = try noiseFloor(reference)
            comparisons.append(RecordComparison(a: reference, b: other, fileA: files[0], fileB: file, crossing: crossed, floor: floor))
        }
        return try report(comparisons)
    }

    private func report(_ comparisons: [RecordComparison]) throws -> Int32 {
        let verdicts = comparisons.flatMap { $0.pairs.map(\.comparison.verdict) }
        if arguments.has(.json) {
            StandardStream.output.write(String(decoding: try JSONCoder.encodeText(CompareReport(comparisons)), as: UTF8.self))
        } else {
            for comparison in comparisons { ComparePrinter(comparison, console: console).print() }
        }
        guard !verdicts.isEmpty else { throw nothingComparable(comparisons) }
        let status = Verdict.exitStatus(of: verdicts)
        if !arguments.has(.json) {
            let words = [0: "same or faster", 1: "something is slower", 2: "something is inconclusive"][status] ?? ""
            console.print([Span("(exit status \(status): \(words))", .dim)])
        }
        return status
    }

    /// Two engines of one file, each with its fastest variant.
    private func betweenEngines(_ files: [String]) throws -> RecordComparison {
        let engines = arguments.values(of: .comparedEngines)
        guard engines.count == 2, engines[0] != engines[1], files.count == 1 else {
            throw arguments.contradiction("--engine compares two engines of one file: mettle compare --engine pytorch,mettle FILE.")
        }
        let record = try RecordLoader.read(files[0])
        let known = record.measurements.map(\.configuration.engineName).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        for engine in engines where record.measurements(by: engine).isEmpty {
            throw Failure(
                "\(files[0]) holds nothing that \(engine) computed.", "It has figures of \(known.joined(separator: ", ")).",
                status: .dataError)
        }
        return RecordComparison(
            a: record.only(engines[0]), b: record.only(engines[1]), fileA: files[0], fileB: files[0],
            crossing: RecordComparison.engineParts.union([.dataset, .synthetic]).union(try crossedParts()),
            expected: RecordComparison.engineParts,
            floor: try noiseFloor(record))
    }

    private func crossedParts() throws -> Set<ComparabilityKey.Part> {
        var parts: Set<ComparabilityKey.Part> = []
        for word in arguments.values(of: .cross) {
            guard let part = ComparabilityKey.Part(rawValue: word) else {
                let known = ComparabilityKey.Part.allCases.map(\.rawValue)
                let hint = nearest(to: word, among: known).map { " Did you mean \($0)?" } ?? ""
                throw arguments.contradiction("no part \(word) of a comparability key.\(hint) There are \(known.joined(separator: ", ")).")
            }
            parts.insert(part)
        }
        return parts
    }

    /// --threshold, else what A's machine measured of itself, else 2 %.
    private func noiseFloor(_ reference: Record) throws -> NoiseFloor {
        if let threshold = try arguments.fraction(of: .threshold) { return .chosen(threshold) }
        guard let entry = reference.noiseFloor else { return .assumed }
        return .recorded(entry.logRatio, pairs: entry.pairs, date: String(entry.measuredAt.prefix(10)))
    }

    private func nothingComparable(_ comparisons: [RecordComparison]) -> Failure {
        let nearest = comparisons.flatMap(\.nearMisses).first
        let why = nearest.map {
            "The nearest is \($0.title): \($0.differences.joined(separator: "; ")). --cross \($0.parts.joined(separator: ",")) compares it nevertheless."
        }
        return Failure(
            ["nothing in these files is comparable.", why ?? "They share no benchmark."], status: .dataError)
    }
}

/// Two records, and what of them may be compared.
struct RecordComparison {
    struct Pair {
        var a: MeasuredConfiguration
        var b: MeasuredConfiguration
        var comparison: Comparison
        /// What differs between the two, where a part was crossed.
        var crossed: [String]
    }
    struct NearMiss {
        var title: String
        var differences: [String]
        var parts: [String]
    }
    let a: Record
    let b: Record
    let fileA: String
    let fileB: String
    let floor: NoiseFloor
    let pairs: [Pair]
    let nearMisses: [NearMiss]

    /// What differs between two engines by what they are; other programs state no digest of their random pixels.
    static let engineParts: Set<ComparabilityKey.Part> = [.engine, .engineRevision, .engineMode, .instructionSet, .datasetDigest]

    /// `expected` parts are crossed without a word: their difference is what is asked about.
    init(
        a: Record, b: Record, fileA: String, fileB: String, crossing: Set<ComparabilityKey.Part>,
        expected: Set<ComparabilityKey.Part> = [], floor: NoiseFloor
    ) {
        (self.a, self.b, self.fileA, self.fileB, self.floor) = (a, b, fileA, fileB, floor)
        let matched = Self.matched(a, b, crossing: crossing)
        var misses: [NearMiss] = []
        let candidates = b.measurements.filter { $0.estimate != nil }
        for left in a.measurements where left.estimate != nil {
            let key = ComparabilityKey(left)
            if candidates.contains(where: { ComparabilityKey($0).crossing(crossing) == key.crossing(crossing) }) { continue }
            if let right = candidates.filter({ $0.configuration.benchmark == left.configuration.benchmark })
                .min(by: { key.differences(to: ComparabilityKey($0)).count < key.differences(to: ComparabilityKey($1)).count })
            {
                let differences = key.differences(to: ComparabilityKey(right))
                misses.append(
                    NearMiss(
                        title: "\(left.configuration.benchmark) \(left.configuration.title)", differences: differences.map(\.text),
                        parts: differences.map(\.part.rawValue)))
            }
        }
        let compared = Comparison.many(matched.map { ($0.0.estimate!, $0.1.estimate!) }, floor: floor)
        pairs = zip(matched, compared).map { match, comparison in
            Pair(
                a: match.0, b: match.1, comparison: comparison,
                crossed: ComparabilityKey(match.0).differences(to: ComparabilityKey(match.1)).filter { !expected.contains($0.part) }
                    .map(\.text))
        }
        nearMisses = misses
    }

    /// Figures whose keys agree, each used once. A key may leave the machine's means out, of which either side may have several (one thread, all
    /// threads): equal means are paired, and of what remains the fastest with the fastest.
    private static func matched(
        _ a: Record, _ b: Record, crossing: Set<ComparabilityKey.Part>
    ) -> [(MeasuredConfiguration, MeasuredConfiguration)] {
        func groups(_ record: Record) -> [ComparabilityKey: [MeasuredConfiguration]] {
            Dictionary(grouping: record.measurements.filter { $0.estimate != nil }) { ComparabilityKey($0).crossing(crossing) }
        }
        func seconds(_ measurement: MeasuredConfiguration) -> Double { measurement.estimate?.seconds ?? .infinity }
        func faster(_ a: MeasuredConfiguration, _ b: MeasuredConfiguration) -> Bool { seconds(a) < seconds(b) }
        let right = groups(b)
        var partners: [Configuration: MeasuredConfiguration] = [:]
        for (key, lefts) in groups(a) {
            var free = right[key] ?? [], alone: [MeasuredConfiguration] = []
            for left in lefts {
                if let place = free.firstIndex(where: { $0.configuration.hasMeans(of: left.configuration) }) {
                    partners[left.configuration] = free.remove(at: place)
                } else {
                    alone.append(left)
                }
            }
            if let left = alone.min(by: faster), let best = free.min(by: faster) { partners[left.configuration] = best }
        }
        return a.measurements.compactMap { left in partners[left.configuration].map { (left, $0) } }
    }

    /// Pairs of one group: sequential kernels, and what uses all threads.
    func group(isOneThread: Bool) -> [Pair] { pairs.filter { ($0.a.configuration.threads == 1) == isOneThread } }
}

extension Record {
    /// What an engine computed; `pytorch` is all its variants, `pytorch:compiled` one.
    func measurements(by engine: String) -> [MeasuredConfiguration] {
        measurements.filter { ($0.configuration.engine ?? "mettle") == engine || $0.configuration.engineName == engine }
    }

    /// This record with the results of one engine, of its variants the fastest of each point.
    func only(_ engine: String) -> Record {
        var best: [MeasuredConfiguration] = []
        for measurement in measurements(by: engine) {
            guard let seconds = measurement.estimate?.seconds else { continue }
            let key = ComparabilityKey(measurement).crossing(RecordComparison.engineParts)
            let place = best.firstIndex { ComparabilityKey($0).crossing(RecordComparison.engineParts) == key }
            guard let place else {
                best.append(measurement)
                continue
            }
            if seconds < best[place].estimate?.seconds ?? .infinity { best[place] = measurement }
        }
        var copy = self
        copy.measurements = best
        copy.label = "\(label), \(engine)"
        return copy
    }
}

extension Configuration {
    /// Whether it runs on as many threads, the same kind of device and the same instruction set.
    fileprivate func hasMeans(of other: Configuration) -> Bool {
        threads == other.threads && device.prefix { $0 != ":" } == other.device.prefix { $0 != ":" }
            && instructionSet == other.instructionSet
    }
}

extension MeasuredConfiguration {
    /// The time that two records are compared by: a training's run time, else the median of an iteration of equal work.
    var estimate: Estimate? {
        guard outcome.isCompleted else { return nil }
        if let training { return Estimate(seconds: training.runSeconds, interval: training.runSecondsInterval) }
        guard let summary, let work, let value, value > 0 else { return nil }
        // Iterations of one configuration may do unlike work on unlike machines (more lanes, more threads): seconds per unit of work.
        let unit = metric.value(seconds: 1, work: work)
        let perUnit = metric.higherIsBetter ? unit : 1 / unit
        return Estimate(
            seconds: summary.medianSeconds / perUnit,
            interval: Interval(lower: summary.intervalSeconds.lower / perUnit, upper: summary.intervalSeconds.upper / perUnit))
    }
}

extension ComparabilityKey.Difference {
    var text: String { "\(part.rawValue) \(one ?? "not stated") and \(other ?? "not stated")" }
}
