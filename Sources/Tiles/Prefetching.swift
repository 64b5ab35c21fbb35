// How a template asks for a cache line ahead of time: Swift has no word for it, so each instruction-set module supplies one.

/// A policy of the templates.
@usableFromInline
package protocol Prefetching {
    /// Asks for the line at `address` in the second-level cache; it need not be a valid address.
    static func prefetch(_ address: UnsafeRawPointer)
}
