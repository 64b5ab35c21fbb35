// `lstm`: a layer of long short-term memory over a sequence, forward and back through time.
// Leaves to others: a step (LSTMJob), products over all steps (Gemm), the definition (Networks.Reference).

package import Measurement
package import Networks
import Tiles

/// As PyTorch's LSTM of one layer, with one bias and an initial state of zeros. Forward keeps what the backward pass needs; backward gives the
/// gradients of the input, of both matrices and of the bias.
package final class LSTM {
    package enum Pass: String, CaseIterable, Sendable { case forward, backward }

    package let pass: Pass
    package let shape: Reference.LSTMShape
    package let work: Work
    package let workingSetBytes: Int

    private let team: WorkerTeam
    private let instructionSet: InstructionSet
    private let seed: UInt64
    private let job: LSTMJob
    private let inputProduct: Gemm<Float>
    private let gradientProducts: GradientProducts?

    /// `inputs`, `hidden`, `batch` and `steps` of at least 1.
    package init(
        _ pass: Pass, _ shape: Reference.LSTMShape, team: WorkerTeam, instructionSet: InstructionSet = .best, seed: UInt64 = 1
    ) throws(CPUError) {
        (self.pass, self.shape, self.team, self.instructionSet, self.seed) = (pass, shape, team, instructionSet, seed)
        job = try LSTMJob(
            shape, kernels: instructionSet.lstmKernels, gemm: Float.gemmKernels(for: instructionSet, withDotProducts: false),
            threads: team.count,
            withBackward: pass == .backward)
        inputProduct = try Gemm(
            GemmShape(rows: shape.steps * shape.batch, columns: 4 * shape.hidden, depth: shape.inputs, transposesB: true), team: team,
            instructionSet: instructionSet)
        gradientProducts = pass == .backward ? try GradientProducts(shape, team: team, instructionSet: instructionSet) : nil
        work = Self.work(pass, shape)
        workingSetBytes = Int(work.bytes)
        fill()
        if pass == .backward { forward() }
    }

    /// The products alone, of the whole layer: a multiplication and an addition for each weight, that of the input included, step and sequence, once
    /// forward and twice backward.
    private static func work(_ pass: Pass, _ s: Reference.LSTMShape) -> Work {
        let h = Double(s.hidden), places = Double(s.steps * s.batch), weights = 4 * h * (h + Double(s.inputs) + 1)
        let products = 2 * places * 4 * h * (h + Double(s.inputs)), x = places * Double(s.inputs)
        switch pass {
        // What is kept: gates, cells, outputs.
        case .forward: return Work(bytesRead: 4 * (x + weights), bytesWritten: 4 * places * 6 * h, operations: products)
        case .backward:
            return Work(bytesRead: 4 * (x + weights + places * 7 * h), bytesWritten: 4 * (x + weights), operations: 2 * products)
        }
    }

    package func run(iterations: Int) {
        for _ in 0..<iterations {
            switch pass {
            case .forward: forward()
            case .backward: backward()
            }
        }
    }

    private func phase(_ body: (Int) -> Void) {
        job.blocks.turn()
        team.run { thread, _ in body(thread) }
    }

    private func forward() {
        inputProduct.multiply(
            MatrixView(job.x.pointer, stride: shape.inputs), MatrixView(job.inputWeights.pointer, stride: shape.inputs),
            into: MutableMatrixView(job.gates.pointer, stride: 4 * shape.hidden))
        phase { job.pack($0, backward: false) }
        job.begin(backward: false)
        for _ in 0..<shape.steps {
            phase { job.forwardStep($0) }
            job.turn(backward: false)
        }
    }

    private func backward() {
        phase { job.pack($0, backward: true) }
        job.begin(backward: true)
        for _ in 0..<shape.steps {
            phase { job.backwardStep($0) }
            job.turn(backward: true)
        }
        gradientProducts?.run(job)
    }

    // MARK: - Contents and check

    private func fill() {
        let scale = 1 / Float(shape.hidden).squareRoot()
        for (array, (buffer, factor)) in [
            (job.x, 0.25), (job.inputWeights, scale / 4), (job.recurrentWeights, scale / 4), (job.bias, 0.1), (job.outputGradient, 0.01),
        ].enumerated() {
            let contents = Contents(seed: seed, array: array)
            for index in 0..<buffer.count { buffer.pointer[index] = contents[index] * factor }
        }
    }

    /// A small layer of odd sizes on the same team, whole, against float64: the largest error over the largest right answer of each tensor.
    ///
    /// Sums of some dozens of products, a few steps deep, behind functions good to some units in the last place: 64 units are allowed.
    package func verify() -> Deviation {
        let small = Reference.LSTMShape(
            inputs: min(shape.inputs, 21), hidden: min(shape.hidden, 43), batch: min(shape.batch, 15), steps: min(shape.steps, 4))
        do throws(CPUError) {
            return try LSTM(pass, small, team: team, instructionSet: instructionSet, seed: seed).compared()
        } catch {
            return Deviation(largest: .infinity, allowed: 0)
        }
    }

    /// Runs once and compares everything that the pass gives with the definition.
    package func compared() -> Deviation {
        run(iterations: 1)
        func doubles(_ buffer: AlignedBuffer<Float>) -> [Double] { buffer.elements.map(Double.init) }
        let x = doubles(job.x), w = doubles(job.inputWeights), r = doubles(job.recurrentWeights)
        let forward = Reference.lstm(shape, x, inputWeights: w, recurrentWeights: r, bias: doubles(job.bias))
        let start = shape.batch * shape.hidden
        var pairs: [([Double], [Double])] = []
        if let gradientProducts {
            let right = Reference.lstmBackward(
                shape, x, inputWeights: w, recurrentWeights: r, forward: forward, outputGradient: doubles(job.outputGradient))
            pairs = [
                (doubles(gradientProducts.x), right.x), (doubles(gradientProducts.inputWeights), right.inputWeights),
                (doubles(gradientProducts.recurrentWeights), right.recurrentWeights), (doubles(gradientProducts.bias), right.bias),
            ]
        } else {
            pairs = [
                (Array(doubles(job.outputs).dropFirst(start)), forward.output), (Array(doubles(job.cells).dropFirst(start)), forward.cell),
                (doubles(job.gates), forward.gates),
            ]
        }
        let largest = pairs.map { ours, right in
            let size = max(right.reduce(0) { max($0, abs($1)) }, 1e-30)
            return zip(ours, right).reduce(0) { worst, pair in
                let error = abs(pair.0 - pair.1) / size
                return error.isNaN ? .infinity : max(worst, error)
            }
        }.max()
        return Deviation(largest: largest ?? .infinity, allowed: 64 * Double(Float.ulpOfOne))
    }
}

/// The products of the backward pass that need no order of steps: all steps are one long matrix.
private final class GradientProducts {
    let x: AlignedBuffer<Float>, inputWeights: AlignedBuffer<Float>, recurrentWeights: AlignedBuffer<Float>, bias: AlignedBuffer<Float>
    private let shape: Reference.LSTMShape
    private let team: WorkerTeam
    private let kernels: ReduceKernels
    private let ofInput: Gemm<Float>, ofInputWeights: Gemm<Float>, ofRecurrentWeights: Gemm<Float>

    init(_ shape: Reference.LSTMShape, team: WorkerTeam, instructionSet: InstructionSet) throws(CPUError) {
        (self.shape, self.team) = (shape, team)
        kernels = instructionSet.reduceKernels
        let places = shape.steps * shape.batch, rows = 4 * shape.hidden
        x = try AlignedBuffer(count: places * shape.inputs)
        inputWeights = try AlignedBuffer(count: rows * shape.inputs)
        recurrentWeights = try AlignedBuffer(count: rows * shape.hidden)
        bias = try AlignedBuffer(count: rows)
        ofInput = try Gemm(GemmShape(rows: places, columns: shape.inputs, depth: rows), team: team, instructionSet: instructionSet)
        ofInputWeights = try Gemm(
            GemmShape(rows: rows, columns: shape.inputs, depth: places, transposesA: true), team: team, instructionSet: instructionSet)
        ofRecurrentWeights = try Gemm(
            GemmShape(rows: rows, columns: shape.hidden, depth: places, transposesA: true), team: team, instructionSet: instructionSet)
    }

    func run(_ job: LSTMJob) {
        let rows = 4 * shape.hidden, places = shape.steps * shape.batch
        let gradients = MatrixView(UnsafePointer(job.gateGradients.pointer), stride: rows)
        ofInput.multiply(
            gradients, MatrixView(job.inputWeights.pointer, stride: shape.inputs), into: MutableMatrixView(x.pointer, stride: shape.inputs))
        ofInputWeights.multiply(
            gradients, MatrixView(job.x.pointer, stride: shape.inputs), into: MutableMatrixView(inputWeights.pointer, stride: shape.inputs))
        // The outputs begin with the state before the first step: row t is what step t was given.
        ofRecurrentWeights.multiply(
            gradients, MatrixView(job.outputs.pointer, stride: shape.hidden),
            into: MutableMatrixView(recurrentWeights.pointer, stride: shape.hidden))
        let bias = bias.pointer, kernels = kernels
        team.run { thread, threads in
            let part = WorkerTeam.split(rows, among: threads, thread: thread, multiple: 16)
            (bias + part.lowerBound).update(repeating: 0, count: part.count)
            kernels.addRows(gradients.start + part.lowerBound, rows, places, part.count, bias + part.lowerBound)
        }
    }
}
