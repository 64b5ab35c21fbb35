// The memory kernels compiled for this module's instruction set.

import Intrinsics
package import Tiles

private typealias Vector = SIMD8<Double>

/// Around the caches.
private enum NontemporalStore: VectorStore {
    @inline(__always)
    static func store(_ value: Vector, at target: UnsafeMutablePointer<Vector>) { storeNontemporalFloat64x8(target, value) }

    @inline(__always)
    static func finish() { storeFence() }
}

extension StreamKernels {
    package static let avx512 = StreamKernels(
        read: { _, a, _, _, count in passRead(a, count) },
        ordinary: Stores(
            write: { target, _, _, scalar, count in passWrite(target, scalar, count) },
            copy: { target, a, _, _, count in passCopy(target, a, count) },
            scale: { target, a, _, scalar, count in passScale(target, a, scalar, count) },
            add: { target, a, b, _, count in passAdd(target, a, b, count) },
            triad: { target, a, b, scalar, count in passTriad(target, a, b, scalar, count) }),
        nontemporal: Stores(
            write: { target, _, _, scalar, count in passWriteNontemporal(target, scalar, count) },
            copy: { target, a, _, _, count in passCopyNontemporal(target, a, count) },
            scale: { target, a, _, scalar, count in passScaleNontemporal(target, a, scalar, count) },
            add: { target, a, b, _, count in passAddNontemporal(target, a, b, count) },
            triad: { target, a, b, scalar, count in passTriadNontemporal(target, a, b, scalar, count) }))
}

private typealias Target = UnsafeMutablePointer<Double>
private typealias Source = UnsafePointer<Double>

@inline(never) private func passRead(_ a: Source, _ count: Int) -> Double { streamRead(a, count, as: Vector.self) }

@inline(never) private func passWrite(_ target: Target, _ scalar: Double, _ count: Int) -> Double {
    streamWrite(target, scalar, count, OrdinaryStore<Vector>.self)
    return 0
}

@inline(never) private func passCopy(_ target: Target, _ a: Source, _ count: Int) -> Double {
    streamCopy(target, a, count, OrdinaryStore<Vector>.self)
    return 0
}

@inline(never) private func passScale(_ target: Target, _ a: Source, _ scalar: Double, _ count: Int) -> Double {
    streamScale(target, a, scalar, count, OrdinaryStore<Vector>.self)
    return 0
}

@inline(never) private func passAdd(_ target: Target, _ a: Source, _ b: Source, _ count: Int) -> Double {
    streamAdd(target, a, b, count, OrdinaryStore<Vector>.self)
    return 0
}

@inline(never) private func passTriad(_ target: Target, _ a: Source, _ b: Source, _ scalar: Double, _ count: Int) -> Double {
    streamTriad(target, a, b, scalar, count, OrdinaryStore<Vector>.self, Fused.self)
    return 0
}

@inline(never) private func passWriteNontemporal(_ target: Target, _ scalar: Double, _ count: Int) -> Double {
    streamWrite(target, scalar, count, NontemporalStore.self)
    return 0
}

@inline(never) private func passCopyNontemporal(_ target: Target, _ a: Source, _ count: Int) -> Double {
    streamCopy(target, a, count, NontemporalStore.self)
    return 0
}

@inline(never) private func passScaleNontemporal(_ target: Target, _ a: Source, _ scalar: Double, _ count: Int) -> Double {
    streamScale(target, a, scalar, count, NontemporalStore.self)
    return 0
}

@inline(never) private func passAddNontemporal(_ target: Target, _ a: Source, _ b: Source, _ count: Int) -> Double {
    streamAdd(target, a, b, count, NontemporalStore.self)
    return 0
}

@inline(never) private func passTriadNontemporal(_ target: Target, _ a: Source, _ b: Source, _ scalar: Double, _ count: Int) -> Double {
    streamTriad(target, a, b, scalar, count, NontemporalStore.self, Fused.self)
    return 0
}
