// A transformer's passes over rows compiled for this module's instruction set.

import Intrinsics
package import Tiles

extension PortableRows: DecoderUnit {
    @inline(__always) static func squareRoot(_ v: Lanes) -> Lanes { rootFloat32x16(v) }
}

extension DecoderKernels {
    package static let portable = PortableRows.decoderKernels
}
