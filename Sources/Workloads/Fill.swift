// Random contents for kernels' inputs, and small conversions that every benchmark needs.
// Leaves to others: the random numbers themselves (Measurement.Philox).

import CPU
import Measurement

extension AlignedBuffer where Element: BinaryFloatingPoint {
    /// Uniform in [−1, 1), from the seed; `step` tells the buffers of one kernel apart.
    func fillUniformly(seed: UInt64, step: Int) { fillUniformly(seed: seed, step: step) { Element($0) } }
}

extension AlignedBuffer {
    /// The same for elements that are made of a float of 24 bits.
    func fillUniformly(seed: UInt64, step: Int, _ element: (Float) -> Element) {
        let random = Philox(seed: seed, stream: RandomStream.fill, step: step)
        var index = 0
        while index < count {
            let words = random.words(UInt64(index) >> 2)
            for lane in 0..<min(4, count - index) { pointer[index + lane] = element(Float(words[lane] >> 8) * 0x1p-23 - 1) }
            index += 4
        }
    }
}

extension Configuration {
    /// The instruction set that the configuration names, or the best here where it names none.
    func resolvedInstructionSet() throws(WorkloadError) -> InstructionSet {
        guard let instructionSet else { return .best }
        guard let set = InstructionSet(rawValue: instructionSet), set.isAvailable else {
            throw .unavailable("this processor has no \(instructionSet).")
        }
        return set
    }
}

extension WorkloadError {
    init(_ error: CPUError) {
        switch error {
        case .outOfMemory(let byteCount):
            self = .unavailable("\(ByteCount.text(byteCount)) of memory could not be had. Close other programs.")
        }
    }
}
