// What the tests of records share: a record in which every key is filled, the repository's files, sentences of errors.
// Leaves to others: the tests.

import Machine
import Measurement
import Prices
import Records

/// Files of the repository, found from this one.
enum Repository {
    static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

    static func bytes(_ path: String) throws -> [UInt8] { try FileBytes.read(root + "/" + path, limit: 1 << 24) }
}

enum Example {
    /// Described once: how much memory is free changes from moment to moment.
    static let host = Host.describe()
    static let digest = String(repeating: "0123456789abcdef", count: 4)

    /// A record in which every optional value is present and no list is empty, so that every key is written.
    static func full() -> Record {
        var record = Record(
            runId: "0e4c1a52-93a7-4c1e-8a7d-5f1f0a6b2c3d", createdAt: "2026-11-21T13:04:43Z", label: "a “machine” with \"\\ 1",
            provenance: Provenance(kind: .measured, citation: "none"),
            program: ProgramIdentity(name: "mettle", version: "0.1.0", binarySha256: digest, compiler: "Swift 6.3", build: "release"),
            invocation: Invocation(
                suite: "quick", seed: UInt64.max, options: ["--suite", "quick"], reproducible: true,
                planned: [gemm().configuration, training().configuration], resumed: 1),
            machine: MachineEntry(
                name: "EPYC, 2 vCPU", parts: "AVX-512, 8 GB", deviceKind: "cpu", machineClass: "EPYC × 2", provider: "aws",
                instance: "c7a.large", region: "eu-west-1", host: host),
            noiseFloor: NoiseFloorEntry(logRatio: 0.013, pairs: 5, measuredAt: "2026-11-20T00:00:00Z"),
            offers: [
                Offer(
                    provider: "aws", instance: "c7a.large", region: "eu-west-1", allocation: .onDemand,
                    pricePerHour: Money(micros: 84_000, currency: "USD"), billingGranularitySeconds: 1, minimumSeconds: 60,
                    date: "2026-11", source: "a page", gpu: "none", gpuCount: 1)
            ],
            caveats: [Caveat(kind: .steal, value: 0.008, sentence: "Steal is 0.8 %.")],
            measurements: [gemm(), training()])
        record.finishedAt = "2026-11-21T13:08:00Z"
        return record
    }

    /// The same with a course of each kind, third and fourth.
    static func courses() -> Record {
        var record = full()
        record.measurements += [sustained(), contended()]
        record.invocation?.planned += [sustained().configuration, contended().configuration]
        return record
    }

    static func gemm() -> MeasuredConfiguration {
        let samples = [100, 101, 99, 104].map { Sample(iterations: 2, nanoseconds: $0) }
        return MeasuredConfiguration(
            configuration: Configuration(
                benchmark: "gemm", parameters: [Parameter("n", "1024")], threads: 2, instructionSet: "avx512", precision: "fp32",
                engine: "stand-in:fast"),
            engineRevision: 3, engineMode: "reproducible", engineComponents: ["part 1.0"], outcome: .completed,
            startedAt: "2026-11-21T13:05:00Z",
            metric: .operationsPerSecond,
            work: Work(bytesRead: 1, bytesWritten: 2, busBytes: 6, operations: 3, executedOperations: 4, items: 5), samples: samples,
            summary: Summary(
                medianSeconds: 50.25e-9, deviationSeconds: 0.75e-9, intervalSeconds: Interval(lower: 49.5e-9, upper: 52e-9), sampleCount: 4,
                outliers: [3], method: "bootstrap", seed: 18_446_744_073_709_551_557),
            roof: RoofEntry(against: "peak/fma:fp32,threads=2,cpu", fraction: 0.94),
            verification: VerificationEntry(relativeError: 1e-7, tolerance: 1e-5), grade: .a,
            caveats: [Caveat(kind: .budgetEnded, value: 4, sentence: "The budget of 4 s ended first.")], watch: watch(),
            algorithms: [AlgorithmEntry(name: "packed", seconds: 0.01, layer: 3)],
            losses: [LossPoint(step: 1, loss: 5.5), LossPoint(step: 40, loss: 3.5)])
    }

    static func sustained() -> MeasuredConfiguration {
        var measured = gemm()
        measured.configuration.course = .sustained(seconds: 4)
        measured.sustained = SustainedEntry(
            windows: ([90] + measured.samples.map(\.nanoseconds)).enumerated().map { index, nanoseconds in
                SustainedWindow(
                    startSeconds: Double(index), iterations: 2, nanoseconds: nanoseconds, meanMegahertz: 3000, maximumCelsius: 60,
                    throttleEvents: 0)
            }, firstIterationSeconds: 45e-9, settledAfterSeconds: 1, tolerance: 0.02)
        return measured
    }

    static func contended() -> MeasuredConfiguration {
        var measured = gemm()
        measured.configuration.threads = 1
        measured.configuration.course = .contended(instances: 2)
        measured.contention = ContentionEntry(
            alone: InstanceEntry(processor: 0, samples: [Sample(iterations: 3, nanoseconds: 120)]),
            instances: [0, 1].map { InstanceEntry(processor: $0, samples: [Sample(iterations: 2, nanoseconds: 100)]) })
        return measured
    }

    private static func watch() -> Watch {
        var watch = Watch()
        watch.seconds = 2
        watch.stealFraction = 0.01
        watch.foreignFraction = 0.02
        watch.involuntarySwitches = 3
        watch.majorFaults = 0
        watch.minorFaults = 7
        watch.meanMegahertz = 3000.5
        watch.minimumMegahertz = 2900
        watch.maximumCelsius = 61
        watch.throttleEvents = 0
        watch.joules = 120
        watch.energySource = "counter: RAPL package"
        return watch
    }

    static func training() -> MeasuredConfiguration {
        MeasuredConfiguration(
            configuration: Configuration(benchmark: "cloud-check/train", threads: 2, precision: "fp32"), engineRevision: 3,
            dataset: DatasetEntry(
                name: "cifar-10", trainSha256: digest, testSha256: digest, synthetic: false, trainIsOriginal: true, testIsOriginal: false,
                undecodableCount: 2, undecodable: [UndecodableEntry(photo: "cats/1.jpg", reason: "no JPEG but GIF")], damagedCount: 1),
            outcome: .completed, metric: .itemsPerSecond,
            training: TrainingEntry(
                network: "cloud-check",
                recipe: RecipeEntry(
                    batch: 128, epochs: 5, rate: 0.05, momentum: 0.9, weightDecay: 5e-4, seed: 1, optimizer: "SGD",
                    labelSmoothing: 0.25, augmentation: "flips", testViews: 2),
                trainImages: 50_000, testImages: 10_000, runSeconds: 1810, runSecondsInterval: Interval(lower: 1795, upper: 1828),
                inputWaitSeconds: 3.5,
                projected: false, measuredSteps: 1955, totalSteps: 1955, constructionSeconds: 0.5, epochSeconds: [360.5, 361],
                evaluationSeconds: 12, losses: [LossPoint(step: 1, loss: 2.303), LossPoint(step: 50, loss: 2.1)], accuracy: 0.61,
                accuracyRange: Interval(lower: 0.55, upper: 0.65), learned: true, peakBytes: 1 << 31,
                layers: [
                    LayerEntry(
                        layer: 0, name: "conv 3→64", phase: "forward", seconds: 0.01, operations: 1e9, executedOperations: 4e8,
                        bytesRead: 1e6, bytesWritten: 2e6,
                        algorithm: "winograd4")
                ]))
    }
}
