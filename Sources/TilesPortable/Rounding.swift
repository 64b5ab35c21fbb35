// How this module multiplies and adds: fused where every processor of the architecture can.

import Tiles

#if arch(arm64)
    typealias Rounding = Fused
#else
    typealias Rounding = Separate
#endif
