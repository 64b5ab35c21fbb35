// The kernels of the memory hierarchy: right answers on every thread count, store and instruction set; sizes that make a curve.
// Bandwidths and latencies are measured by the benchmarks, never asserted here.

import CPU
import Measurement
import Testing

@Suite struct MemoryKernelTests {
    @Test(arguments: InstructionSet.available, [1, 2, 3])
    func everyOperationAndStore(instructionSet: InstructionSet, threads: Int) throws {
        let team = WorkerTeam(threads: threads)
        for operation in MemoryBandwidth.Operation.allCases {
            for store in MemoryBandwidth.Store.allCases where operation.writes || store == .ordinary {
                for bytes in [1, 40_000, 3_000_000] {
                    let kernel = try MemoryBandwidth(
                        operation, store: store, workingSetBytes: bytes, team: team, instructionSet: instructionSet)
                    kernel.run(iterations: 3)
                    #expect(kernel.verify() == Deviation(largest: 0, allowed: 0), "\(operation) \(store) \(bytes)")
                }
            }
        }
    }

    /// STREAM's counting: 2 arrays for copy and scale, 3 for add and triad, and nothing for the line that a store fetches.
    @Test func workIsWhatSTREAMCounts() throws {
        let team = WorkerTeam(threads: 2)
        let expected: [MemoryBandwidth.Operation: (read: Double, written: Double, operations: Double)] = [
            .read: (1, 0, 1), .write: (0, 1, 0), .copy: (1, 1, 0), .scale: (1, 1, 1), .add: (2, 1, 1), .triad: (2, 1, 2),
        ]
        for (operation, arrays) in expected {
            let kernel = try MemoryBandwidth(operation, store: .ordinary, workingSetBytes: 1 << 20, team: team)
            let array = Double(kernel.workingSetBytes / operation.arrays)
            #expect(kernel.workingSetBytes <= 1 << 20 && kernel.workingSetBytes > 1_000_000)
            #expect(kernel.work.bytesRead == arrays.read * array && kernel.work.bytesWritten == arrays.written * array)
            #expect(kernel.work.operations == arrays.operations * array / 8)
        }
    }

    @Test(arguments: [1, 128, 4096, 1 << 20])
    func oneCycleThroughEveryLine(bytes: Int) throws {
        let chase = try MemoryLatency(workingSetBytes: bytes, seed: 7)
        #expect(chase.workingSetBytes == max(bytes, 128))
        chase.run(iterations: 1003)
        #expect(chase.verify() == Deviation(largest: 0, allowed: 0))
    }

    @Test func sizesSpanTheHierarchy() {
        let caches = [
            CacheCapacity(bytes: 32 << 10, sharedBy: 1), CacheCapacity(bytes: 1 << 20, sharedBy: 1),
            CacheCapacity(bytes: 32 << 20, sharedBy: 4),
        ]
        #expect(MemorySizes.plateaus(of: caches, threads: 2) == [32 << 10, 1 << 20, 16 << 20, 128 << 20])
        #expect(MemorySizes.plateaus(of: caches, threads: 8) == [128 << 10, 4 << 20, 32 << 20, 256 << 20])
        let sweep = MemorySizes.sweep(of: caches, threads: 1)
        #expect(sweep.first == 16 << 10 && sweep.last == 128 << 20)
        #expect(zip(sweep, sweep.dropFirst()).allSatisfy { $0 < $1 && 2 * $0 >= $1 })
        #expect(MemorySizes.sweep(of: [], threads: 1).isEmpty)
    }
}
