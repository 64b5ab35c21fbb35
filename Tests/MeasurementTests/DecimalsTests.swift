// Fixed-point text: rounding on the decimal value, carries, commas.

import Measurement
import Testing

@Suite struct DecimalsTests {
    @Test(arguments: [
        (0.0, 0, "0"), (0, 2, "0.00"), (-0.0, 1, "0.0"), (1, 0, "1"), (1.5, 3, "1.500"), (-2.25, 2, "-2.25"),
        // Ties go to even, on the decimal that is written, not on the binary number below or above it.
        (0.5, 0, "0"), (1.5, 0, "2"), (2.5, 0, "2"), (0.125, 2, "0.12"), (0.135, 2, "0.14"), (2.675, 2, "2.68"), (2.665, 2, "2.66"),
        (1.005, 2, "1.00"), (1.015, 2, "1.02"), (-0.5, 0, "0"), (-1.5, 0, "-2"), (0.05, 1, "0.0"), (0.15, 1, "0.2"), (0.25, 1, "0.2"),
        // Past the tie it goes up.
        (0.5000001, 0, "1"), (0.1250000001, 2, "0.13"), (2.5000000000000004, 0, "3"),
        // Carries through all digits.
        (9.99, 1, "10.0"), (0.999, 2, "1.00"), (99.95, 1, "100.0"), (999.5, 0, "1,000"), (0.0996, 3, "0.100"), (-0.04, 1, "0.0"),
        // Thousands, tens, and what is smaller than the place.
        (1461, 0, "1,461"), (1_234_567.891, 1, "1,234,567.9"), (12345, -1, "12,340"), (12355, -1, "12,360"), (99999, -2, "100,000"),
        (49, -2, "0"), (50, -2, "0"), (51, -2, "100"), (150, -2, "200"), (100, 0, "100"), (1000, 0, "1,000"), (999, 0, "999"),
        // Exponents in Swift's own description.
        (1e-7, 3, "0.000"), (1.25e-5, 7, "0.0000125"), (1e16, 0, "10,000,000,000,000,000"), (1.5e20, 0, "150,000,000,000,000,000,000"),
        (Double.leastNonzeroMagnitude, 2, "0.00"),
    ])
    func text(value: Double, places: Int, expected: String) {
        #expect(Decimals.text(value, places: places) == expected)
    }

    @Test func withoutCommasAndWithoutNumbers() {
        #expect(Decimals.text(1234.5, places: 1, grouped: false) == "1234.5")
        #expect(Decimals.text(.infinity, places: 1) == "inf")
        #expect(Decimals.text(-.infinity, places: 1) == "-inf")
        #expect(Decimals.text(.nan, places: 1) == "nan")
    }

    @Test func exponents() {
        #expect(Decimals.exponent(252) == 2)
        #expect(Decimals.exponent(0.00123) == -3)
        #expect(Decimals.exponent(999.96, significant: 4) == 3)
        #expect(Decimals.exponent(999.94, significant: 4) == 2)
        #expect(Decimals.exponent(0) == 0)
        #expect(Decimals.leadingDigit(0.00123) == 1)
        #expect(Decimals.leadingDigit(-98) == 9)
    }

    /// Every shortest decimal of one to five digits is given back unchanged.
    @Test func readsBackWhatItWrites() {
        var noise = SimulatedNoise(seed: 3)
        for _ in 0..<2000 {
            let digits = Int(noise.uniform() * 100_000)
            let value = Double(digits) / 1000
            #expect(Double(Decimals.text(value, places: 3, grouped: false)) == value)
        }
    }
}
