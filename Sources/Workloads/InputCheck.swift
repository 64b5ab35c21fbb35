// Checks the way from a photo to a network's input against its definition.
// Leaves to others: each step's own tests (DatasetsTests).

import Datasets

enum InputCheck {
    /// Root mean square of the difference over that of the definition's values; infinite where the picture does not come back.
    ///
    /// The picture is a slope in two colours and a constant third, written at quality 98: linear, so that every way of resizing gives the mean of
    /// the stretch that a new pixel covers, away from the edges.
    static func error(side: Int, _ pipeline: PhotoPipeline) -> Double {
        guard let file = slope(width: 448, height: 336) else { return .infinity }
        let result = BatchBuffer(batch: 1, valuesPerImage: 3 * side * side)
        var isDecoded = false
        file.withUnsafeBytes { bytes in
            do throws(PhotoFault) {
                try pipeline.squeeze(bytes, side: side, .imageNet, into: result.images)
                isDecoded = true
            } catch {
                isDecoded = false
            }
        }
        if !isDecoded { return .infinity }
        let mean = [0.485, 0.456, 0.406], deviation = [0.229, 0.224, 0.225]
        var difference = 0.0, size = 0.0
        for y in 0..<side {
            for x in 0..<side {
                let values = [32 + (Double(x) + 0.5) * 192 / Double(side) - 0.5, 32 + (Double(y) + 0.5) * 192 / Double(side) - 0.5, 100]
                for c in 0..<3 {
                    let wanted = (values[c] / 255 - mean[c]) / deviation[c]
                    let given = Double(result.images[(c * side + y) * side + x])
                    difference += (given - wanted) * (given - wanted)
                    size += wanted * wanted
                }
            }
        }
        return (difference / size).squareRoot()
    }

    private static func slope(width: Int, height: Int) -> [UInt8]? {
        let picture = Picture()
        do throws(PhotoFault) { try picture.resize(width: width, height: height) } catch { return nil }
        for y in 0..<height {
            for x in 0..<width {
                let pixel = picture.bytes + 3 * (y * width + x)
                (pixel[0], pixel[1], pixel[2]) = (UInt8(32 + x * 192 / width), UInt8(32 + y * 192 / height), 100)
            }
        }
        return JPEGEncoder().encode(picture, JPEGSettings(quality: 98, sampling: .full))
    }
}
