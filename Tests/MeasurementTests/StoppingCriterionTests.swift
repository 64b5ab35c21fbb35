// When the default criterion is content, and where it looks.

import Measurement
import Testing

@Suite struct StoppingCriterionTests {
    private let criterion = PrecisionCriterion()

    private func look(_ count: Int = 10, seconds: Double = 0.5, width: Double = 0.01) -> Look {
        Look(sampleCount: count, sampledSeconds: seconds, medianSeconds: 0.05, relativeHalfWidth: width)
    }

    @Test func isContentAtItsThreeLimitsAndNotBelow() {
        #expect(criterion.isContent(look()))
        #expect(!criterion.isContent(look(9)))
        #expect(!criterion.isContent(look(seconds: 0.499)))
        #expect(!criterion.isContent(look(width: 0.0101)))
        #expect(!criterion.isContent(look(width: .nan)))
        #expect(!criterion.isContent(look(width: .infinity)))
    }

    @Test func looksAtFixedPointsOnly() {
        var looks: [Int] = []
        var count = 0
        while count < 300 {
            count = criterion.nextLook(after: count)
            looks.append(count)
        }
        #expect(looks == [10, 15, 23, 35, 53, 80, 120, 180, 270, 405])
        // Asked in between, it names the same points.
        #expect(criterion.nextLook(after: 11) == 15)
        #expect(criterion.nextLook(after: 79) == 80)
    }
}
