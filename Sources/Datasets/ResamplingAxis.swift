// The weights with which one axis of a picture is brought to another length.
// Leaves to others: applying them (Resampler).

/// For each new place the old places that it is made of, and their weights, which come to 1.
///
/// Shrinking takes the mean over the stretch that a new place covers (area); enlarging and keeping interpolate linearly between the two nearest
/// centres, the outermost place beyond the edge. Memory is kept between calls.
struct ResamplingAxis {
    /// first[i] is the first old place of new place i; weights stand at i · taps.
    private(set) var first: [Int32] = []
    private(set) var weights: [Float] = []
    /// Old places of a new one, the same for all: what is not needed has weight 0.
    private(set) var taps = 0

    /// Old places start ..< start + length become `count` new ones, in reverse where `isReversed`.
    mutating func plan(start: Int, length: Int, count: Int, isReversed: Bool = false) {
        precondition(length > 0 && count > 0)
        let stretch = Double(length) / Double(count)
        let shrinks = length > count
        taps = shrinks ? min(length, Int(stretch.rounded(.up)) + 1) : min(length, 2)
        first.removeAll(keepingCapacity: true)
        weights.removeAll(keepingCapacity: true)
        for place in 0..<count {
            let i = isReversed ? count - 1 - place : place
            if shrinks {
                average(from: Double(i) * stretch, to: Double(i + 1) * stretch, length)
            } else {
                interpolate(at: (Double(i) + 0.5) * stretch - 0.5, length)
            }
        }
        for i in 0..<count { first[i] += Int32(start) }
    }

    private mutating func average(from: Double, to: Double, _ length: Int) {
        let begin = min(Int(from), length - taps)
        first.append(Int32(begin))
        var sum: Float = 0
        for place in begin..<begin + taps {
            let covered = max(0, min(to, Double(place + 1)) - max(from, Double(place)))
            weights.append(Float(covered / (to - from)))
            sum += weights[weights.count - 1]
        }
        // What rounding left, so that a flat picture stays as it is.
        weights[weights.count - taps + min(taps - 1, 1)] += 1 - sum
    }

    private mutating func interpolate(at centre: Double, _ length: Int) {
        let inside = min(max(centre, 0), Double(length - 1))
        let begin = min(Int(inside), length - taps)
        first.append(Int32(begin))
        let second = Float(inside - Double(begin))
        weights.append(taps == 1 ? 1 : 1 - second)
        if taps == 2 { weights.append(second) }
    }
}
