// From a record to its courses.
// Leaves to others: where a speed settles (Measurement.SteadyState), the sum of instances (Measurement.Contention).

import Measurement
package import Records

struct CourseMaking {
    /// Machines that are shown: the reader's own first, then the newest.
    static let machineLimit = 4

    var records: [(Record, String)]
    var options: Board.Options

    func boards() -> [CourseBoard] {
        let newestFirst = records.map(\.0).reversed().sorted { a, b in
            a.runId == options.highlight && b.runId != options.highlight
        }
        var places: [[String]: Int] = [:]
        var boards: [CourseBoard] = []
        for record in newestFirst where record.provenance.kind != .published {
            guard var board = CourseBoard(record) else { continue }
            board.isHighlighted = record.runId == options.highlight
            let machine = [record.machine.name, record.label]
            // A machine's two courses are two runs.
            if let place = places[machine] {
                boards[place].add(board)
            } else {
                places[machine] = boards.count
                boards.append(board)
            }
        }
        let omitted = max(0, boards.count - Self.machineLimit)
        return boards.prefix(Self.machineLimit).map { board in
            var board = board
            board.omittedMachineCount = omitted
            return board
        }
    }
}

extension CourseBoard {
    /// Nil where no course was completed.
    package init?(_ record: Record) {
        let completed = record.measurements.filter(\.outcome.isCompleted)
        let courses = completed.filter { $0.configuration.course != nil }
        let namesSet = Set(courses.compactMap(\.configuration.instructionSet)).count > 1
        sustained = courses.compactMap { SustainedLine($0, namesInstructionSet: namesSet) }
        contended = courses.compactMap { ContendedLine($0, namesInstructionSet: namesSet) }
        guard !sustained.isEmpty || !contended.isEmpty else { return nil }
        runId = record.runId
        machine = record.machine.name
        label = record.label
        device = .cpu
        provider = record.machine.provider
        isHighlighted = false
        omittedMachineCount = 0
    }

    /// What an older run of the machine has and this one has not.
    fileprivate mutating func add(_ older: CourseBoard) {
        for line in older.sustained where !sustained.contains(where: { $0.benchmark == line.benchmark && $0.title == line.title }) {
            sustained.append(line)
        }
        for line in older.contended where !contended.contains(where: { $0.benchmark == line.benchmark && $0.title == line.title }) {
            contended.append(line)
        }
        isHighlighted = isHighlighted || older.isHighlighted
    }
}

extension SustainedLine {
    fileprivate init?(_ measured: MeasuredConfiguration, namesInstructionSet: Bool) {
        guard case .sustained(let seconds) = measured.configuration.course, let entry = measured.sustained, let work = measured.work,
            let summary = measured.summary, summary.medianSeconds > 0
        else { return nil }
        func value(_ seconds: Double) -> Double { measured.metric.value(seconds: seconds, work: work) }
        let ends = [value(summary.intervalSeconds.lower), value(summary.intervalSeconds.upper)]
        guard let lower = ends.min(), let upper = ends.max(), lower.isFinite, upper.isFinite else { return nil }
        benchmark = measured.configuration.benchmark
        title = measured.configuration.withoutCourse.title(withInstructionSet: namesInstructionSet)
        metric = measured.metric
        self.seconds = seconds
        first = value(entry.firstIterationSeconds)
        steady = value(summary.medianSeconds)
        steadyInterval = Interval(lower: lower, upper: upper)
        relativeHalfWidth = summary.relativeHalfWidth
        change = entry.firstIterationSeconds / summary.medianSeconds - 1
        settledAfterSeconds = entry.settledAfterSeconds
        tolerance = entry.tolerance
        megahertz = Ends(entry.windows, \.meanMegahertz)
        celsius = Ends(entry.windows, \.maximumCelsius)
        let events = entry.windows.compactMap(\.throttleEvents)
        throttleEvents = events.isEmpty ? nil : events.reduce(0, +)
        moments = Self.moments(entry.windows, value)
        grade = measured.grade
    }
}

extension SustainedLine {
    private static func moments(_ windows: [SustainedWindow], _ value: (Double) -> Double) -> [Moment] {
        let together = (windows.count + mostMoments - 1) / mostMoments
        return stride(from: 0, to: windows.count, by: max(together, 1)).compactMap { first in
            let some = windows[first..<min(first + together, windows.count)]
            guard let start = some.first?.startSeconds, let end = some.last?.endSeconds else { return nil }
            let iterations = some.reduce(0) { $0 + $1.iterations }, nanoseconds = some.reduce(0) { $0 + Double($1.nanoseconds) }
            let clocks = some.compactMap(\.meanMegahertz)
            guard iterations > 0, nanoseconds > 0 else { return nil }
            return Moment(
                seconds: (start + end) / 2, value: value(nanoseconds * 1e-9 / Double(iterations)),
                megahertz: clocks.isEmpty ? nil : clocks.reduce(0, +) / Double(clocks.count),
                celsius: some.compactMap(\.maximumCelsius).max())
        }
    }
}

extension SustainedLine.Ends {
    fileprivate init?(_ windows: [SustainedWindow], _ reading: (SustainedWindow) -> Double?) {
        guard let end = windows.last?.endSeconds else { return nil }
        let early = max(3, windows.prefix { $0.endSeconds <= SteadyState.beginningSeconds }.count)
        let late = max(3, windows.reversed().prefix { $0.startSeconds >= end - SteadyState.beginningSeconds }.count)
        guard let first = Self.median(windows.prefix(early).compactMap(reading)),
            let last = Self.median(windows.suffix(late).compactMap(reading))
        else { return nil }
        self.init(first: first, last: last)
    }

    private static func median(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : Summary.quantile(values.sorted(), 0.5)
    }
}

extension ContendedLine {
    fileprivate init?(_ measured: MeasuredConfiguration, namesInstructionSet: Bool) {
        guard case .contended(let count) = measured.configuration.course, count > 0, let entry = measured.contention,
            let work = measured.work, let summary = measured.summary, let alone = entry.alone.medianSeconds
        else { return nil }
        let isRate = measured.metric.higherIsBetter
        func value(_ seconds: Double) -> Double { measured.metric.value(seconds: seconds, work: work) }
        // The configuration's work is that of all instances, but where its figure is a time.
        let share = isRate ? 1 / Double(count) : 1
        benchmark = measured.configuration.benchmark
        title = measured.configuration.withoutCourse.title(withThreads: false, withInstructionSet: namesInstructionSet)
        metric = measured.metric
        self.alone = value(alone) * share
        instances = entry.instances.compactMap { instance in
            instance.medianSeconds.map { Instance(processor: instance.processor, value: value($0) * share) }
        }
        guard instances.count == count, summary.medianSeconds > 0 else { return nil }
        let ends = [value(summary.intervalSeconds.lower), value(summary.intervalSeconds.upper)].sorted()
        aggregate = isRate ? value(summary.medianSeconds) : nil
        aggregateInterval = isRate ? Interval(lower: ends[0], upper: ends[1]) : nil
        relativeHalfWidth = summary.relativeHalfWidth
        efficiency = alone / summary.medianSeconds
        grade = measured.grade
        guard [self.alone, efficiency, ends[0], ends[1]].allSatisfy(\.isFinite) else { return nil }
    }
}

extension Configuration {
    fileprivate var withoutCourse: Configuration {
        var copy = self
        copy.course = nil
        return copy
    }
}
