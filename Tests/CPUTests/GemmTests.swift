// The matrix product against float64 dot products: odd shapes, all transposes, strides, alpha and beta, every thread count, instruction set and
// precision, with dot products and without.
// Its speed is the benchmarks' business.

import CPU
import Testing
import Tiles

@Suite struct GemmTests {
    static let shapes: [(rows: Int, columns: Int, depth: Int)] = [
        (1, 1, 1), (12, 32, 16), (13, 33, 17), (5, 3, 300), (97, 131, 61), (1, 200, 40), (200, 1, 40), (61, 70, 515), (24, 16, 1),
    ]

    @Test(arguments: InstructionSet.available, [false, true])
    func everyShapeAndTranspose(instructionSet: InstructionSet, transposesA: Bool) throws {
        let team = WorkerTeam(threads: 2)
        for transposesB in [false, true] {
            for (rows, columns, depth) in Self.shapes {
                let shape = GemmShape(
                    rows: rows, columns: columns, depth: depth, transposesA: transposesA, transposesB: transposesB)
                try expectRight(Case<Float>(shape, alpha: 1, beta: 0), team, instructionSet)
                try expectRight(Case<Double>(shape, alpha: 1, beta: 0), team, instructionSet)
                try expectRight(Case<BFloat16>(shape, alpha: 1, beta: 0), team, instructionSet)
                try expectRight(Case<BFloat16>(shape, alpha: 1, beta: 0), team, instructionSet, withDotProducts: false)
            }
        }
    }

    @Test(arguments: [(1.0, 1.0), (2.5, 0), (-1, 0.5), (0, 2), (0, 0), (0.5, -1)])
    func alphaAndBeta(factors: (alpha: Double, beta: Double)) throws {
        let team = WorkerTeam(threads: 3)
        let shape = GemmShape(rows: 37, columns: 75, depth: 530)
        try expectRight(Case<Float>(shape, alpha: Float(factors.alpha), beta: Float(factors.beta)), team, .best)
        try expectRight(Case<Double>(shape, alpha: factors.alpha, beta: factors.beta), team, .best)
        for deep in [530, 1027] {
            let shape = GemmShape(rows: 37, columns: 75, depth: deep)
            try expectRight(Case<BFloat16>(shape, alpha: Float(factors.alpha), beta: Float(factors.beta)), team, .best)
        }
    }

    @Test(arguments: [1, 2, 3, 5])
    func threadsAndStrides(threads: Int) throws {
        let team = WorkerTeam(threads: threads)
        for transposes in [false, true] {
            let shape = GemmShape(rows: 150, columns: 170, depth: 90, transposesA: transposes, transposesB: !transposes)
            try expectRight(Case<Float>(shape, alpha: 1, beta: 1, extraStride: 7), team, .best)
            try expectRight(Case<BFloat16>(shape, alpha: 1, beta: 1, extraStride: 7), team, .best)
            try expectRight(Case<BFloat16>(shape, alpha: 1, beta: 1, extraStride: 7), team, .best, withDotProducts: false)
        }
    }

    /// Larger than one slab of rows and columns, so that every loop of the blocking turns.
    @Test func longAndWide() throws {
        let team = WorkerTeam(threads: 2)
        try expectRight(Case<Float>(GemmShape(rows: 4200, columns: 9, depth: 20), alpha: 1, beta: 1), team, .best)
        try expectRight(Case<Float>(GemmShape(rows: 9, columns: 4200, depth: 20), alpha: 1, beta: 0), team, .best)
        try expectRight(Case<Float>(GemmShape(rows: 4100, columns: 2, depth: 1100), alpha: 1, beta: 1), team, .best)
        try expectRight(Case<BFloat16>(GemmShape(rows: 9, columns: 4200, depth: 21), alpha: 1, beta: 0), team, .best)
        try expectRight(Case<BFloat16>(GemmShape(rows: 2100, columns: 2, depth: 2101), alpha: 1, beta: 1), team, .best)
    }

    /// Even teams of four and more share two strips of columns, several threads each, and take items from each other's.
    @Test(arguments: [4, 6], [600, 4200])
    func severalThreadsInAStrip(threads: Int, columns: Int) throws {
        let team = WorkerTeam(threads: threads, placement: .unpinned)
        for transposesB in [false, true] {
            let shape = GemmShape(rows: 45, columns: columns, depth: 37, transposesB: transposesB)
            try expectRight(Case<Float>(shape, alpha: 1, beta: 1), team, .best)
            try expectRight(Case<BFloat16>(shape, alpha: 1, beta: 0), team, .best)
            try expectRight(Case<Float>(shape, alpha: 1, beta: 0), team, .portable)
        }
    }

    /// Where there is nothing to add up, C ← beta · C; where beta is 0, what C held does not matter.
    @Test func emptyAndUnread() throws {
        let team = WorkerTeam(threads: 2)
        try expectRight(Case<Float>(GemmShape(rows: 3, columns: 5, depth: 0), alpha: 1, beta: 2), team, .best)
        try expectRight(Case<Float>(GemmShape(rows: 0, columns: 5, depth: 4), alpha: 1, beta: 2), team, .best)
        let poisoned = try Case<Float>(GemmShape(rows: 30, columns: 40, depth: 20), alpha: 1, beta: 0)
        for index in 0..<poisoned.c.count { poisoned.c[index] = .nan }
        try expectRight(poisoned, team, .best)
        try expectRight(Case<BFloat16>(GemmShape(rows: 3, columns: 5, depth: 0), alpha: 1, beta: 2), team, .best)
    }

    @Test func sameBitsOnAnyNumberOfThreads() throws {
        try expectSameBits(Float.self, GemmShape(rows: 123, columns: 231, depth: 700))
        try expectSameBits(BFloat16.self, GemmShape(rows: 123, columns: 231, depth: 1401))
        try expectSameBits(Float.self, GemmShape(rows: 45, columns: 600, depth: 700))
        try expectSameBits(BFloat16.self, GemmShape(rows: 13, columns: 4200, depth: 70))
    }

    /// Sums of small integers are exact in whichever order and pairs they are taken.
    @Test(arguments: [1, 2, 3, 30, 1029]) func integersAreExactWithAndWithoutDotProducts(depth: Int) throws {
        let team = WorkerTeam(threads: 2), shape = GemmShape(rows: 29, columns: 45, depth: depth, transposesB: depth % 2 == 1)
        for set in InstructionSet.available {
            for withDotProducts in [false, true] {
                let sample = try Case<BFloat16>(shape, alpha: 1, beta: 0)
                for buffer in [sample.a, sample.b] {
                    for index in 0..<buffer.count { buffer[index] = BFloat16(Float(index * 7 % 23) - 11) }
                }
                let expected = sample.reference()
                try sample.multiply(on: team, set, withDotProducts: withDotProducts)
                #expect(sample.error(against: expected) == 0, "\(set) \(withDotProducts)")
            }
        }
    }

    private func expectSameBits<O: GemmOperand>(_: O.Type, _ shape: GemmShape) throws {
        var results: [[O.Result]] = []
        for threads in [1, 2, 4, 5, 6] {
            let sample = try Case<O>(shape, alpha: 1, beta: 0)
            try sample.multiply(on: WorkerTeam(threads: threads, placement: .unpinned), .best)
            results.append(Array(sample.c.elements))
        }
        #expect(results.dropFirst().allSatisfy { $0 == results[0] })
    }

    private func expectRight<O: GemmOperand>(
        _ sample: Case<O>, _ team: WorkerTeam, _ instructionSet: InstructionSet, withDotProducts: Bool = true
    ) throws {
        let expected = sample.reference()
        try sample.multiply(on: team, instructionSet, withDotProducts: withDotProducts)
        let error = sample.error(against: expected)
        let allowed = 4 * Double(O.Result.ulpOfOne) * Double(sample.shape.depth + 4)
        #expect(error <= allowed, "\(O.self) \(instructionSet) \(withDotProducts) \(sample.shape)")
        #expect(sample.canariesAreIntact)
    }
}

/// A product with its operands in guarded buffers.
private struct Case<O: GemmOperand> {
    let shape: GemmShape
    let alpha: O.Result
    let beta: O.Result
    let a: AlignedBuffer<O>
    let b: AlignedBuffer<O>
    let c: AlignedBuffer<O.Result>
    let strides: (a: Int, b: Int, c: Int)

    init(_ shape: GemmShape, alpha: O.Result, beta: O.Result, extraStride: Int = 0) throws {
        self.shape = shape
        self.alpha = alpha
        self.beta = beta
        strides = (shape.widthOfA + extraStride, shape.widthOfB + extraStride, shape.widthOfC + extraStride)
        a = try AlignedBuffer(count: shape.heightOfA * strides.a, guarded: true)
        b = try AlignedBuffer(count: shape.heightOfB * strides.b, guarded: true)
        c = try AlignedBuffer(count: shape.rows * strides.c, guarded: true)
        var random = Generator(state: UInt64(shape.rows &* 31 &+ shape.columns &* 17 &+ shape.depth))
        for buffer in [a, b] { for index in 0..<buffer.count { buffer[index] = O(nearest: random.next()) } }
        for index in 0..<c.count { c[index] = O.Result(random.next()) }
    }

    var canariesAreIntact: Bool { a.canariesAreIntact && b.canariesAreIntact && c.canariesAreIntact }

    func multiply(on team: WorkerTeam, _ instructionSet: InstructionSet, withDotProducts: Bool = true) throws {
        let plan = try Gemm<O>(shape, team: team, instructionSet: instructionSet, withDotProducts: withDotProducts)
        plan.multiply(
            alpha: alpha, MatrixView(a.pointer, stride: strides.a), MatrixView(b.pointer, stride: strides.b), beta: beta,
            into: MutableMatrixView(c.pointer, stride: strides.c))
    }

    /// What C must hold afterwards, what lies between its rows included.
    func reference() -> [Double] {
        var result = c.elements.map { Double($0) }
        for row in 0..<shape.rows {
            for column in 0..<shape.columns {
                var sum = 0.0
                for step in 0..<shape.depth {
                    let left = shape.transposesA ? a[step * strides.a + row] : a[row * strides.a + step]
                    let right = shape.transposesB ? b[column * strides.b + step] : b[step * strides.b + column]
                    sum += left.double * right.double
                }
                let old = beta == 0 ? 0 : Double(beta) * result[row * strides.c + column]
                result[row * strides.c + column] = Double(alpha) * sum + old
            }
        }
        return result
    }

    func error(against expected: [Double]) -> Double {
        var largest = 0.0
        for (value, right) in zip(c.elements, expected) {
            let difference = abs(Double(value) - right)
            largest = difference.isNaN ? .infinity : max(largest, difference)
        }
        return largest
    }
}

/// Numbers in −1 ..< 1 that depend on nothing but the shape.
private struct Generator {
    var state: UInt64

    mutating func next() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(Int64(bitPattern: state) >> 32) / Double(1 << 31)
    }
}
