// A part of a picture brought to another size, mirrored where wanted, as bytes or as normalised planes.
// Leaves to others: which part (PhotoCrop), the weights (ResamplingAxis).

/// Belongs to one thread at a time. Rows are blended first, then columns, in Float; the same input gives the same bits on every processor.
package final class Resampler {
    private var rows = ResamplingAxis()
    private var columns = ResamplingAxis()
    /// One blended row of the part, three values a pixel.
    private var blended: [Float] = []
    /// One row of the result, a pixel in the first three lanes.
    private var finished: [SIMD4<Float>] = []

    package init() {}

    /// Writes planes red, green, blue of side × side: (value / 255 − mean) / deviation.
    package func planes(
        of picture: PixelView, _ crop: PhotoCrop, side: Int, _ normalisation: Normalisation, into target: UnsafeMutablePointer<Float>
    ) {
        var scale = SIMD4<Float>(), shift = SIMD4<Float>()
        for c in 0..<3 {
            scale[c] = 1 / (255 * normalisation.deviation[c])
            shift[c] = -normalisation.mean[c] / normalisation.deviation[c]
        }
        let area = side * side
        forEachRow(of: picture, crop, width: side, height: side) { y, row in
            let red = target + y * side, green = red + area, blue = green + area
            for x in 0..<side {
                let value = row[x] * scale + shift
                red[x] = value[0]
                green[x] = value[1]
                blue[x] = value[2]
            }
        }
    }

    /// Writes bytes red, green, blue, row after row, rounded to the nearest.
    package func bytes(of picture: PixelView, _ crop: PhotoCrop, width: Int, height: Int, into target: UnsafeMutablePointer<UInt8>) {
        forEachRow(of: picture, crop, width: width, height: height) { y, row in
            let pixels = target + 3 * y * width
            for x in 0..<width {
                let value = row[x] + 0.5
                pixels[3 * x] = UInt8(min(max(value[0], 0), 255))
                pixels[3 * x + 1] = UInt8(min(max(value[1], 0), 255))
                pixels[3 * x + 2] = UInt8(min(max(value[2], 0), 255))
            }
        }
    }

    private func forEachRow(
        of picture: PixelView, _ crop: PhotoCrop, width: Int, height: Int, _ body: (Int, UnsafePointer<SIMD4<Float>>) -> Void
    ) {
        precondition(crop.x >= 0 && crop.y >= 0 && crop.width > 0 && crop.height > 0)
        precondition(crop.x + crop.width <= picture.width && crop.y + crop.height <= picture.height, "a part outside its picture")
        rows.plan(start: crop.y, length: crop.height, count: height)
        columns.plan(start: 0, length: crop.width, count: width, isReversed: crop.isMirrored)
        let values = 3 * crop.width
        // A vector of four is read where three values stand.
        if blended.count < values + 1 { blended = [Float](repeating: 0, count: values + 1) }
        if finished.count < width { finished = [SIMD4<Float>](repeating: SIMD4(), count: width) }
        let start = picture.bytes + 3 * crop.x
        blended.withUnsafeMutableBufferPointer { blended in
            finished.withUnsafeMutableBufferPointer { finished in
                for y in 0..<height {
                    blend(y, start, stride: 3 * picture.width, count: values, into: blended.baseAddress!)
                    gather(width, UnsafePointer(blended.baseAddress!), into: finished.baseAddress!)
                    body(y, UnsafePointer(finished.baseAddress!))
                }
            }
        }
    }

    /// New row y of the part at its old width.
    private func blend(_ y: Int, _ start: UnsafePointer<UInt8>, stride: Int, count: Int, into target: UnsafeMutablePointer<Float>) {
        let taps = rows.taps
        let first = start + Int(rows.first[y]) * stride
        func weight(_ tap: Int) -> Float { rows.weights[y * taps + tap] }
        var tap = 1
        if taps >= 3 {
            let (a, b, c) = (first, first + stride, first + 2 * stride), (u, v, w) = (weight(0), weight(1), weight(2))
            for i in 0..<count { target[i] = Float(a[i]) * u + Float(b[i]) * v + Float(c[i]) * w }
            tap = 3
        } else if taps == 2 {
            let (a, b) = (first, first + stride), (u, v) = (weight(0), weight(1))
            for i in 0..<count { target[i] = Float(a[i]) * u + Float(b[i]) * v }
            tap = 2
        } else {
            for i in 0..<count { target[i] = Float(first[i]) }
        }
        while tap + 1 < taps {
            let (a, b) = (first + tap * stride, first + (tap + 1) * stride), (u, v) = (weight(tap), weight(tap + 1))
            for i in 0..<count { target[i] += Float(a[i]) * u + Float(b[i]) * v }
            tap += 2
        }
        if tap < taps {
            let a = first + tap * stride, u = weight(tap)
            for i in 0..<count { target[i] += Float(a[i]) * u }
        }
    }

    /// The row at its new width.
    private func gather(_ width: Int, _ row: UnsafePointer<Float>, into target: UnsafeMutablePointer<SIMD4<Float>>) {
        let taps = columns.taps
        let source = UnsafeRawPointer(row)
        columns.first.withUnsafeBufferPointer { first in
            columns.weights.withUnsafeBufferPointer { weights in
                for x in 0..<width {
                    var pixel = source + 12 * Int(first[x])
                    let own = weights.baseAddress! + x * taps
                    var sum = pixel.loadUnaligned(as: SIMD4<Float>.self) * own[0]
                    for tap in 1..<max(taps, 1) {
                        pixel += 12
                        sum += pixel.loadUnaligned(as: SIMD4<Float>.self) * own[tap]
                    }
                    target[x] = sum
                }
            }
        }
    }
}
