// Numbers as decimal text with a fixed number of places, without a locale and without Foundation.
// Leaves to others: how many places a figure deserves (Figure), and units.

/// Fixed-point text of a Double. Rounding is half-even on the shortest decimal that stands for the value, so 2.675 is 2.68 as people
/// expect, although the binary number lies a little below.
package enum Decimals {
    /// `value` with `places` decimals; a negative `places` rounds to tens, hundreds, …. Thousands are parted by commas when `grouped`.
    /// Infinities and NaN, which no valid record holds, become `inf`, `-inf`, `nan`.
    package static func text(_ value: Double, places: Int, grouped: Bool = true) -> String {
        guard value.isFinite else { return "\(value)" }
        var digits = DecimalDigits(value.magnitude)
        digits.round(places: places)
        let whole = digits.wholeText()
        let fraction = digits.fractionText(places: max(0, places))
        let body = (grouped ? groupedByThousands(whole) : whole) + (fraction.isEmpty ? "" : "." + fraction)
        return value < 0 && !digits.isZero ? "-" + body : body
    }

    /// The power of ten of the first significant digit once `value` is rounded to `significant` digits: 2 for 252, 3 for 999.96 at 4.
    package static func exponent(_ value: Double, significant: Int = 17) -> Int {
        guard value.isFinite, value != 0 else { return 0 }
        var digits = DecimalDigits(value.magnitude)
        digits.round(places: significant - digits.pointIndex)
        return digits.pointIndex - 1
    }

    /// The first significant digit, 0 for zero.
    package static func leadingDigit(_ value: Double) -> Int {
        guard value.isFinite else { return 0 }
        return Int(DecimalDigits(value.magnitude).digits.first ?? 0)
    }

    private static func groupedByThousands(_ whole: String) -> String {
        var out: [Character] = []
        for (index, digit) in whole.reversed().enumerated() {
            if index > 0 && index % 3 == 0 { out.append(",") }
            out.append(digit)
        }
        return String(out.reversed())
    }
}

/// The shortest decimal digits of a non-negative number: 0.d₀d₁d₂… × 10^pointIndex, without leading zeros.
private struct DecimalDigits {
    var digits: [UInt8] = []
    /// How many digits stand before the point; may be negative or beyond the digits.
    var pointIndex = 0

    var isZero: Bool { digits.isEmpty }

    /// Reads Swift's own shortest round-trip description: `123.4`, `5e-07`, `1.25e+16`.
    init(_ value: Double) {
        var exponent = 0
        var hasPoint = false
        var digitsBeforePoint = 0
        let parts = value.description.split(separator: "e")
        for character in parts[0].utf8 {
            if character == UInt8(ascii: ".") {
                hasPoint = true
                continue
            }
            digits.append(character - UInt8(ascii: "0"))
            if !hasPoint { digitsBeforePoint += 1 }
        }
        if parts.count > 1 { exponent = Int(parts[1]) ?? 0 }
        pointIndex = digitsBeforePoint + exponent
        let leading = digits.prefix { $0 == 0 }.count
        digits.removeFirst(leading)
        pointIndex -= leading
        dropTrailingZeros()
    }

    /// Keeps `places` digits after the point, half to even.
    mutating func round(places: Int) {
        let kept = pointIndex + places
        guard kept < digits.count else { return }
        guard kept >= 0 else { return clear() }
        let next = digits[kept]
        let isBeyondHalf = next > 5 || (next == 5 && kept + 1 < digits.count)
        let isTie = next == 5 && kept + 1 == digits.count
        let lastIsOdd = kept > 0 && digits[kept - 1] % 2 == 1
        digits.removeSubrange(kept...)
        if isBeyondHalf || (isTie && lastIsOdd) { incrementLast(kept) } else if digits.isEmpty { return clear() }
        dropTrailingZeros()
    }

    /// Adds one unit to the last of `kept` digits, carrying.
    private mutating func incrementLast(_ kept: Int) {
        var index = kept - 1
        while index >= 0 && digits[index] == 9 {
            digits[index] = 0
            index -= 1
        }
        if index >= 0 {
            digits[index] += 1
        } else {
            digits.insert(1, at: 0)
            pointIndex += 1
        }
    }

    private mutating func clear() {
        digits = []
        pointIndex = 0
    }

    private mutating func dropTrailingZeros() {
        while digits.last == 0 { digits.removeLast() }
        if digits.isEmpty { pointIndex = 0 }
    }

    private func digit(_ index: Int) -> Character {
        let value = digits.indices.contains(index) ? digits[index] : 0
        return Character(UnicodeScalar(value + UInt8(ascii: "0")))
    }

    func wholeText() -> String {
        pointIndex <= 0 ? "0" : String((0..<pointIndex).map(digit))
    }

    func fractionText(places: Int) -> String {
        String((0..<places).map { digit(pointIndex + $0) })
    }
}
