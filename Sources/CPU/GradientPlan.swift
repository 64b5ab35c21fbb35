// Whose gradient lies in which buffer during the backward pass, decided before the first step.
// Leaves to others: memory (MemoryPlan), computing gradients (the stages), carrying the plan out (CPUExecutor+Passes).

/// What the plan must know of a stage.
struct GradientFlow {
    /// Which outputs it reads: 0 is the network's input, k + 1 what stage k left.
    var inputs: [Int]
    /// Vectors of its output, for the whole batch.
    var vectors: Int
    var isTrained: Bool
    /// A sum: the gradient of each operand is its own.
    var isSum: Bool
    /// Whether the gradient of its output must be masked, so that no one else can read the same buffer.
    var masksGradient: Bool
}

/// Buffers are few and used again: a chain of stages goes back and forth between two.
struct GradientPlan: Equatable {
    /// What a stage adds to the gradient of one of its inputs.
    struct Contribution: Equatable {
        /// Whose output it is the gradient of: 0 is the network's input.
        var output: Int
        /// Where the gradient lies afterwards.
        var buffer: Int
        /// What readers further on contributed before, to be added.
        var added: Int?
        /// Whether every reader has now contributed, so that what the stage below requested can be done.
        var isLast: Bool
        /// The buffer is the sum's own gradient: nothing to move.
        var isAlias = false
    }

    struct Step: Equatable {
        var stage: Int
        /// Where the gradient of the stage's output lies.
        var gradient: Int
        /// For each input whose gradient is wanted.
        var contributions: [Contribution]
    }

    private(set) var steps: [Step] = []
    /// Vectors of each buffer.
    private(set) var sizes: [Int] = []
    private var uses: [Int] = []

    init(_ flows: [GradientFlow]) {
        var reaches = [false]
        for flow in flows { reaches.append(flow.isTrained || flow.inputs.contains { reaches[$0] }) }
        var waiting = [Int](repeating: 0, count: flows.count + 1)
        for (index, flow) in flows.enumerated() where reaches[index + 1] { for input in flow.inputs { waiting[input] += 1 } }
        var buffers = [Int?](repeating: nil, count: flows.count + 1)
        if let last = flows.last { buffers[flows.count] = take(last.vectors) }
        for (index, flow) in flows.enumerated().reversed() where reaches[index + 1] {
            guard let gradient = buffers[index + 1] else { continue }
            var contributions: [Contribution] = []
            for input in flow.inputs where reaches[input] {
                waiting[input] -= 1
                let isLast = waiting[input] == 0, before = buffers[input], vectors = flows[input - 1].vectors
                if flow.isSum, before == nil, !(isLast && flows[input - 1].masksGradient) {
                    uses[gradient] += 1
                    contributions.append(
                        Contribution(output: input, buffer: gradient, added: nil, isLast: isLast, isAlias: true))
                    buffers[input] = gradient
                } else {
                    let buffer = take(vectors)
                    contributions.append(Contribution(output: input, buffer: buffer, added: before, isLast: isLast))
                    if let before { uses[before] -= 1 }
                    buffers[input] = buffer
                }
            }
            steps.append(Step(stage: index, gradient: gradient, contributions: contributions))
            uses[gradient] -= 1
            buffers[index + 1] = nil
        }
    }

    /// A buffer that nobody reads, the largest of them, grown where it is too small.
    private mutating func take(_ vectors: Int) -> Int {
        let free = uses.indices.filter { uses[$0] == 0 }.max { sizes[$0] < sizes[$1] }
        guard let free else {
            uses.append(1)
            sizes.append(vectors)
            return uses.count - 1
        }
        uses[free] = 1
        sizes[free] = max(sizes[free], vectors)
        return free
    }
}
