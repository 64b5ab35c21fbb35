// This module's word for fetching a cache line ahead of time.

import Intrinsics
import Tiles

enum Prefetch: Prefetching {
    @inline(__always)
    static func prefetch(_ address: UnsafeRawPointer) { prefetchLine(address) }
}
