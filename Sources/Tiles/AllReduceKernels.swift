// The sum of several vectors, delivered to several: the table of one instruction set and its template.
// Leaves to others: who owns which vector and which part of it (CPU.AllReduce).

/// Vectors `stride` numbers apart; counts are multiples of `granule`, addresses aligned to 128 bytes.
@frozen @usableFromInline
package struct AllReduceKernels: Sendable {
    @usableFromInline package typealias Combine =
        @Sendable (
            _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ stride: Int, _ vectors: Int, _ count: Int,
            _ scratch: UnsafeMutablePointer<Float>
        ) -> Void
    @usableFromInline package let cached: Combine
    @usableFromInline package let streamed: Combine

    @usableFromInline package init(cached: @escaping Combine, streamed: @escaping Combine) {
        self.cached = cached
        self.streamed = streamed
    }

    package static let granule = 64
    /// Numbers that are summed before they are delivered: a page of each vector.
    @_alwaysEmitIntoClient @inline(__always)
    package static var block: Int { 1024 }
}

extension VectorUnit {
    /// Of few vectors four registers at a time, from all and to all, so that reading and writing overlap; of many block by block: summed into
    /// `scratch`, which stays in the first cache, and copied from there, since no core follows more streams than a dozen.
    @_alwaysEmitIntoClient @inline(__always)
    package static func combine<S: StorePolicy>(
        _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ stride: Int, _ vectors: Int, _ count: Int,
        _ scratch: UnsafeMutablePointer<Float>, _: S.Type
    ) {
        if vectors <= 4 {
            combineDirectly(from, to, stride, vectors, count, S.self)
        } else {
            var start = 0
            while start < count {
                let left = count &- start, length = left < AllReduceKernels.block ? left : AllReduceKernels.block, source = from + start
                each(0, length, scratch, CachedStore.self) { Floats(source + $0) + Floats(source + stride + $0) }
                addRows(source + 2 &* stride, stride, vectors &- 2, length, scratch)
                for vector in 0..<vectors {
                    each(0, length, to + start + vector &* stride, S.self) { Floats(scratch + $0) }
                }
                start = start &+ length
            }
        }
        S.finish(Self.self)
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static func combineDirectly<S: StorePolicy>(
        _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ stride: Int, _ vectors: Int, _ count: Int, _: S.Type
    ) {
        let w = Floats.lanes
        var i = 0
        while i < count {
            var p = from + i, q = to + i
            var s0 = Floats(p), s1 = Floats(p + w), s2 = Floats(p + 2 &* w), s3 = Floats(p + 3 &* w)
            for _ in 1..<vectors {
                p += stride
                s0 += Floats(p)
                s1 += Floats(p + w)
                s2 += Floats(p + 2 &* w)
                s3 += Floats(p + 3 &* w)
            }
            for _ in 0..<vectors {
                S.store(s0, to: q)
                S.store(s1, to: q + w)
                S.store(s2, to: q + 2 &* w)
                S.store(s3, to: q + 3 &* w)
                q += stride
            }
            i = i &+ 4 &* w
        }
    }

    @_alwaysEmitIntoClient @inline(__always)
    package static var allReduce: AllReduceKernels {
        AllReduceKernels(
            cached: { combine($0, $1, $2, $3, $4, $5, CachedStore.self) }, streamed: { combine($0, $1, $2, $3, $4, $5, StreamedStore.self) }
        )
    }
}
