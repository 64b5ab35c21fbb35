// An instruction-set module's tag, of which the templates of the plain kernels are static functions: so no two modules ever emit one symbol,
// which the linker would merge. Leaves to others: the vectors (RealVector), the templates (an extension a family).

@usableFromInline
package protocol VectorUnit: SendableMetatype {
    associatedtype Floats: FloatVector
    associatedtype Doubles: RealVector where Doubles.Scalar == Double
    /// After the last store around the caches, before another thread reads.
    static func fence()
}
