// The functions of the elementwise kernels in float64: what is right.
// Leaves to others: comparing.

import Tiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

enum ElementwiseReference {
    static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

    #if canImport(Glibc)
        static func tanh(_ x: Double) -> Double { Glibc.tanh(x) }
    #else
        static func tanh(_ x: Double) -> Double { Darwin.tanh(x) }
    #endif

    static func gelu(_ x: Double) -> Double { 0.5 * x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x))) }

    /// The weight and both moments after a step.
    static func adam(weight: Double, gradient: Double, first: Double, second: Double) -> [Double] {
        let b1 = Double(ElementwiseKernels.decay1), b2 = Double(ElementwiseKernels.decay2)
        let m = b1 * first + (1 - b1) * gradient, v = b2 * second + (1 - b2) * gradient * gradient
        return [weight - Double(ElementwiseKernels.rate) * m / (v.squareRoot() + Double(ElementwiseKernels.epsilon)), m, v]
    }
}
