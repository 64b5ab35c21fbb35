// `memory/bandwidth`: STREAM's kernels over arrays of Double, each thread on its own part, first touched by it.
// The loops are the table's; which sizes make a curve is MemorySizes'.

package import Measurement
import Tiles

/// One operation with one kind of store over one working set. An iteration is a pass over the arrays on every thread; threads do not wait
/// for each other between the passes of a run.
package final class MemoryBandwidth {
    package enum Operation: String, CaseIterable, Sendable {
        case read, write, copy, scale, add, triad

        /// Arrays that are read, and whether another is written.
        package var sources: Int {
            switch self {
            case .write: 0
            case .read, .copy, .scale: 1
            case .add, .triad: 2
            }
        }

        package var writes: Bool { self != .read }
        package var arrays: Int { sources + (writes ? 1 : 0) }

        /// Arithmetic on each number, for the roofline.
        var operationsPerNumber: Double {
            switch self {
            case .write, .copy: 0
            case .read, .scale, .add: 1
            case .triad: 2
            }
        }
    }

    package enum Store: String, CaseIterable, Sendable {
        case ordinary, nontemporal
    }

    package let operation: Operation
    package let store: Store
    /// Bytes of all arrays on all threads: at most what was asked for, unless that is less than one turn of the loop.
    package let workingSetBytes: Int
    /// Of one pass on the whole team; bytes as STREAM counts them, without the lines that an ordinary store fetches first.
    package let work: Work

    private let team: WorkerTeam
    private let parts: Parts
    private let results: AlignedBuffer<Double>
    private let iterations = Box(0)
    private let phase: WorkerTeam.Phase

    /// `read` has no stores: it takes `.ordinary` only.
    package init(
        _ operation: Operation, store: Store, workingSetBytes: Int, team: WorkerTeam, instructionSet: InstructionSet = .best
    ) throws(CPUError) {
        precondition(operation.writes || store == .ordinary, "a read stores nothing")
        self.operation = operation
        self.store = store
        self.team = team
        let perArray = workingSetBytes / (operation.arrays * team.count * MemoryLayout<Double>.stride)
        let numbers = max(perArray / StreamKernels.granule, 1) * StreamKernels.granule
        let parts = try Parts(numbers: numbers, arrays: operation.arrays, threads: team.count)
        self.parts = parts
        let total = numbers * team.count
        let bytes = Double(total * MemoryLayout<Double>.stride)
        self.workingSetBytes = total * operation.arrays * MemoryLayout<Double>.stride
        work = Work(
            bytesRead: bytes * Double(operation.sources), bytesWritten: operation.writes ? bytes : 0,
            operations: operation.operationsPerNumber * Double(total))
        let results = try AlignedBuffer<Double>(count: team.count * Self.resultStride)
        results.zero()
        self.results = results
        let pass = instructionSet.streamKernels.pass(operation, store)
        phase = WorkerTeam.Phase { [iterations] thread, _ in
            let arrays = parts.arrays(of: thread)
            var result = 0.0
            for _ in 0..<iterations.value { result = pass(arrays.target, arrays.a, arrays.b, Self.scalar, parts.numbers) }
            results.pointer[thread * Self.resultStride] = result
        }
        fill()
    }

    package func run(iterations: Int) {
        self.iterations.value = iterations
        team.run(phase)
    }

    /// Fills the target with rubbish, makes one pass, and compares every number. The contents are small whole numbers: the answer is exact.
    package func verify() -> Deviation {
        fill()
        run(iterations: 1)
        var largest = 0.0
        for thread in 0..<team.count {
            let arrays = parts.arrays(of: thread)
            if operation == .read {
                let right = (0..<parts.numbers).reduce(0.0) { $0 + Self.content(ofA: $1) }
                largest = max(largest, deviation(results.pointer[thread * Self.resultStride], right))
            } else {
                for index in 0..<parts.numbers { largest = max(largest, deviation(arrays.target[index], right(index))) }
            }
        }
        return Deviation(largest: largest, allowed: 0)
    }

    private static let scalar = 3.0
    private static let resultStride = 16
    private static func content(ofA index: Int) -> Double { Double(index % 7 - 3) }
    private static func content(ofB index: Int) -> Double { Double(index % 5 + 1) }

    private func right(_ index: Int) -> Double {
        let a = Self.content(ofA: index), b = Self.content(ofB: index)
        switch operation {
        case .read, .copy: return a
        case .write: return Self.scalar
        case .scale: return Self.scalar * a
        case .add: return a + b
        case .triad: return a + Self.scalar * b
        }
    }

    private func deviation(_ value: Double, _ right: Double) -> Double {
        let difference = abs(value - right)
        return difference.isNaN ? .infinity : difference
    }

    /// Each thread fills its own part, which thereby comes to lie near it. Sources last: where two of the three arrays are one, it holds a source.
    private func fill() {
        team.run { [parts, operation] thread, _ in
            let arrays = parts.arrays(of: thread)
            if operation.writes { for index in 0..<parts.numbers { arrays.target[index] = -1 } }
            if operation.sources > 1 { for index in 0..<parts.numbers { arrays.b[index] = Self.content(ofB: index) } }
            if operation.sources > 0 { for index in 0..<parts.numbers { arrays.a[index] = Self.content(ofA: index) } }
        }
    }
}

/// The arrays of a team in one allocation, thread after thread, page after page.
private final class Parts: Sendable {
    let numbers: Int
    private let arrayCount: Int
    private let arrayStride: Int
    private let threadStride: Int
    private let memory: AlignedBuffer<Double>

    init(numbers: Int, arrays: Int, threads: Int) throws(CPUError) {
        self.numbers = numbers
        arrayCount = arrays
        // Seventeen lines between arrays: equal offsets within a page would let a store hold up a load that it has nothing to do with.
        arrayStride = numbers + 17 * 8
        threadStride = (arrayStride * arrays + Self.page - 1) / Self.page * Self.page
        memory = try AlignedBuffer(count: threadStride * threads)
    }

    /// Target, first and second source; those that the operation lacks are the first array.
    func arrays(
        of thread: Int
    ) -> (target: UnsafeMutablePointer<Double>, a: UnsafeMutablePointer<Double>, b: UnsafeMutablePointer<Double>) {
        let first = memory.pointer + thread * threadStride
        return (first, first + (arrayCount > 1 ? arrayStride : 0), first + (arrayCount > 2 ? 2 * arrayStride : 0))
    }

    private static let page = 4096 / MemoryLayout<Double>.stride
}

extension StreamKernels {
    fileprivate func pass(_ operation: MemoryBandwidth.Operation, _ store: MemoryBandwidth.Store) -> Pass {
        let stores = store == .ordinary ? ordinary : nontemporal
        switch operation {
        case .read: return read
        case .write: return stores.write
        case .copy: return stores.copy
        case .scale: return stores.scale
        case .add: return stores.add
        case .triad: return stores.triad
        }
    }
}
