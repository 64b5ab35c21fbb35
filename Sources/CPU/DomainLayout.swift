// Where the tensors of a domain of products lie: [coordinate][block of 16 channels][tile].
// Leaves to others: what is in them (WinogradConvolution).

/// Distances in vectors. Blocks begin on cache lines of their own, for two tiles are read at once where they are half as wide; coordinates lie an odd
/// number of lines apart, or the stores of one tile, a power of two apart, would fight for a few sets of the cache.
struct DomainLayout {
    var tiles: Int
    var vectorBytes: Int

    private var lineVectors: Int { max(1, 64 / vectorBytes) }

    /// From one block to the next: a line more than the tiles take.
    var tileStride: Int { ((tiles + lineVectors - 1) / lineVectors + 1) * lineVectors }

    /// From one coordinate to the next.
    func coordinateStride(_ blocks: Int) -> Int { (blocks * tileStride / lineVectors | 1) * lineVectors }

    /// Vectors of floats that fill the place of a whole tensor.
    func floatCount(_ blocks: Int, coordinates: Int) -> Int { coordinates * coordinateStride(blocks) * vectorBytes / 64 }
}
