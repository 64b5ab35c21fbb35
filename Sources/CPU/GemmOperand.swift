// The numbers that matrices may consist of, and in what their products are summed.
// Which kernels go with them is Tables'.

package import Tiles

/// For the modules that see this one and not its tiles.
package typealias BFloat16 = Tiles.BFloat16

/// A number of A and B. C is of `Result`, in which sums are kept.
package protocol GemmOperand: BitwiseCopyable, Sendable {
    associatedtype Result: BinaryFloatingPoint & SIMDScalar & BitwiseCopyable & Sendable
    /// The nearest one.
    init(nearest value: Double)
    /// Exactly.
    var double: Double { get }
    /// `withDotProducts` is false where kernels shall do without instructions that only some processors of the instruction set have.
    static func gemmKernels(for instructionSet: InstructionSet, withDotProducts: Bool) -> GemmKernels<Self, Result>
}

extension Float: GemmOperand {
    package typealias Result = Float
    package init(nearest value: Double) { self = Float(value) }
    package var double: Double { Double(self) }
}

extension Double: GemmOperand {
    package typealias Result = Double
    package init(nearest value: Double) { self = value }
    package var double: Double { self }
}

extension BFloat16: GemmOperand {
    package typealias Result = Float
    /// By way of the nearest float, which is exact for what a float holds.
    package init(nearest value: Double) { self.init(Float(value)) }
    package var double: Double { Double(float) }
}
