// `elementwise`: what networks do number by number between their products, over arrays shared out to the threads of a team in chunks.
// Leaves to others: the loops (Tiles), timing.

package import Measurement
import Tiles

/// One operation over arrays of Float. An iteration is one pass of the whole team, with its fork and its join.
package final class Elementwise {
    package enum Operation: String, CaseIterable, Sendable {
        case relu
        case reluBackward = "relu-backward"
        case add
        case biasGelu = "bias-gelu"
        case sigmoid, tanh, adam

        /// Arrays that are read, the row of biases apart.
        var sources: Int {
            switch self {
            case .relu, .biasGelu, .sigmoid, .tanh: 1
            case .reluBackward, .add: 2
            case .adam: 4
            }
        }

        /// Arrays that are written: Adam writes three of those that it reads.
        var targets: Int { self == .adam ? 3 : 1 }
        package var arrays: Int { self == .adam ? 4 : sources + 1 }

        /// As the formula has them, an exponential, a root and a quotient as one each.
        var operationsPerNumber: Double {
            switch self {
            case .relu, .reluBackward, .add: 1
            case .sigmoid: 4
            case .tanh: 5
            case .biasGelu: 10
            case .adam: 12
            }
        }
    }

    package let operation: Operation
    /// Whether results go around the caches; Adam's never do, since it has just read what it writes.
    package let isStreamed: Bool
    package let work: Work
    /// Bytes of all arrays.
    package let workingSetBytes: Int

    /// The width of a row, for biases.
    package static let columns = 4096

    private let team: WorkerTeam
    private let count: Int
    private let stride: Int
    private let memory: AlignedBuffer<Float>
    private let bias: AlignedBuffer<Float>
    private let chunks: SharedChunks
    private let contents: [Contents]
    private let phase: WorkerTeam.Phase

    /// At most `workingSetBytes`, unless that is less than one turn of the loop.
    package init(
        _ operation: Operation, workingSetBytes: Int, isStreamed: Bool, team: WorkerTeam, instructionSet: InstructionSet = .best,
        seed: UInt64 = 1, isGuarded: Bool = false
    ) throws(CPUError) {
        self.operation = operation
        self.isStreamed = isStreamed && operation != .adam
        self.team = team
        let granule = ElementwiseKernels.granule
        let count = max(workingSetBytes / (operation.arrays * MemoryLayout<Float>.stride) / granule, 1) * granule
        self.count = count
        self.workingSetBytes = count * operation.arrays * MemoryLayout<Float>.stride
        // Seventeen lines between arrays: equal offsets within a page would let a store hold up a load that it has nothing to do with.
        stride = count + 17 * 16 + (isGuarded ? 0 : (1024 - count % 1024) % 1024)
        memory = try AlignedBuffer(count: stride * operation.arrays, guarded: isGuarded)
        bias = try AlignedBuffer(count: Self.columns)
        contents = (0...operation.arrays).map { Contents(seed: seed, array: $0) }
        let bytes = Double(count * MemoryLayout<Float>.stride), rowBytes = operation == .biasGelu ? Double(4 * Self.columns) : 0
        work = Work(
            bytesRead: bytes * Double(operation.sources) + rowBytes, bytesWritten: bytes * Double(operation.targets),
            operations: operation.operationsPerNumber * Double(count))
        let chunks = SharedChunks(total: count, least: granule, threads: team.count, most: 1 << 15)
        self.chunks = chunks
        let first = memory.pointer, stride = stride, arrays = operation.arrays
        func array(_ index: Int) -> UnsafeMutablePointer<Float> { first + min(index, arrays - 1) * stride }
        let operands = ElementwiseOperands(
            target: array(0), a: array(1), b: operation == .biasGelu ? bias.pointer : array(2), columns: Self.columns, first: array(2),
            second: array(3))
        let pass = instructionSet.elementwiseKernels.pass(operation, isStreamed: self.isStreamed)
        phase = .init { thread, _ in
            chunks.each(thread: thread) { _, range in pass(operands, range.lowerBound, range.upperBound) }
        }
        for index in 0..<Self.columns { bias.pointer[index] = contents[operation.arrays][index] }
        fill()
    }

    package func run(iterations: Int) {
        for _ in 0..<iterations {
            chunks.turn()
            team.run(phase)
        }
    }

    package var canariesAreIntact: Bool { memory.canariesAreIntact }

    /// Fills the target with rubbish, makes one pass, and compares with float64: all numbers of a short array, many of a long one.
    ///
    /// 4 units in the last place of the larger of 1 and the answer: exponentials are good to 2, and a quotient or a root follows.
    package func verify() -> Deviation {
        fill()
        run(iterations: 1)
        var largest = 0.0
        for index in checkedPlaces(count) {
            for (value, right) in zip(results(index), answers(index)) {
                let error = abs(Double(value) - right) / max(1, abs(right))
                largest = error.isNaN ? .infinity : max(largest, error)
            }
        }
        return Deviation(largest: largest, allowed: 4 * Double(Float.ulpOfOne))
    }

    private func results(_ index: Int) -> [Float] {
        operation == .adam ? [0, 2, 3].map { memory.pointer[$0 * stride + index] } : [memory.pointer[index]]
    }

    /// What the pass must give, from the contents that `fill` wrote.
    private func answers(_ index: Int) -> [Double] {
        func number(_ array: Int) -> Double { Double(content(array, index)) }
        switch operation {
        case .relu: return [max(number(1), 0)]
        case .reluBackward: return [number(1) > 0 ? number(2) : 0]
        case .add: return [number(1) + number(2)]
        case .sigmoid: return [ElementwiseReference.sigmoid(number(1))]
        case .tanh: return [ElementwiseReference.tanh(number(1))]
        case .biasGelu: return [ElementwiseReference.gelu(number(1) + Double(contents[operation.arrays][index % Self.columns]))]
        case .adam: return ElementwiseReference.adam(weight: number(0), gradient: number(1), first: number(2), second: number(3))
        }
    }

    /// Adam's second moment is a mean of squares.
    private func content(_ array: Int, _ index: Int) -> Float {
        let value = contents[array][index]
        return operation == .adam && array == 3 ? abs(value) : value
    }

    private func fill() {
        let first = memory.pointer, stride = stride, count = count, arrays = operation.arrays
        team.run { thread, threads in
            let part = WorkerTeam.split(count, among: threads, thread: thread, multiple: chunks.chunk)
            for array in 0..<arrays {
                let target = first + array * stride
                if array == 0 && operation != .adam {
                    for index in part { target[index] = -1e9 }
                } else {
                    for index in part { target[index] = content(array, index) }
                }
            }
        }
    }
}

extension ElementwiseKernels {
    fileprivate func pass(_ operation: Elementwise.Operation, isStreamed: Bool) -> Pass {
        let stores = isStreamed ? streamed : cached
        switch operation {
        case .relu: return stores.relu
        case .reluBackward: return stores.reluBackward
        case .add: return stores.add
        case .biasGelu: return stores.biasGelu
        case .sigmoid: return stores.sigmoid
        case .tanh: return stores.tanh
        case .adam: return adam
        }
    }
}
