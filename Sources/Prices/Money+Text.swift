// Money from and to decimal text, exactly; rounding half to even.
// Leaves to others: how many decimals are shown, and the sign of the currency.

extension Money {
    /// Reads `2.11`: digits, at most one point, no sign, no exponent; more than six decimals are rounded half to even.
    /// Nil for any other form and for amounts that do not fit.
    package init?(decimal text: String, currency: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        let whole = Array(parts[0])
        let fraction = parts.count == 2 ? Array(parts[1]) : []
        guard !whole.isEmpty, parts.count == 1 || !fraction.isEmpty, whole.count <= 12, fraction.count <= 18,
            (whole + fraction).allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        let digits = (whole + fraction).reduce(Int128(0)) { $0 * 10 + Int128($1 - UInt8(ascii: "0")) }
        let scale = (0..<fraction.count).reduce(Int128(1)) { value, _ in value * 10 }
        self.init(micros: Int64((digits * 1_000_000).dividedHalfEven(by: scale)), currency: currency)
    }

    /// The amount with exactly `decimals` (0…6) digits after the point, rounded half to even: `0.10`.
    package func decimalText(decimals: Int) -> String {
        let kept = min(max(decimals, 0), 6)
        let scale = (0..<(6 - kept)).reduce(Int128(1)) { value, _ in value * 10 }
        let rounded = Int128(micros).dividedHalfEven(by: scale)
        let digits = String(rounded.magnitude)
        let padded = String(repeating: "0", count: max(0, kept + 1 - digits.count)) + digits
        let sign = rounded < 0 ? "-" : ""
        return kept == 0 ? sign + padded : sign + padded.dropLast(kept) + "." + padded.suffix(kept)
    }
}

extension Int128 {
    /// The quotient by a positive divisor, rounded to the nearest whole number, halves to the even one.
    func dividedHalfEven(by divisor: Int128) -> Int128 {
        let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
        let twice = rest.magnitude * 2
        let isAbove = twice > divisor.magnitude || (twice == divisor.magnitude && quotient % 2 != 0)
        return isAbove ? quotient + (self < 0 ? -1 : 1) : quotient
    }
}
