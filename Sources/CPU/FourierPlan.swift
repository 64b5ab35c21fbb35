// A complex Fourier transform of a power of two, planned once: its passes and its factors.
// Leaves to others: the passes (Tiles), many transforms on many threads (FourierTransform).

package import Tiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// y[k] = Σ x[j] · e^(∓2πi·jk/n), times 1/n in the inverse direction, as numpy's fft and ifft.
///
/// With V lanes and n = V · m, vector p holds the numbers V·p ..< V·p + V. The lanes are transformed side by side in passes of radix 16 (Stockham's:
/// each pass reads all and writes all, in order in the end), then factors and a transform across lanes complete them (the four-step algorithm with
/// a first step of the vector's width). Lengths below V² go a simple way.
package final class FourierPlan<Scalar: FourierScalar>: Sendable {
    package let length: Int
    package let isInverse: Bool
    /// Numbers of scratch that a thread needs for a transform.
    package let scratchCount: Int

    private let kernels: FourierKernels<Scalar>
    private let passes: [FourierPass]
    private let factors: AlignedBuffer<Scalar>
    private let crossing: AlignedBuffer<Scalar>
    private let isShort: Bool
    private let kernelScratch: Int

    package init(length: Int, isInverse: Bool, instructionSet: InstructionSet = .best) throws(CPUError) {
        precondition(length >= 1 && length & (length - 1) == 0, "the length is a power of two")
        self.length = length
        self.isInverse = isInverse
        let kernels = Scalar.fourierKernels(for: instructionSet), lanes = kernels.lanes
        self.kernels = kernels
        isShort = length < lanes * lanes
        let passes = isShort ? [] : Self.passes(of: length / lanes)
        self.passes = passes
        kernelScratch = (kernels.scratchCount + 63) / 64 * 64
        scratchCount = isShort ? 4 * length : kernelScratch + 2 * (2 * length + 64)
        // In the inverse direction the passes run forward over exchanged parts; the scale goes into the last factors.
        let scale = isInverse ? 1 / Double(length) : 1
        if isShort {
            factors = try AlignedBuffer(count: length)
            crossing = try AlignedBuffer(count: 0)
            for j in 0..<length / 2 { (factors.pointer[2 * j], factors.pointer[2 * j + 1]) = Self.root(j, of: length) }
        } else {
            factors = try AlignedBuffer(count: passes.reduce(0) { $0 + 2 * ($1.radix - 1) * ($1.length / $1.radix) })
            crossing = try AlignedBuffer(count: 2 * length)
            for pass in passes {
                var place = factors.pointer + pass.factors
                for p in 0..<pass.length / pass.radix {
                    for u in 1..<pass.radix {
                        (place[0], place[1]) = Self.root(p * u, of: pass.length)
                        place += 2
                    }
                }
            }
            for k in 0..<length / lanes {
                for q in 0..<lanes {
                    let (re, im) = Self.root(q * k, of: length, scale: scale), place = crossing.pointer + 2 * k * lanes + q
                    (place[0], place[lanes]) = (re, im)
                }
            }
        }
    }

    /// e^(−2πi·j/n) · scale, from angles below an eighth of a turn, where sine and cosine are good to the last digit.
    private static func root(_ j: Int, of n: Int, scale: Double = 1) -> (Scalar, Scalar) {
        let eighths = 8 * (j % n) / n, rest = 2 * Double.pi * (Double(j % n) / Double(n) - Double(eighths) / 8)
        let angle = eighths % 2 == 0 ? rest : Double.pi / 4 - rest, c = cos(angle), s = sin(angle)
        let (x, y): (Double, Double)
        switch eighths {
        case 0: (x, y) = (c, s)
        case 1: (x, y) = (s, c)
        case 2: (x, y) = (-s, c)
        case 3: (x, y) = (-c, s)
        case 4: (x, y) = (-c, -s)
        case 5: (x, y) = (-s, -c)
        case 6: (x, y) = (s, -c)
        default: (x, y) = (c, -s)
        }
        return (Scalar(x * scale), Scalar(-y * scale))
    }

    /// Radix 16 as long as it goes, then what is left.
    static func passes(of count: Int) -> [FourierPass] {
        var passes: [FourierPass] = []
        var length = count, stride = 1, factors = 0
        while length > 1 {
            let radix = length >= 16 ? 16 : length
            passes.append(FourierPass(radix: radix, length: length, stride: stride, factors: factors))
            factors += 2 * (radix - 1) * (length / radix)
            length /= radix
            stride *= radix
        }
        return passes
    }

    /// One transform, x and y of `length` complex numbers, real and imaginary parts alternating. Allocates nothing.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    package func transform(_ x: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>, scratch: UnsafeMutablePointer<Scalar>) {
        if isShort { return transformShort(x, y, scratch) }
        var from = scratch + kernelScratch, to = from + 2 * length + 64
        kernels.first(passes[0], factors.pointer, x, to, scratch, isInverse)
        for index in 1..<max(1, passes.count) {
            swap(&from, &to)
            kernels.next(passes[index], factors.pointer, from, to, scratch)
        }
        kernels.cross(length / kernels.lanes, crossing.pointer, to, y, scratch, isInverse)
    }

    /// Stockham's algorithm of radix 2, number by number.
    @inline(__always)
    private func transformShort(_ x: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>, _ scratch: UnsafeMutablePointer<Scalar>) {
        let (sign, scale): (Scalar, Scalar) = isInverse ? (-1, 1 / Scalar(length)) : (1, 1)
        var from = scratch, to = scratch + 2 * length
        for index in 0..<2 * length { to[index] = x[index] * scale }
        var half = length / 2, stride = 1
        while half >= 1 {
            swap(&from, &to)
            for p in 0..<half {
                let re = factors.pointer[2 * p * stride], im = sign * factors.pointer[2 * p * stride + 1]
                for q in 0..<stride {
                    let a = 2 * (q + stride * p), b = a + 2 * stride * half, c = 2 * (q + stride * 2 * p), d = c + 2 * stride
                    let (dx, dy) = (from[a] - from[b], from[a + 1] - from[b + 1])
                    to[c] = from[a] + from[b]
                    to[c + 1] = from[a + 1] + from[b + 1]
                    to[d] = dx * re - dy * im
                    to[d + 1] = dx * im + dy * re
                }
            }
            half /= 2
            stride *= 2
        }
        y.update(from: to, count: 2 * length)
    }
}

/// The numbers that the Fourier transform is compiled for.
package protocol FourierScalar: BinaryFloatingPoint, BitwiseCopyable, Sendable {
    static func fourierKernels(for instructionSet: InstructionSet) -> FourierKernels<Self>
}
