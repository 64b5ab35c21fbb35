// Records in code for the tests of Leaderboard and Pages: the published rows of E1, and machines that are measured, projected, synthetic,
// hostile, unpriced or free.
// Leaves to others: what is asserted about them.

package import Measurement
package import Prices
package import Records

package enum Samples {
    package static let recipe = RecipeEntry(batch: 128, epochs: 5, rate: 0.05, momentum: 0.9, weightDecay: 5e-4, seed: 1)
    package static let train = Configuration(benchmark: "cloud-check/train", parameters: [], device: "cpu", threads: 2, precision: "fp32")

    package static func dollars(_ micros: Int64) -> Money { Money(micros: micros, currency: "USD") }

    // MARK: E1's published rows

    /// A row of the table that cloud-check published in 2018.
    package struct Published: Sendable {
        package var provider: String?
        package var region: String?
        package var instance: String?
        package var machine: String
        package var seconds: Double
        package var priceMicros: Int64?
        /// Cost of a run as published, in cents; nil for the laptop.
        package var publishedCents: Int?
    }

    package static let publishedRows: [Published] = [
        Published(
            provider: "Paperspace", region: "NY2", instance: "P4000", machine: "Quadro P4000", seconds: 354, priceMicros: 400_000,
            publishedCents: 4),
        Published(
            provider: "Azure", region: "US-East", instance: "NC6v2", machine: "Tesla P100", seconds: 176, priceMicros: 2_110_000,
            publishedCents: 10),
        Published(
            provider: "AWS", region: "US-East", instance: "p3.2xlarge", machine: "Tesla V100 16 GB", seconds: 262, priceMicros: 3_060_000,
            publishedCents: 22),
        Published(
            provider: "GCE", region: "US-West-1b", instance: "K80 attached", machine: "Tesla K80, 1 of 2 GPUs", seconds: 1461,
            priceMicros: 580_000, publishedCents: 24),
        Published(
            provider: "Azure", region: "US-East", instance: "NC6", machine: "Tesla K80, 1 of 2 GPUs", seconds: 1428, priceMicros: 920_000,
            publishedCents: 36),
        Published(
            provider: "AWS", region: "US-East", instance: "p2.xlarge", machine: "Tesla K80, 1 of 2 GPUs", seconds: 1431,
            priceMicros: 900_000, publishedCents: 36),
        Published(
            provider: nil, region: nil, instance: nil, machine: "GeForce GTX 1070", seconds: 331, priceMicros: nil, publishedCents: nil),
    ]

    package static let publishedRecords: [Record] = publishedRows.enumerated().map { index, row in
        var record = Record(
            runId: "00000000-0000-4000-8000-00000000000\(index)", createdAt: "2018-03-01T00:00:00Z", label: "",
            provenance: Provenance(kind: .published, citation: "cloud-check, Readme.md, March 2018."),
            machine: MachineEntry(
                name: row.machine, parts: row.provider == nil ? "laptop, Acer Predator" : "1 GPU", deviceKind: "gpu",
                machineClass: row.machine, provider: row.provider, instance: row.instance, region: row.region))
        record.offers =
            row.priceMicros.map { micros in
                [
                    Offer(
                        provider: row.provider ?? "", instance: row.instance ?? "", region: row.region ?? "", allocation: .onDemand,
                        pricePerHour: dollars(micros), date: "2018-03", source: "cloud-check, Readme.md")
                ]
            } ?? []
        record.measurements = [
            MeasuredConfiguration(
                configuration: Configuration(benchmark: "cloud-check/train", device: "cuda:0", threads: 1, precision: "fp32"),
                engine: "PyTorch 0.3", engineRevision: 0, dataset: DatasetEntry(name: "cifar-10"), outcome: .completed, metric: .seconds,
                training: training(seconds: row.seconds, accuracyRange: Interval(lower: 0.55, upper: 0.65)))
        ]
        return record
    }

    package static func training(
        seconds: Double, interval: Interval? = nil, projected: Bool = false, accuracy: Double? = nil, accuracyRange: Interval? = nil,
        losses: [LossPoint] = [], learned: Bool? = nil
    ) -> TrainingEntry {
        TrainingEntry(
            network: "cloud-check", recipe: recipe, trainImages: 50_000, testImages: 10_000, runSeconds: seconds,
            runSecondsInterval: interval, projected: projected, measuredSteps: projected ? 62 : 1955, totalSteps: 1955, losses: losses,
            accuracy: accuracy, accuracyRange: accuracyRange, learned: learned)
    }

    // MARK: measured machines

    /// Operations of one training step of cloud-check, batch 128: three times the forward pass, a multiply-accumulate being two.
    package static let stepOperations = 128 * 3 * 2 * 436_409_344.0

    /// A measured run of cloud-check on a 2-vCPU guest, with the samples of its steps.
    package static func measured(
        _ name: String = "EPYC 9B45, 2 vCPU", runId: String = "11111111-1111-4111-8111-111111111111", seconds: Double = 1810,
        relativeInterval: Double = 0.009, label: String = "box", date: String = "2026-11-18", grade: Grade = .b, accuracy: Double? = 0.617,
        offers: [Offer] = []
    ) -> Record {
        let step = seconds / 1955
        let samples = (0..<20).map { Sample(iterations: 1, nanoseconds: UInt64(step * 1e9 * (1 + 0.0007 * Double($0 % 7)))) }
        var record = Record(
            runId: runId, createdAt: "\(date)T13:04:43Z", label: label,
            provenance: Provenance(kind: .measured),
            machine: MachineEntry(name: name, parts: "AVX-512, 8 GB, KVM guest", deviceKind: "cpu", machineClass: name), offers: offers,
            caveats: [Caveat(kind: .steal, value: 0.008, sentence: "The hypervisor gave 0.8 % of the CPU time to others.")])
        record.measurements = [
            MeasuredConfiguration(
                configuration: train, engineRevision: 1,
                dataset: DatasetEntry(name: "cifar-10", trainSha256: "a", testSha256: "b", trainIsOriginal: true, testIsOriginal: true),
                outcome: .completed, metric: .itemsPerSecond, work: Work(operations: stepOperations, items: 128), samples: samples,
                grade: grade,
                training: training(
                    seconds: seconds, interval: Interval(lower: seconds * (1 - relativeInterval), upper: seconds * (1 + relativeInterval)),
                    accuracy: accuracy, learned: true))
        ]
        return record
    }

    /// `measured`, changed where a test needs it.
    package static func measured(_ name: String, runId: String, change: (inout Record) -> Void) -> Record {
        var record = measured(name, runId: runId)
        change(&record)
        return record
    }

    package static let projected = measured("M-class laptop", runId: "22222222-2222-4222-8222-222222222222") {
        $0.label = "my laptop"
        $0.measurements[0].grade = .c
        $0.measurements[0].samples = []
        $0.measurements[0].training = training(seconds: 1020, interval: Interval(lower: 978, upper: 1120), projected: true)
    }

    package static let projectedSynthetic = measured("Xeon 8375C, 2 vCPU", runId: "33333333-3333-4333-8333-333333333333") {
        $0.machine.provider = "AWS"
        $0.machine.instance = "c6i.large"
        $0.machine.region = "us-east-1"
        $0.offers = [
            offer("AWS", "c6i.large", "us-east-1", micros: 85_000, granularity: 1, minimum: 60),
            offer("AWS", "c6i.large", "us-east-1", .spot, micros: 34_100, granularity: 1, minimum: 60),
        ]
        $0.measurements[0].dataset = DatasetEntry(name: "synthetic-cifar-10", synthetic: true)
        $0.measurements[0].training = training(seconds: 2105, interval: Interval(lower: 2080, upper: 2130), projected: true)
    }

    package static let synthetic = measured("Raspberry Pi 5", runId: "44444444-4444-4444-8444-444444444444") {
        $0.measurements[0].dataset = DatasetEntry(name: "synthetic-cifar-10", synthetic: true)
        $0.measurements[0].training = training(seconds: 9420, interval: Interval(lower: 9390, upper: 9460), accuracy: 0.99, learned: true)
    }

    package static let hostileText = "<script>alert(1)</script>\"'&=cmd|'/C calc'!A0"

    package static let hostile = measured(hostileText, runId: "55555555-5555-4555-8555-555555555555") {
        $0.label = hostileText
        $0.machine.parts = "</style></script><img src=x onerror=alert(2)>"
        $0.machine.provider = "<b>Evil</b>, | Cloud"
        $0.machine.instance = "=HYPERLINK(\"http://example.invalid\")"
        $0.caveats = [Caveat(kind: .steal, sentence: "<svg onload=alert(3)>")]
        $0.measurements[0].engine = "x\u{1}<i>"
        $0.measurements[0].training?.runSeconds = 3600
        $0.measurements[0].training?.runSecondsInterval = Interval(lower: 3590, upper: 3610)
    }

    package static let freeTier = measured("T4 16 GB", runId: "66666666-6666-4666-8666-666666666666") {
        $0.machine.provider = "Colab"
        $0.machine.instance = "notebook"
        $0.offers = [offer("Colab", "notebook", "", .free, micros: 0)]
        $0.measurements[0].configuration.device = "cuda:0"
        $0.measurements[0].training = training(seconds: 171, interval: Interval(lower: 162, upper: 188), accuracy: 0.617, learned: true)
        $0.measurements[0].samples = []
    }

    /// A measured run whose steps cannot have taken so little: far above the machine's own peak, and every sample the same.
    package static let implausible = measured("RTX 3060 12 GB", runId: "77777777-7777-4777-8777-777777777777") {
        $0.measurements[0].samples = (0..<20).map { _ in Sample(iterations: 1, nanoseconds: 1_074_168) }
        $0.measurements[0].training = training(seconds: 2.1, interval: Interval(lower: 2.09, upper: 2.12), accuracy: 0.61, learned: true)
        $0.measurements.append(kernel("peak/fma", precision: "fp32", metric: .operationsPerSecond, amount: 2e9, seconds: 2e9 / 498e9))
    }

    package static let notRun = measured("1 vCPU VM, 1 GB", runId: "88888888-8888-4888-8888-888888888888") {
        $0.measurements[0].outcome = .failed(kind: .outOfMemory, reason: "Training needs 1.9 GB, 0.9 GB is free here.")
        $0.measurements[0].training = nil
        $0.measurements[0].samples = []
        $0.measurements[0].grade = nil
    }

    package static func offer(
        _ provider: String, _ instance: String, _ region: String, _ allocation: Allocation = .onDemand, micros: Int64,
        granularity: Int? = nil,
        minimum: Int? = nil, date: String = "2026-11"
    ) -> Offer {
        Offer(
            provider: provider, instance: instance, region: region, allocation: allocation, pricePerHour: dollars(micros),
            billingGranularitySeconds: granularity, minimumSeconds: minimum, date: date, source: "price sheet")
    }
}
