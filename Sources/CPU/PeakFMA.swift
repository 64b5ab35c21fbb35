// `peak/fma`: the arithmetic roof, multiply-adds on numbers that never leave the registers.
// The loop is the table's; threads, work and the check are here.

package import Measurement
import Tiles

/// Chains of x ← x · 0.999 + 0.0001 on every thread of a team. One iteration is `stepsPerIteration` steps of every chain.
package final class PeakFMA {
    package enum Precision: String, CaseIterable, Sendable {
        case fp32, fp64
    }

    package static let stepsPerIteration = 1000
    package let precision: Precision
    /// Of one iteration on the whole team. A multiply-add counts as two operations, in one instruction or in two.
    package let work: Work

    private let team: WorkerTeam
    private let kernels: PeakKernels
    /// One part a thread, on cache lines of its own.
    private let state: AlignedBuffer<UInt8>
    private let iterations: Box<Int>
    private let phase: WorkerTeam.Phase

    package init(_ precision: Precision, team: WorkerTeam, instructionSet: InstructionSet = .best) throws(CPUError) {
        self.precision = precision
        self.team = team
        let kernels = instructionSet.peakKernels
        self.kernels = kernels
        let lanes = precision == .fp32 ? kernels.lanesFloat32 : kernels.lanesFloat64
        work = Work(operations: 2 * Double(Self.stepsPerIteration * kernels.chains * lanes * team.count))
        let state = try AlignedBuffer<UInt8>(count: team.count * Self.partBytes)
        self.state = state
        let iterations = Box(0)
        self.iterations = iterations
        phase = WorkerTeam.Phase { thread, _ in
            let part = UnsafeMutableRawPointer(state.pointer + thread * Self.partBytes)
            let steps = iterations.value * Self.stepsPerIteration
            switch precision {
            case .fp32: kernels.float32(steps, part.assumingMemoryBound(to: Float.self))
            case .fp64: kernels.float64(steps, part.assumingMemoryBound(to: Double.self))
            }
        }
        restart()
    }

    package func run(iterations: Int) {
        self.iterations.value = iterations
        team.run(phase)
    }

    /// Starts anew, runs one iteration, and compares every chain with xₙ = x* + (x₀ − x*) · 0.999ⁿ, where x* = 0.1 is where the step stands still.
    package func verify() -> Deviation {
        restart()
        run(iterations: 1)
        let still = PeakKernels.term / (1 - PeakKernels.factor)
        var decay = 1.0
        for _ in 0..<Self.stepsPerIteration { decay *= PeakKernels.factor }
        var largest = 0.0
        for index in 0..<numbersPerThread * team.count {
            let right = still + (Double(start(index)) - still) * decay
            let error = abs(number(index) - right) / right
            largest = error.isNaN ? .infinity : max(largest, error)
        }
        // Each step rounds once or twice; the decay forgets old roundings, so that about a thousand steps of them remain at the worst.
        let ulp = precision == .fp32 ? Double(Float.ulpOfOne) : Double.ulpOfOne
        return Deviation(largest: largest, allowed: 2 * ulp * Double(Self.stepsPerIteration))
    }

    private static let partBytes = 4096

    private var numbersPerThread: Int {
        kernels.chains * (precision == .fp32 ? kernels.lanesFloat32 : kernels.lanesFloat64)
    }

    private func start(_ index: Int) -> Float { 1 + Float(index % 97) / 64 }

    private func restart() {
        for index in 0..<numbersPerThread * team.count {
            let address = address(index)
            switch precision {
            case .fp32: address.storeBytes(of: start(index), as: Float.self)
            case .fp64: address.storeBytes(of: Double(start(index)), as: Double.self)
            }
        }
    }

    private func number(_ index: Int) -> Double {
        switch precision {
        case .fp32: Double(address(index).load(as: Float.self))
        case .fp64: address(index).load(as: Double.self)
        }
    }

    private func address(_ index: Int) -> UnsafeMutableRawPointer {
        let (thread, place) = index.quotientAndRemainder(dividingBy: numbersPerThread)
        return UnsafeMutableRawPointer(state.pointer + thread * Self.partBytes) + place * (precision == .fp32 ? 4 : 8)
    }
}

/// A value that a prepared phase reads and its owner changes between phases.
final class Box<Value>: @unchecked Sendable {
    var value: Value

    init(_ value: Value) { self.value = value }
}
