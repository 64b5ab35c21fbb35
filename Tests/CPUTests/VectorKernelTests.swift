// The plain kernels (elementwise, reductions, softmax) against float64 on every instruction set and several teams, at sizes with odd ends.
// Their speed is the benchmarks' business.

import CPU
import Measurement
import Testing
import Tiles

@Suite struct VectorKernelTests {
    @Test(arguments: InstructionSet.available, Elementwise.Operation.allCases)
    func elementwise(instructionSet: InstructionSet, operation: Elementwise.Operation) throws {
        for threads in 1...3 {
            let team = WorkerTeam(threads: threads, placement: .unpinned)
            for (bytes, isStreamed) in [(1, false), (70_000, true), (1_000_000, false)] {
                let kernel = try Elementwise(
                    operation, workingSetBytes: bytes, isStreamed: isStreamed, team: team, instructionSet: instructionSet, seed: 3,
                    isGuarded: true)
                kernel.run(iterations: 2)
                let deviation = kernel.verify()
                #expect(deviation.isAcceptable, "\(deviation) \(bytes) bytes, \(threads) threads")
                #expect(kernel.canariesAreIntact)
            }
        }
    }

    /// Every operation's bytes: arrays read and written, each once, and the row of biases.
    @Test func workOfElementwise() throws {
        let team = WorkerTeam(threads: 1)
        for (operation, read, written) in [(Elementwise.Operation.relu, 1.0, 1.0), (.reluBackward, 2, 1), (.add, 2, 1), (.adam, 4, 3)] {
            let kernel = try Elementwise(operation, workingSetBytes: 1 << 16, isStreamed: false, team: team)
            let array = Double(kernel.workingSetBytes / operation.arrays)
            #expect(kernel.work.bytesRead == read * array && kernel.work.bytesWritten == written * array)
            #expect(kernel.workingSetBytes <= 1 << 16 && kernel.workingSetBytes > 60_000)
        }
    }

    @Test(arguments: InstructionSet.available, Reduction.Operation.allCases)
    func reductions(instructionSet: InstructionSet, operation: Reduction.Operation) throws {
        for threads in 1...3 {
            let team = WorkerTeam(threads: threads, placement: .unpinned)
            for (rows, columns) in [(1, 1), (3, 7), (1, 5000), (77, 130), (1001, 33), (65, 1024)] {
                let kernel = try Reduction(operation, rows: rows, columns: columns, team: team, instructionSet: instructionSet)
                kernel.run(iterations: 2)
                let deviation = kernel.verify()
                #expect(deviation.isAcceptable, "\(deviation) \(rows)×\(columns), \(threads) threads")
            }
        }
    }

    /// More than a thousand chunks, each of which must count: twenty million numbers.
    @Test(arguments: [Reduction.Operation.sum, .columnSum])
    func reductionsOfManyChunks(operation: Reduction.Operation) throws {
        let kernel = try Reduction(operation, rows: 20_000, columns: 1024, team: WorkerTeam(threads: 2, placement: .unpinned))
        let deviation = kernel.verify()
        #expect(deviation.isAcceptable, "\(deviation)")
        // A chunk of sixteen rows left out would show.
        #expect(deviation.allowed < 16.0 / 20_000 / 10)
    }

    @Test(arguments: InstructionSet.available, [1, 2, 3])
    func softmax(instructionSet: InstructionSet, threads: Int) throws {
        let team = WorkerTeam(threads: threads, placement: .unpinned)
        for (rows, columns) in [(1, 1), (5, 3), (9, 16), (40, 100), (7, 1000), (3, 4096), (2, 32_003)] {
            for isStreamed in [false, true] {
                let kernel = try Softmax(
                    rows: rows, columns: columns, isStreamed: isStreamed, team: team, instructionSet: instructionSet, isGuarded: true)
                let deviation = kernel.verify()
                #expect(deviation.isAcceptable, "\(deviation) \(rows)×\(columns) \(isStreamed)")
                #expect(kernel.canariesAreIntact)
                #expect(kernel.isStreamed == (isStreamed && columns % 16 == 0))
            }
        }
    }

    /// Where a naive e^x would overflow, or all but one of a row vanish.
    @Test(arguments: InstructionSet.available)
    func softmaxIsStable(instructionSet: InstructionSet) {
        let rows: [[Float]] = [
            [1e30, 1e30, -1e30], [-1000, -1001, -.infinity], [88, 89, 90, 91, 92], [Float](repeating: -3e38, count: 21),
        ]
        let expected: [[Float]] = [
            [0.5, 0.5, 0], [0.731_058_6, 0.268_941_43, 0], [0.011_656_23, 0.031_684_92, 0.086_128_54, 0.234_121_65, 0.636_408_65],
            [Float](repeating: 1 / 21, count: 21),
        ]
        for (row, right) in zip(rows, expected) {
            var answer = [Float](repeating: .nan, count: row.count), scratch = answer
            instructionSet.softmaxKernels.cached(row, row.count, &scratch, &answer)
            for (value, right) in zip(answer, right) { #expect(abs(value - right) < 1e-6, "\(answer)") }
        }
    }

    /// The ends of the functions: nothing overflows, a small argument keeps its digits, no number stays no number.
    @Test(arguments: InstructionSet.available)
    func functionsAtTheirEnds(instructionSet: InstructionSet) throws {
        let stores = instructionSet.elementwiseKernels.cached
        func values(_ pass: ElementwiseKernels.Pass, _ inputs: [Float]) throws -> [Float] {
            let x = try AlignedBuffer<Float>(count: 64), y = try AlignedBuffer<Float>(count: 64)
            for index in 0..<64 { x[index] = inputs[index % inputs.count] }
            pass(
                ElementwiseOperands(target: y.pointer, a: x.pointer, b: x.pointer, columns: 64, first: x.pointer, second: x.pointer), 0, 64)
            return inputs.indices.map { y[$0] }
        }
        #expect(try values(stores.sigmoid, [-1e30, -200, 0, 200, 1e30]).map { $0 < 1e-30 ? 0 : $0 } == [0, 0, 0.5, 1, 1])
        #expect(try values(stores.tanh, [-1e30, -50, 0, 50, 1e30]) == [-1, -1, 0, 1, 1])
        for (value, right) in zip(try values(stores.tanh, [1e-6, -3e-4, 1e-20]), [1e-6, -3e-4, 1e-20] as [Float]) {
            #expect(abs(value - right) <= 3e-7 * abs(right), "\(value)")
        }
        #expect(try values(stores.relu, [-1, 2, -.infinity, .infinity]) == [0, 2, 0, .infinity])
        #expect(try values(stores.relu, [.nan])[0].isNaN)
    }

    /// What answers a few callers keeps what is no number too: a network that went astray must not look well.
    @Test(arguments: InstructionSet.available)
    func functionsOfRowsKeepWhatIsNoNumber(instructionSet: InstructionSet) throws {
        let values = try AlignedBuffer<Lanes>(count: 8), rows = instructionSet.rowKernels, decoder = instructionSet.decoderKernels
        func fill() {
            for index in 0..<8 { values[index] = Lanes(repeating: index == 7 ? 1 : 0.5) }
            values[0][3] = .nan
        }
        fill()
        rows.hyperbolicTangent(values.pointer, 8)
        #expect(values[0][3].isNaN && abs(values[0][2] - 0.462_117_16) < 1e-6 && abs(values[7][3] - 0.761_594_15) < 1e-6)
        fill()
        decoder.gelu(values.pointer, values.pointer, 8)
        #expect(values[0][3].isNaN && abs(values[7][0] - 0.841_192) < 1e-6)
        fill()
        // Gates of one row, its cell and what it gives: the input gate is what is no number.
        rows.lstmGates(
            GateRows(
                gates: values.pointer, rows: 1, cell: values.pointer + 4, cellStride: 1, hidden: values.pointer + 5, hiddenStride: 1))
        #expect(values[4][3].isNaN && values[5][3].isNaN && !values[4][2].isNaN && !values[5][2].isNaN)
    }

    @Test(arguments: InstructionSet.available, BatchNorm2D.Pass.allCases)
    func batchNorm(instructionSet: InstructionSet, pass: BatchNorm2D.Pass) throws {
        for threads in 1...3 {
            let team = WorkerTeam(threads: threads, placement: .unpinned)
            for (batch, channels, pixels) in [(2, 1, 1), (5, 3, 49), (3, 8, 64), (2, 17, 100), (1, 2, 5000), (7, 1, 16)] {
                let shape = BatchNormShape(batch: batch, channels: channels, pixels: pixels)
                for isStreamed in [false, true] {
                    let kernel = try BatchNorm2D(
                        pass, shape, isStreamed: isStreamed, team: team, instructionSet: instructionSet, isGuarded: true)
                    kernel.run(iterations: 2)
                    let deviation = kernel.verify()
                    #expect(deviation.isAcceptable, "\(deviation) \(shape), \(threads) threads")
                    #expect(kernel.canariesAreIntact)
                }
            }
        }
    }

    /// Channels of which three alone are looked at: the ends and one between.
    @Test(arguments: BatchNorm2D.Pass.allCases)
    func batchNormOfLongChannels(pass: BatchNorm2D.Pass) throws {
        let shape = BatchNormShape(batch: 2, channels: 5, pixels: 70_000)
        let kernel = try BatchNorm2D(pass, shape, isStreamed: true, team: WorkerTeam(threads: 2, placement: .unpinned))
        kernel.run(iterations: 2)
        let deviation = kernel.verify()
        #expect(deviation.isAcceptable, "\(deviation)")
    }

    @Test(arguments: InstructionSet.available, [1, 2, 3, 5, 11])
    func allReduce(instructionSet: InstructionSet, threads: Int) throws {
        let team = WorkerTeam(threads: threads, placement: .unpinned)
        for count in [1, 64, 1000, 100_001] {
            for isStreamed in [false, true] {
                let kernel = try AllReduce(count: count, isStreamed: isStreamed, team: team, instructionSet: instructionSet)
                kernel.run(iterations: 2)
                let deviation = kernel.verify()
                #expect(deviation.isAcceptable, "\(deviation) \(count) numbers, \(threads) threads")
            }
        }
    }

    /// NCCL-tests' definition: S bytes a rank in t seconds are S/t · 2 (n − 1) / n.
    @Test func busBytesOfAllReduce() throws {
        let kernel = try AllReduce(count: 1000, isStreamed: false, team: WorkerTeam(threads: 4, placement: .unpinned))
        #expect(kernel.work.busBytes == 4000 * 1.5)
        #expect(kernel.work.bytesRead == 16_000 && kernel.work.bytesWritten == 16_000 && kernel.work.operations == 3000)
        #expect(Metric.busBytesPerSecond.value(seconds: 2, work: kernel.work) == 3000)
    }

    @Test(arguments: InstructionSet.available, [1, 2, 3])
    func sparseProduct(instructionSet: InstructionSet, threads: Int) throws {
        let team = WorkerTeam(threads: threads, placement: .unpinned)
        for side in [1, 2, 3, 10, 57, 200] {
            let single = try SparseProduct<Float>(side: side, team: team, instructionSet: instructionSet)
            let double = try SparseProduct<Double>(side: side, team: team, instructionSet: instructionSet)
            #expect(single.entries == 5 * side * side - 4 * side)
            #expect(single.work.operations == 2 * Double(single.entries))
            for deviation in [single.verify(), double.verify()] { #expect(deviation.isAcceptable, "\(deviation) side \(side)") }
        }
    }
}
