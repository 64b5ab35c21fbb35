// One thread's way from a photo's bytes to its stored picture, and from that to a network's input.
// Leaves to others: which photo, which part of it, and who keeps what (PhotoLoader).

/// Belongs to one thread at a time, and may go from one to another; all its memory is used again.
package final class PhotoPipeline: @unchecked Sendable {
    private let decoder = JPEGDecoder()
    private let decoded = Picture()
    private let storedPicture = Picture()
    private let resampler = Resampler()
    package let file = PhotoBytes()

    package init() {}

    /// Decodes and brings to the stored size. The view is valid until the next call.
    package func store(_ bytes: UnsafeRawBufferPointer, _ input: PhotoInput) throws(PhotoFault) -> (view: PixelView, isDamaged: Bool) {
        let isDamaged = try decoder.decode(bytes, into: decoded, covering: input.storedSide)
        let stored = input.stored(width: decoded.width, height: decoded.height)
        try storedPicture.resize(width: stored.width, height: stored.height)
        resampler.bytes(of: decoded.view, stored.crop, width: stored.width, height: stored.height, into: storedPicture.bytes)
        return (storedPicture.view, isDamaged)
    }

    /// A part of a stored picture as planes of the network's input.
    package func finish(_ stored: PixelView, _ crop: PhotoCrop, _ input: PhotoInput, into target: UnsafeMutablePointer<Float>) {
        resampler.planes(of: stored, crop, side: input.side, input.normalisation, into: target)
    }

    /// Decodes, and brings the whole picture to side × side whatever its shape: what programs for inference do, without anything stored.
    package func squeeze(
        _ bytes: UnsafeRawBufferPointer, side: Int, _ normalisation: Normalisation, into target: UnsafeMutablePointer<Float>
    ) throws(PhotoFault) {
        try decoder.decode(bytes, into: decoded, covering: side)
        resampler.planes(of: decoded.view, .whole(decoded.view), side: side, normalisation, into: target)
    }
}
