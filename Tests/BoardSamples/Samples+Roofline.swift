// A small guest with its roofs and two networks' layers, in round numbers.
// Leaves to others: what is asserted about them.

import Machine
import Measurement
package import Records

extension Samples {
    /// L1 32 KiB and L2 1 MiB a core, L3 32 MiB for all.
    package static func described(_ record: Record) -> Record {
        var record = record
        var processor = Processor(architecture: "x86_64", cores: 2)
        processor.caches = [
            Cache(level: 1, kind: .data, byteCount: 32 << 10, lineByteCount: 64, sharedBy: 1, count: 2),
            Cache(level: 2, kind: .unified, byteCount: 1 << 20, lineByteCount: 64, sharedBy: 1, count: 2),
            Cache(level: 3, kind: .unified, byteCount: 32 << 20, lineByteCount: 64, sharedBy: 2, count: 1),
        ]
        record.machine.host = Host(
            processor: processor, memory: Memory(totalByteCount: nil, availableByteCount: nil), storage: nil, system: OperatingSystem(),
            virtualisation: Virtualisation(hypervisor: nil, isWSL: false), container: nil, cloud: nil, power: Power(), graphics: [])
        return record
    }

    /// 200 GFLOP/s; 400, 200, 100 and 40 GB/s. Two threads.
    package static let roofs: [MeasuredConfiguration] =
        [kernel("peak/fma", precision: "fp32", metric: .operationsPerSecond, amount: 200, seconds: 1e-9)]
        + [("32 KiB", 400.0), ("1 MiB", 200), ("16 MiB", 100), ("256 MiB", 40)].map { size, rate in
            kernel(
                "memory/bandwidth", [Parameter("kernel", "read"), Parameter("store", "ordinary"), Parameter("size", size)],
                metric: .bytesPerSecond, amount: rate, seconds: 1e-9)
        }

    /// A training of three convolutions, a pool by itself and a dense layer; the second convolution through Winograd.
    package static func layered(_ benchmark: String = "vgg16-bn/train", scale: Double = 1) -> MeasuredConfiguration {
        var training = training(seconds: 900, projected: true)
        func layer(
            _ index: Int, _ name: String, _ phase: String, ms: Double, giga: Double, executed: Double? = nil, mega: Double
        ) -> LayerEntry {
            LayerEntry(
                layer: index, name: name, phase: phase, seconds: ms * 1e-3 * scale, operations: giga * 1e9,
                executedOperations: executed.map { $0 * 1e9 }, bytesRead: mega * 0.6e6, bytesWritten: mega * 0.4e6,
                algorithm: executed == nil ? nil : "winograd4")
        }
        training.layers = [
            layer(0, "conv 3→64@32+relu", "forward", ms: 5, giga: 0.45, mega: 35),
            layer(0, "conv 3→64@32+relu", "backward_weights", ms: 6, giga: 0.45, mega: 35),
            layer(2, "conv 64→64@32+relu", "forward", ms: 20, giga: 9.6, executed: 2.8, mega: 67),
            layer(2, "conv 64→64@32+relu", "backward_data", ms: 20, giga: 9.6, executed: 2.8, mega: 67),
            layer(2, "conv 64→64@32+relu", "backward_weights", ms: 18, giga: 9.6, executed: 2.7, mega: 67),
            layer(4, "conv 64→64@32+relu+pool", "forward", ms: 22, giga: 9.6, executed: 2.8, mega: 42),
            layer(7, "pool", "forward", ms: 0.5, giga: 0, mega: 10),
            layer(8, "dense 512→10", "forward", ms: 0.1, giga: 0.0013, mega: 0.3),
        ]
        return MeasuredConfiguration(
            configuration: Configuration(benchmark: benchmark, threads: 2, instructionSet: "avx512", precision: "fp32"), engineRevision: 1,
            dataset: DatasetEntry(name: "cifar-10"), outcome: .completed, metric: .itemsPerSecond,
            work: Work(bytesRead: 3e8, bytesWritten: 1e8, operations: 48.9e9, executedOperations: 12e9, items: 128),
            summary: Summary(
                medianSeconds: 0.1 * scale, deviationSeconds: 1e-3, intervalSeconds: Interval(lower: 0.099 * scale, upper: 0.101 * scale),
                sampleCount: 20, outliers: [], method: "order-statistic", seed: 1),
            grade: .b, training: training)
    }

    /// The guest with all of that, and a matrix product.
    package static let rooflined = described(
        measured("EPYC, 2 vCPU", runId: "ababab12-1111-4111-8111-111111111111") {
            $0.measurements =
                roofs + [
                    {
                        var gemm = kernel(
                            "gemm", [Parameter("n", "1024"), Parameter("transpose", "nn")], precision: "fp32", metric: .operationsPerSecond,
                            amount: 2e9, seconds: 2e9 / 180e9)
                        gemm.work?.bytesRead = 8e6
                        gemm.work?.bytesWritten = 4e6
                        return gemm
                    }(),
                    layered(), layered("cloud-check/train", scale: 1.3),
                ]
        })
}
