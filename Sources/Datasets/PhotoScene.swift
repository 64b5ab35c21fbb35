// A picture made here that is as hard to decode as a photograph: clouds of every size, edges, grain.
// Leaves to others: writing it as JPEG (SyntheticPhotos).

import Measurement

/// Each octave of sizes from 256 pixels down has about equal contrast, as in photographs of nature, whose amplitude falls with the inverse of the
/// frequency (Field, 1987); in front of that stand discs with sharp edges. All arithmetic is in integers: the same everywhere.
struct PhotoScene {
    let width: Int
    let height: Int
    /// What tells classes apart: a tint and the discs' size.
    let label: Int
    let classes: Int
    let seed: UInt64
    /// Of the picture within its set.
    let number: Int
    /// Contrast of the finest octaves in eighths of the others'.
    let grain: Int

    /// Octaves of brightness; of the two colour differences, which are smoother, only the coarse ones.
    private static let octaves = 9

    func paint(into picture: Picture) throws(PhotoFault) {
        try picture.resize(width: width, height: height)
        let brightness = clouds(channel: 0, finest: 0, contrast: 22)
        let blue = clouds(channel: 1, finest: 3, contrast: 12), red = clouds(channel: 2, finest: 3, contrast: 12)
        let discs = self.discs
        let tint = 2 * (label * 40 / max(classes - 1, 1)) - 40
        let target = picture.bytes
        for y in 0..<height {
            // Discs that this row meets.
            let near = discs.filter { abs(y - $0.y) <= $0.radius }
            for x in 0..<width {
                let i = y * width + x
                var light = 128 + Int(brightness[i]), cb = Int(blue[i]) - tint, cr = Int(red[i]) + tint
                for disc in near where (x - disc.x) * (x - disc.x) + (y - disc.y) * (y - disc.y) < disc.radius * disc.radius {
                    // Its own light, and a quarter of what lies behind it.
                    light = disc.light + (light - 128) / 2
                    (cb, cr) = (disc.cb + cb / 4, disc.cr + cr / 4)
                }
                target[3 * i] = UInt8(clamping: light + cr)
                target[3 * i + 1] = UInt8(clamping: light - (cb + 2 * cr) / 4)
                target[3 * i + 2] = UInt8(clamping: light + cb)
            }
        }
    }

    private struct Disc { var x, y, radius, light, cb, cr: Int }

    private var discs: [Disc] {
        let random = Philox(seed: seed, stream: RandomStream.synthetic + 4, step: number)
        return (0..<10).map { disc in
            func draw(_ word: Int, below bound: Int) -> Int { random.integer(8 * disc + word, below: bound) }
            let most = max(8, min(width, height) / (3 + label % 4))
            return Disc(
                x: draw(0, below: width), y: draw(1, below: height), radius: 4 + draw(2, below: most), light: 40 + draw(3, below: 176),
                cb: draw(4, below: 80) - 40, cr: draw(5, below: 80) - 40)
        }
    }

    /// Octaves added from coarse to fine: each level is the one above enlarged twice, linearly, and noise of its own.
    private func clouds(channel: Int, finest: Int, contrast: Int) -> [Int16] {
        var level: [Int16] = [0, 0, 0, 0], columns = 2
        for octave in stride(from: Self.octaves - 1, through: 0, by: -1) {
            let wide = (width >> octave) + 2, high = (height >> octave) + 2
            let amplitude = octave < finest ? 0 : octave < 2 ? contrast * grain / 8 : contrast
            let random = Philox(seed: seed, stream: RandomStream.synthetic + 3, step: (number * 3 + channel) * 16 + octave)
            var finer = [Int16](repeating: 0, count: wide * high)
            let last = level.count / columns - 1
            for y in 0..<high {
                let above = min(y / 2, last) * columns, below = min((y + 1) / 2, last) * columns
                for x in 0..<wide {
                    let left = min(x / 2, columns - 1), right = min((x + 1) / 2, columns - 1)
                    finer[y * wide + x] = (level[above + left] &+ level[above + right] &+ level[below + left] &+ level[below + right]) &>> 2
                }
            }
            if amplitude > 0 { Self.add(random, amplitude: Int16(amplitude), to: &finer) }
            (level, columns) = (finer, wide)
        }
        // The finest level is two larger each way than the picture.
        return [Int16](unsafeUninitializedCapacity: width * height) { buffer, filled in
            for y in 0..<height { for x in 0..<width { buffer[y * width + x] = level[y * columns + x] } }
            filled = width * height
        }
    }

    /// Sixteen values from one block of random numbers, each the mean of a byte's two halves: near enough to a bell.
    private static func add(_ random: Philox, amplitude: Int16, to values: inout [Int16]) {
        var block: UInt64 = 0, i = 0
        while i < values.count {
            let bytes = unsafeBitCast(random.words(block), to: SIMD16<UInt8>.self)
            for lane in 0..<min(16, values.count - i) {
                let byte = Int16(bytes[lane])
                values[i + lane] &+= ((byte & 15) &+ (byte &>> 4) &- 15) &* amplitude &>> 3
            }
            block += 1
            i += 16
        }
    }
}
