// What runs a network: the seam between a network as data and the engines (reference, CPU, CUDA).
// Leaves to others: everything about how.

/// A prepared network that owns its buffers. Not Sendable: it lives on the measuring thread.
///
/// Images are [count][channels][height][width] Float (NCHW), already normalised; labels are class numbers. `count` may be less than
/// `batch` (the last batch of an epoch). Dropout asks Philox(seed, stream `RandomStream.dropout` + the layer's index, step): value
/// `feature` of image n survives where `survives(n · features + feature, rate)`.
package protocol Executor: AnyObject {
    var network: Network { get }
    /// The largest count that a call may pass.
    var batch: Int { get }
    /// Bytes that the executor holds for parameters, activations, gradients and scratch, all allocated before the first step.
    var byteCount: Int { get }

    /// Takes parameters and running state in the canonical order of `Network.parameterTensors`; momentum starts from zero.
    func load(state: [Float])
    /// Gives parameters and running state in canonical order.
    func state() -> [Float]

    /// One training step: forward, loss, backward, update. Returns the mean loss of the batch (before the update).
    func trainStep(images: UnsafePointer<Float>, labels: UnsafePointer<UInt8>, count: Int, recipe: Recipe, seed: UInt64, step: Int)
        -> Double
    /// Training's forward and backward (batch statistics, dropout) without the update: mean loss, and the gradients of the trained
    /// parameters in canonical order. Neither parameters nor running statistics move, and weight decay has no part in it.
    func gradients(images: UnsafePointer<Float>, labels: UnsafePointer<UInt8>, count: Int, seed: UInt64, step: Int) -> (
        loss: Double, gradients: [Float]
    )
    /// Inference (running statistics, no dropout): logits [count][classes].
    func infer(images: UnsafePointer<Float>, count: Int, logits: UnsafeMutablePointer<Float>)
}
