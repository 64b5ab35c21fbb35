// `peak/fma` of short numbers: dot products on registers alone, the roof of what is computed with them.
// The loop is the table's; threads, work and the check are here. Wide numbers are PeakFMA's.

package import Measurement
import Tiles

/// Chains of sum ← sum + a · b on every thread of a team, a and b the same in all. One iteration is `stepsPerIteration` steps of every chain.
package final class PeakDotProduct {
    package static let stepsPerIteration = 1000
    package let kind: DotProduct
    /// Of one iteration on the whole team. A multiplication and an addition are two operations, as many as a lane takes in one instruction.
    package let work: Work

    private let team: WorkerTeam
    private let kernels: DotProductKernels
    /// One part a thread, on cache lines of its own: its sums.
    private let state: AlignedBuffer<UInt32>
    private let a: AlignedBuffer<UInt32>
    private let b: AlignedBuffer<UInt32>
    private let iterations: Box<Int>
    private let phase: WorkerTeam.Phase

    /// Nil where the instruction set or this processor has no such instruction.
    package init?(_ kind: DotProduct, team: WorkerTeam, instructionSet: InstructionSet = .best) throws(CPUError) {
        guard kind.isAvailable, let kernels = DotProduct.kernels(for: instructionSet) else { return nil }
        self.kind = kind
        self.team = team
        self.kernels = kernels
        let sums = kernels.chains * kernels.lanes
        work = Work(operations: 2 * Double(kind.numbersPerWord * Self.stepsPerIteration * sums * team.count))
        let state = try AlignedBuffer<UInt32>(count: team.count * Self.partWords)
        let a = try AlignedBuffer<UInt32>(count: kernels.lanes), b = try AlignedBuffer<UInt32>(count: kernels.lanes)
        (self.state, self.a, self.b) = (state, a, b)
        let iterations = Box(0)
        self.iterations = iterations
        phase = WorkerTeam.Phase { thread, _ in
            let part = UnsafeMutableRawPointer(state.pointer + thread * Self.partWords)
            let steps = iterations.value * Self.stepsPerIteration
            switch kind {
            case .bf16: kernels.bfloat16Peak(steps, part.assumingMemoryBound(to: Float.self), a.pointer, b.pointer)
            case .int8: kernels.int8Peak(steps, part.assumingMemoryBound(to: Int32.self), a.pointer, b.pointer)
            }
        }
        for lane in 0..<kernels.lanes {
            a.pointer[lane] = kind.word((0..<kind.numbersPerWord).map { Self.left(kind, lane, $0) })
            b.pointer[lane] = kind.word((0..<kind.numbersPerWord).map { Self.right(lane, $0) })
        }
        restart()
    }

    package func run(iterations: Int) {
        self.iterations.value = iterations
        team.run(phase)
    }

    /// Starts anew, runs one iteration, and compares every sum with that of the scalar products, of which nothing may differ: all numbers on the
    /// way are integers that a float holds, below 2²⁴, in whichever order they are added.
    package func verify() -> Deviation {
        restart()
        run(iterations: 1)
        var largest = 0.0
        for thread in 0..<team.count {
            for index in 0..<sumsPerThread {
                let lane = index % kernels.lanes
                let products = (0..<kind.numbersPerWord).map { Self.left(kind, lane, $0) * Self.right(lane, $0) }
                let right = Self.start(index) + Self.stepsPerIteration * products.reduce(0, +)
                let word = state.pointer[thread * Self.partWords + index]
                let sum = kind == .bf16 ? Double(Float(bitPattern: word)) : Double(Int32(bitPattern: word))
                largest = sum.isNaN ? .infinity : max(largest, abs(sum - Double(right)))
            }
        }
        return Deviation(largest: largest, allowed: 0)
    }

    private static let partWords = 1024

    private var sumsPerThread: Int { kernels.chains * kernels.lanes }

    /// Products of which each has its own weight in a sum: one left out, taken twice or of the wrong sign shows.
    private static func left(_ kind: DotProduct, _ lane: Int, _ place: Int) -> Int {
        kind == .int8 ? 255 - 7 * lane - 30 * place : (lane % 7 + 1) * (place == 0 ? 1 : -3)
    }
    private static func right(_ lane: Int, _ place: Int) -> Int { (place % 2 == 0 ? 5 : -11) + lane % 3 + place }
    private static func start(_ index: Int) -> Int { index % 97 - 40 }

    private func restart() {
        for thread in 0..<team.count {
            for index in 0..<sumsPerThread {
                let start = Self.start(index)
                state.pointer[thread * Self.partWords + index] =
                    kind == .bf16 ? Float(start).bitPattern : UInt32(bitPattern: Int32(start))
            }
        }
    }
}

extension DotProduct {
    /// Numbers in a lane of 32 bits.
    var numbersPerWord: Int { self == .bf16 ? 2 : 4 }

    /// A lane that holds these small integers, the first in its lowest bits.
    fileprivate func word(_ numbers: [Int]) -> UInt32 {
        numbers.reversed().reduce(0) { word, number in
            switch self {
            case .bf16: word << 16 | UInt32(BFloat16(Float(number)).bitPattern)
            case .int8: word << 8 | UInt32(UInt8(truncatingIfNeeded: number))
            }
        }
    }
}
