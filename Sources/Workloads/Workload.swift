// A prepared point of a benchmark: it owns its buffers, can check itself and can run.
// Leaves to others: timing it (Harness), making it (Benchmark), its result file entry (Records).

package import Datasets
package import Measurement

/// How far a kernel's answer lies from the float64 reference, and how far it may.
package struct Verification: Sendable, Equatable {
    package var relativeError: Double
    package var tolerance: Double
    package init(relativeError: Double, tolerance: Double) {
        self.relativeError = relativeError
        self.tolerance = tolerance
    }
    /// False also when the error is not a number.
    package var passed: Bool { relativeError <= tolerance }
}

/// An algorithm that was tried at start, with the seconds that it took.
package struct AlgorithmTime: Sendable, Equatable {
    package var name: String
    package var seconds: Double
    /// Of a network: which of its layers.
    package var layer: Int?
    package init(name: String, seconds: Double, layer: Int? = nil) {
        self.name = name
        self.seconds = seconds
        self.layer = layer
    }
}

/// Something that can be timed. It is made ready before the first sample: `run` allocates nothing.
package protocol Workload: AnyObject {
    /// The work of one iteration.
    var work: Work { get }
    /// Bytes of all that an iteration touches, which decides against which level of the memory hierarchy it is held; nil: as many as it moves.
    var workingSetBytes: Int? { get }
    /// Checks a small case of the same code against the reference. Called before timing and again after it.
    func verify() -> Verification
    /// Runs that many iterations, one after the other.
    func run(iterations: Int)
    /// The algorithms tried, the chosen one first; empty where there is no choice.
    var algorithms: [AlgorithmTime] { get }
    /// The data that it works on, where their contents matter; nil for random numbers.
    var dataset: DatasetIdentity? { get }
    /// Photos that it left out.
    var photoFaults: PhotoFaults { get }
    /// Of a workload that trains: the loss of its first step and of its last one; empty for all else.
    var losses: [(step: Int, loss: Double)] { get }
    /// Distinct threads that did work in the last run; nil where the kernel is sequential.
    var observedThreads: Int? { get }
    /// What went wrong outside Mettle while it ran, a disk or a peer, in one sentence; its figures are then lost.
    var trouble: String? { get }
    /// What weakens trust in its figure by the way it had to run here.
    var caveats: [Caveat] { get }
}

extension Workload {
    package var workingSetBytes: Int? { nil }
    package var algorithms: [AlgorithmTime] { [] }
    package var dataset: DatasetIdentity? { nil }
    package var photoFaults: PhotoFaults { PhotoFaults() }
    package var losses: [(step: Int, loss: Double)] { [] }
    package var observedThreads: Int? { nil }
    package var trouble: String? { nil }
    package var caveats: [Caveat] { [] }
}
