// A generator of images on the team: a latent vector for each image of a batch, one phase a layer.
// Leaves to others: the layers (UpsamplingLayer), their definition (Networks.Reference+Generator).

package import Networks
import Tiles

/// Batch normalisation is folded into weights and shifts; maps are channels-last with a border of zeros, so that no pixel is special.
package final class ImageGenerator: @unchecked Sendable {
    package let network: GeneratorNetwork
    package let batch: Int
    /// [batch][latent]: what the images are made of.
    package let latents: AlignedBuffer<Float>
    /// [batch][side][side][3] in −1...1.
    package let images: AlignedBuffer<Float>
    private let team: WorkerTeam
    private let kernels: RowKernels
    /// For each pixel of the first map.
    private let first: [RowWeights]
    private let layers: [UpsamplingLayer]
    private let last: ColourLayer
    /// The maps that layers read: [batch][side + 2][side + 2][channels].
    private let maps: [AlignedBuffer<Lanes>]
    private let scratch: AlignedBuffer<Lanes>
    private var phases: [WorkerTeam.Phase] = []

    /// Channels are multiples of 16.
    package init(
        _ network: GeneratorNetwork, batch: Int, seed: UInt64, team: WorkerTeam, instructionSet: InstructionSet = .best
    ) throws(CPUError) {
        precondition(network.channels.allSatisfy { $0 % 16 == 0 } && batch > 0, "channels in vectors of sixteen, and an image")
        (self.network, self.batch, self.team) = (network, batch, team)
        kernels = instructionSet.rowKernels
        let parameters = GeneratorParameters(network, seed: seed), area = GeneratorNetwork.kernel * GeneratorNetwork.kernel
        let folds = parameters.steps.dropLast().map(Self.fold), channels = network.channels[0], projection = parameters.steps[0].weights
        var first: [RowWeights] = [], layers: [UpsamplingLayer] = [], maps: [AlignedBuffer<Lanes>] = []
        for pixel in 0..<area {
            first.append(
                try RowWeights(
                    inputs: network.latent, outputs: channels,
                    weight: { projection[($0 * channels + $1) * area + pixel] * folds[0].scale[$1] }, bias: { folds[0].shift[$0] }))
        }
        for (index, step) in network.steps.enumerated() {
            maps.append(try AlignedBuffer(count: batch * (step.side + 2) * (step.side + 2) * step.inputs / 16))
            guard index < network.steps.count - 1 else { continue }
            layers.append(
                try UpsamplingLayer(
                    inputs: step.inputs, outputs: step.outputs, side: step.side, weights: parameters.steps[index + 1].weights,
                    scale: folds[index + 1].scale, shift: folds[index + 1].shift))
        }
        for map in maps { map.zero(by: team) }
        let end = network.steps[network.steps.count - 1]
        last = try ColourLayer(inputs: end.inputs, side: end.side, weights: parameters.steps[network.steps.count].weights)
        (self.first, self.layers, self.maps) = (first, layers, maps)
        latents = try AlignedBuffer(count: batch * network.latent)
        images = try AlignedBuffer(count: batch * network.side * network.side * GeneratorNetwork.colours)
        scratch = try AlignedBuffer(count: team.count * end.side)
        latents.zero()
        phases = [.init { [unowned self] thread, threads in project(thread: thread, threads: threads) }]
        phases += layers.indices.map { layer in .init { [unowned self] _, threads in enlarge(layer, threads: threads) } }
        phases.append(.init { [unowned self] thread, _ in colour(thread: thread) })
    }

    package var byteCount: Int {
        let weights = first.reduce(0) { $0 + $1.byteCount } + layers.reduce(last.byteCount) { $0 + $1.byteCount }
        return maps.reduce(weights) { $0 + $1.byteCount } + latents.byteCount + images.byteCount + scratch.byteCount
    }

    /// Of a batch.
    package var operations: Double { network.operations * Double(batch) }

    /// The images of the latent vectors.
    package func generate() { for phase in phases { team.run(phase) } }

    // MARK: - A thread's share

    private func project(thread: Int, threads: Int) {
        let base = GeneratorNetwork.base, vectors = network.channels[0] / 16, panels = first[0].panels
        let width = base + 2
        for unit in WorkerTeam.split(first.count * panels, among: threads, thread: thread) {
            let pixel = unit / panels, panel = unit % panels
            let place = (pixel / base + 1) * width + pixel % base + 1
            kernels.product(
                first[pixel].product(
                    panel, latents.pointer, aStride: network.latent, rows: batch, to: maps[0].pointer + place * vectors + 4 * panel,
                    resultStride: width * width * vectors, floor: 0))
        }
    }

    /// Rows of all images are cut so that every thread comes by several units. A unit's weights stay in the second-level cache for its rows.
    private func enlarge(_ index: Int, threads: Int) {
        let layer = layers[index], rows = batch * layer.side
        let blocks = min(rows, (Self.unitsPerThread * threads + layer.units - 1) / layer.units)
        let input = UnsafeMutableRawPointer(maps[index].pointer).assumingMemoryBound(to: Float.self)
        while let claimed = team.claim(layer.units * blocks) {
            for unit in claimed {
                layer.run(
                    unit / blocks, rows: WorkerTeam.split(rows, among: blocks, thread: unit % blocks), kernels, from: input,
                    to: maps[index + 1].pointer)
            }
        }
    }

    private func colour(thread: Int) {
        let input = UnsafeMutableRawPointer(maps[maps.count - 1].pointer).assumingMemoryBound(to: Float.self)
        while let rows = team.claim(batch * last.side, block: 4) {
            last.run(rows: rows, kernels, from: input, to: images.pointer, scratch: scratch.pointer + thread * last.side)
        }
    }

    /// gamma · (x − mean) / √(variance + epsilon) + beta as a scale and a shift.
    private static func fold(_ step: GeneratorParameters.Step) -> (scale: [Float], shift: [Float]) {
        let scale = zip(step.gamma, step.variance).map { Double($0) / (Double($1) + GeneratorNetwork.epsilon).squareRoot() }
        let shift = step.beta.indices.map { Float(Double(step.beta[$0]) - Double(step.mean[$0]) * scale[$0]) }
        return (scale.map { Float($0) }, shift)
    }

    private static let unitsPerThread = 8
}
