// From a record, one of its results and an offer to a row.
// Leaves to others: which result and which offer (Board+Making, OfferChoice), and the ranks (Board+Ranking).

import Measurement
import Prices
import Records

/// A result in its record, with the class it may be ranked in.
struct Candidate {
    var record: Record
    var file: String
    var measured: MeasuredConfiguration
    var flags: [ImplausibilityFlag]

    init(record: Record, file: String, measured: MeasuredConfiguration, plausibility: Plausibility) {
        self.record = record
        self.file = file
        self.measured = measured
        flags = plausibility.flags(of: measured)
    }

    var isSynthetic: Bool { measured.dataset?.synthetic ?? false }
    var isProjected: Bool { measured.training?.projected ?? false }

    var standing: Standing {
        if case .skipped(let reason) = measured.outcome { return .notRanked(.notRun(reason)) }
        if case .failed(_, let reason) = measured.outcome { return .notRanked(.notRun(reason)) }
        if !flags.isEmpty { return .notRanked(.flagged(flags)) }
        if isSynthetic { return isProjected ? .beside : .notRanked(.synthetic) }
        if measured.dataset?.trainIsOriginal == false { return .notRanked(.alteredTraining) }
        return .ranked
    }

    /// The same machine in the same place with the same device and engine: its runs become one row an offer, the best of an engine's variants.
    var machineIdentity: [String] {
        let machine = record.machine
        return [
            record.label, machine.name, machine.machineClass, machine.provider ?? "", machine.instance ?? "", machine.region ?? "",
            device.rawValue, record.provenance.kind == .published ? record.runId : "", measured.configuration.engineName,
        ]
    }

    var device: BoardRow.DeviceKind {
        if measured.configuration.device.hasPrefix("cuda") { return .gpu }
        return record.provenance.kind == .published && record.machine.deviceKind == "gpu" ? .gpu : .cpu
    }

    /// Whether `self` is the one to show of two results of one machine: what ranks before what does not, real before generated images, run
    /// to the end before projected, the better grade, the shorter time, the newer run.
    func isBetter(than other: Candidate) -> Bool {
        func key(_ c: Candidate) -> [Double] {
            [
                c.standing == .ranked ? 0 : 1, c.measured.outcome.isCompleted ? 0 : 1, c.flags.isEmpty ? 0 : 1, c.isSynthetic ? 1 : 0,
                c.isProjected ? 1 : 0, Double(Grade.allCases.firstIndex { $0 == c.measured.grade } ?? Grade.allCases.count),
                c.measured.training?.runSeconds ?? .infinity,
            ]
        }
        let (mine, theirs) = (key(self), key(other))
        if mine != theirs { return mine.lexicographicallyPrecedes(theirs) }
        return (record.createdAt, record.runId) > (other.record.createdAt, other.record.runId)
    }
}

extension BoardRow {
    /// A row without id, ranks and run count, which its board gives it.
    init(_ candidate: Candidate, offer: ChosenOffer?, highlight: String?) {
        let (record, measured) = (candidate.record, candidate.measured)
        let (machine, training) = (record.machine, candidate.measured.training)
        let published = record.provenance.kind == .published
        let seconds = measured.outcome.isCompleted ? training?.runSeconds : nil
        id = ""
        runId = record.runId
        file = candidate.file
        label = record.label
        self.machine = machine.name
        parts = machine.parts
        device = candidate.device
        provider = machine.provider
        instance = machine.instance
        region = machine.region
        engine = measured.engine
        engineRevision = measured.engineRevision
        threads = measured.configuration.threads
        provenance = Provenance(record)
        citation = record.provenance.citation
        date = String(record.createdAt.prefix(10))
        self.seconds = seconds
        interval = seconds == nil ? nil : training?.runSecondsInterval
        projected = candidate.isProjected
        synthetic = candidate.isSynthetic
        runCount = 1
        imagesPerSecond = Self.imagesPerSecond(training, seconds)
        price = RowPrice(offer, seconds: seconds)
        energy = RowEnergy(measured, published: published)
        accuracy = RowAccuracy(measured, published: published)
        grade = candidate.flags.isEmpty ? measured.grade : nil
        caveats = record.caveats + measured.caveats
        noiseFloor = record.noiseFloor?.logRatio
        standing = candidate.standing
        ranks = Ranks()
        isHighlighted = record.runId == highlight
    }

    private static func imagesPerSecond(_ training: TrainingEntry?, _ seconds: Double?) -> Double? {
        guard let training, let seconds, seconds > 0 else { return nil }
        return Double(training.trainImages) * Double(training.recipe.epochs) / seconds
    }
}

extension BoardRow.Provenance {
    init(_ record: Record) {
        switch record.provenance.kind {
        case .published: self = .published
        case .measured: self = .measured
        case .signed: self = .signed
        case .reproduced: self = .reproduced
        }
    }
}

extension RowEnergy {
    init(_ measured: MeasuredConfiguration, published: Bool) {
        guard !published else {
            self = .notPublished
            return
        }
        guard let watch = measured.watch, let joules = watch.joules, let source = watch.energySource, watch.seconds > 0,
            let seconds = measured.training?.runSeconds
        else {
            self = .notMeasured
            return
        }
        self = .measured(wattHours: joules / watch.seconds * seconds / 3600, source: source)
    }
}

extension RowAccuracy {
    init(_ measured: MeasuredConfiguration, published: Bool) {
        guard let training = measured.training else {
            self = .notMeasured
            return
        }
        if measured.dataset?.synthetic == true {
            self = .meaningless
        } else if training.projected {
            self = .notRun
        } else if let accuracy = training.accuracy {
            let altered = measured.dataset?.testIsOriginal == false
            let interval = Self.samplingInterval(accuracy, images: training.testImages)
            self = .measured(accuracy, interval: interval, alteredTestImages: altered, learned: training.learned ?? true)
        } else if let range = training.accuracyRange {
            self = .range(range)
        } else {
            self = published ? .notPublished : .notMeasured
        }
    }

    /// 95 % of the normal approximation of a binomial share.
    static func samplingInterval(_ share: Double, images: Int) -> Interval {
        let half = images > 0 ? 1.96 * (max(0, share * (1 - share)) / Double(images)).squareRoot() : 0
        return Interval(lower: max(0, share - half), upper: min(1, share + half))
    }
}
