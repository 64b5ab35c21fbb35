// Which part of a photo a network gets to see.
// Leaves to others: choosing it (PhotoInput), cutting it out (Resampler).

/// A part of a picture in pixels, and whether it is mirrored left to right.
package struct PhotoCrop: Sendable, Hashable {
    package var x: Int
    package var y: Int
    package var width: Int
    package var height: Int
    package var isMirrored: Bool

    package init(x: Int, y: Int, width: Int, height: Int, isMirrored: Bool = false) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
        self.isMirrored = isMirrored
    }

    package static func whole(_ picture: PixelView) -> PhotoCrop {
        PhotoCrop(x: 0, y: 0, width: picture.width, height: picture.height)
    }
}
