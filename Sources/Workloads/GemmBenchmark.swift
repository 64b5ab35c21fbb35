// `gemm`: the matrix product C = op(A) · op(B) in fp32, fp64, and of bf16 matrices with sums and result in fp32.
// Leaves to others: how it is computed (CPU.Gemm).

import CPU
package import Measurement

package struct GemmBenchmark: Benchmark {
    package init() {}

    package var id: String { "gemm" }
    package var summary: String { "matrix product with beta 0, blocked and packed, n × n × n or m×n×k, four transposes" }
    package func metric(of configuration: Configuration) -> Metric { .operationsPerSecond }
    package var parameters: [ParameterDeclaration] {
        [
            ParameterDeclaration(
                "n",
                help: "the size of square matrices, or rows x columns x depth: 1023x517x33; or deepbench-nn, -nt, -tn: its training shapes",
                defaults: ["1024"]),
            ParameterDeclaration("transpose", help: "nn, nt, tn, tt: which of A and B are stored transposed", defaults: ["nn"]),
        ]
    }
    package var precisions: [String] { ["fp32", "fp64", "bf16"] }
    package var hasInstructionSets: Bool { true }
    package var roof: String? { "peak/fma" }
    /// Without dot products, bf16 is multiplied as fp32.
    package func roofPrecision(of configuration: Configuration) -> String? {
        guard configuration.precision == "bf16" else { return configuration.precision }
        let set = configuration.instructionSet.flatMap(InstructionSet.init(rawValue:)) ?? .best
        return DotProduct.bf16.isAvailable && DotProduct.kernels(for: set) != nil ? "bf16" : "fp32"
    }

    package func expand(parameter: String, value: String, in surroundings: Surroundings) throws(WorkloadError) -> [String] {
        switch parameter {
        case "transpose" where !["nn", "nt", "tn", "tt"].contains(value):
            throw .badConfiguration("is none of nn, nt, tn, tt.")
        case "n" where value.hasPrefix("deepbench-"):
            guard let shapes = DeepBench.gemm(String(value.dropFirst(10))) else {
                throw .badConfiguration("is none of deepbench-nn, deepbench-nt, deepbench-tn.")
            }
            return shapes
        case "n" where Self.sizes(value) == nil:
            throw .badConfiguration("is neither a size like 1024 nor rows x columns x depth like 1023x517x33.")
        default: return [value]
        }
    }

    package func obstacle(to configuration: Configuration, in surroundings: Surroundings) -> String? {
        guard let (rows, columns, depth) = configuration[name: "n"].flatMap(Self.sizes) else { return nil }
        let (operand, result) = configuration.precision == "fp64" ? (8, 8) : (configuration.precision == "bf16" ? 2 : 4, 4)
        let needed = operand * (rows * depth + depth * columns) + result * rows * columns
        guard surroundings.availableBytes > 0, needed > surroundings.availableBytes else { return nil }
        return WorkloadError.doesNotFit(needed: needed, available: surroundings.availableBytes).sentence
    }

    package func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        guard let (rows, columns, depth) = configuration[name: "n"].flatMap(Self.sizes), let transpose = configuration[name: "transpose"]
        else { throw .badConfiguration("gemm needs n and transpose.") }
        let shape = GemmShape(
            rows: rows, columns: columns, depth: depth, transposesA: transpose.first == "t", transposesB: transpose.last == "t")
        let team = context.team(configuration.threads)
        let set = try configuration.resolvedInstructionSet()
        do throws(CPUError) {
            switch configuration.precision {
            case "bf16": return .kernel(try GemmWorkload<BFloat16>(shape, team: team, instructionSet: set, seed: context.seed))
            case "fp64": return .kernel(try GemmWorkload<Double>(shape, team: team, instructionSet: set, seed: context.seed))
            default: return .kernel(try GemmWorkload<Float>(shape, team: team, instructionSet: set, seed: context.seed))
            }
        } catch {
            throw WorkloadError(error)
        }
    }

    /// `1024` or `1023x517x33`; each from 1 to 1048576.
    package static func sizes(_ text: String) -> (rows: Int, columns: Int, depth: Int)? {
        let numbers = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard numbers.allSatisfy({ (1...1_048_576).contains($0) }) else { return nil }
        switch numbers.count {
        case 1: return (numbers[0], numbers[0], numbers[0])
        case 3: return (numbers[0], numbers[1], numbers[2])
        default: return nil
        }
    }
}

/// One product, again and again, over random matrices.
final class GemmWorkload<Operand: GemmOperand>: Workload {
    let work: Work
    private let shape: GemmShape
    private let team: WorkerTeam
    private let instructionSet: InstructionSet
    private let seed: UInt64
    private let gemm: Gemm<Operand>
    private let a: AlignedBuffer<Operand>
    private let b: AlignedBuffer<Operand>
    private let c: AlignedBuffer<Operand.Result>

    init(_ shape: GemmShape, team: WorkerTeam, instructionSet: InstructionSet, seed: UInt64) throws(CPUError) {
        self.shape = shape
        self.team = team
        self.instructionSet = instructionSet
        self.seed = seed
        gemm = try Gemm(shape, team: team, instructionSet: instructionSet)
        a = try AlignedBuffer(count: shape.rows * shape.depth)
        b = try AlignedBuffer(count: shape.depth * shape.columns)
        c = try AlignedBuffer(count: shape.rows * shape.columns)
        work = Work(
            bytesRead: Double(a.byteCount + b.byteCount), bytesWritten: Double(c.byteCount), operations: shape.operations)
        a.fillUniformly(seed: seed, step: 0) { Operand(nearest: Double($0)) }
        b.fillUniformly(seed: seed, step: 1) { Operand(nearest: Double($0)) }
        c.fillUniformly(seed: seed, step: 2)
    }

    func run(iterations: Int) {
        for _ in 0..<iterations { Self.multiply(gemm, shape, a, b, c) }
    }

    var observedThreads: Int? { team.distinctThreadCount }

    private static func multiply(
        _ gemm: Gemm<Operand>, _ shape: GemmShape, _ a: AlignedBuffer<Operand>, _ b: AlignedBuffer<Operand>,
        _ c: AlignedBuffer<Operand.Result>
    ) {
        gemm.multiply(
            MatrixView(a.pointer, stride: shape.widthOfA), MatrixView(b.pointer, stride: shape.widthOfB),
            into: MutableMatrixView(c.pointer, stride: shape.widthOfC))
    }

    /// A small odd product with the same transposes, whole; then rows of the large one, after it has run.
    func verify() -> Verification {
        let small = GemmShape(
            rows: min(shape.rows, 61), columns: min(shape.columns, 83), depth: min(shape.depth, 47), transposesA: shape.transposesA,
            transposesB: shape.transposesB)
        do throws(CPUError) {
            let probe = try GemmWorkload<Operand>(small, team: team, instructionSet: instructionSet, seed: seed)
            probe.run(iterations: 1)
            run(iterations: 1)
            let ofProbe = probe.compared(rows: Array(0..<small.rows)), ofRows = compared(rows: [0, shape.rows / 2, shape.rows - 1])
            return ofProbe.relativeError * ofRows.tolerance > ofRows.relativeError * ofProbe.tolerance ? ofProbe : ofRows
        } catch {
            return Verification(relativeError: .infinity, tolerance: 0)
        }
    }

    /// Largest difference from float64 dot products in those rows, each over the root of its products' sum of squares, which is the size of a
    /// sum of products of either sign.
    ///
    /// Partial sums grow as the root of their length, and each is rounded by up to half a unit in the last place to either side: by the end that
    /// is a fifth of a unit times the root of the length. Eight are allowed, forty times as much; one product of a hundred thousand left out still shows.
    private func compared(rows: [Int]) -> Verification {
        var largest = 0.0
        for i in rows {
            for j in 0..<shape.columns {
                var sum = 0.0, squares = 0.0
                for k in 0..<shape.depth {
                    let left = a.pointer[shape.transposesA ? k * shape.widthOfA + i : i * shape.widthOfA + k].double
                    let right = b.pointer[shape.transposesB ? j * shape.widthOfB + k : k * shape.widthOfB + j].double
                    sum += left * right
                    squares += left * right * (left * right)
                }
                let error = abs(Double(c.pointer[i * shape.columns + j]) - sum) / max(squares.squareRoot(), 1e-30)
                largest = error.isNaN ? .infinity : max(largest, error)
            }
        }
        return Verification(
            relativeError: largest, tolerance: 8 * Double(Operand.Result.ulpOfOne) * Double(shape.depth).squareRoot())
    }
}
