// What the templates of row kernels need of an instruction set.
// Leaves to others: the templates (RowProduct, LaneFunctions, RowKernels), the instruction sets (one file in each Tiles module).

/// A module's own tag. Templates are static functions of it, so that no two modules ever emit one symbol: the linker would merge them, and an
/// older processor might be handed the other's instructions.
@usableFromInline
package protocol RowUnit: SendableMetatype {
    /// a · b + c.
    static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes
}

extension RowUnit {
    @_alwaysEmitIntoClient @inline(__always)
    package static func repeated(_ x: Float) -> Lanes { Lanes(repeating: x) }

    @_alwaysEmitIntoClient @inline(__always)
    package static func atLeast(_ v: Lanes, _ floor: Lanes) -> Lanes { v.replacing(with: floor, where: v .< floor) }
}
