// Philox against the vectors of its authors, and its distributions against their moments.
// Leaves to others: what the numbers are used for.

import Measurement
import Testing

@Suite struct PhiloxTests {
    /// Random123's kat_vectors, philox4x32 with 10 rounds.
    @Test func knownAnswers() {
        let zero = Philox(seed: 0, stream: 0, step: 0)
        #expect(zero.words(0) == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
        let ones = Philox(seed: .max, stream: .max, step: 0xffff_ffff)
        #expect(ones.words(.max) == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
        let pi = Philox(seed: 0x299f_31d0_a409_3822, stream: 0x0370_7344, step: 0x1319_8a2e)
        #expect(pi.words(0x85a3_08d3_243f_6a88) == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
    }

    @Test func wordsOfABlockAreItsFourIndices() {
        let random = Philox(seed: 7, stream: 1, step: 2)
        for index in 0..<12 { #expect(random.word(index) == random.words(UInt64(index / 4))[index % 4]) }
        #expect(random.uniform(5) == Float(random.word(5) >> 8) / 16_777_216)
    }

    @Test func uniformsAndIntegersStayInRangeAndFillIt() {
        let random = Philox(seed: 1, stream: RandomStream.fill)
        var seen = Set<Int>()
        var sum = 0.0
        for i in 0..<10_000 {
            let u = random.uniform(i)
            #expect(u >= 0 && u < 1)
            sum += Double(u)
            seen.insert(random.integer(i, below: 7))
        }
        #expect(abs(sum / 10_000 - 0.5) < 0.01)
        #expect(seen == Set(0..<7))
    }

    @Test func survivorsAreTheSetShare() {
        let random = Philox(seed: 3, stream: RandomStream.dropout)
        let alive = (0..<10_000).filter { random.survives($0, rate: 0.3) }.count
        #expect(abs(Double(alive) / 10_000 - 0.7) < 0.015)
        #expect((0..<1_000).allSatisfy { random.survives($0, rate: 0) })
        #expect(!(0..<1_000).contains { random.survives($0, rate: 1) })
    }

    @Test func normalsHaveTheMomentsOfNormals() {
        let random = Philox(seed: 11, stream: RandomStream.weights)
        let values = (0..<40_000).map(random.normal)
        let mean = values.reduce(0, +) / 40_000
        let second = values.reduce(0) { $0 + $1 * $1 } / 40_000
        let fourth = values.reduce(0) { $0 + $1 * $1 * $1 * $1 } / 40_000
        #expect(abs(mean) < 0.015)
        #expect(abs(second - 1) < 0.02)
        #expect(abs(fourth - 3) < 0.15)
        #expect(values.allSatisfy { $0.isFinite })
        #expect(random.normals(2)[3] == random.normal(11))
    }

    /// Box and Muller's formula on the first vector's words, computed by hand to 12 digits.
    @Test func normalsByHand() {
        let normals = Philox(seed: 0, stream: 0).normals(0)
        let expected = [0.991137679254, -0.924662588391, -0.617608959812, -0.482068587035]
        for (i, value) in expected.enumerated() { #expect(abs(normals[i] - value) < 1e-12) }
    }
}
