// The rules of the grades, each at its border, and the text that is printed of them.

import Measurement
import Testing

@Suite struct GradeTests {
    private func caveat(_ kind: Caveat.Kind, _ value: Double? = nil) -> Caveat { Caveat(kind: kind, value: value, sentence: "…") }

    @Test(arguments: [
        (0.0, Grade.a), (0.01, .a), (0.0101, .b), (0.05, .b), (0.0501, .c), (0.2, .c), (0.2001, .d), (.infinity, .d), (.nan, .d),
    ])
    func byWidth(width: Double, grade: Grade) { #expect(Grade.awarded(relativeHalfWidth: width, caveats: []) == grade) }

    @Test func aSingleRunMayBeWider() {
        let single = [caveat(.singleRun)]
        #expect(Grade.awarded(relativeHalfWidth: 0.05, caveats: single) == .a)
        #expect(Grade.awarded(relativeHalfWidth: 0.051, caveats: single) == .c)
        #expect(Grade.awarded(relativeHalfWidth: nil, caveats: single) == nil)
    }

    static let oneCaveat: [(Caveat.Kind, Double?, Grade)] = [
        (.steal, 0.008, .b), (.steal, 0.02, .b), (.steal, 0.021, .c), (.steal, 0.2, .c), (.steal, 0.21, .d),
        (.steal, nil, .c), (.steal, .nan, .c), (.foreignLoad, 0.02, .b), (.foreignLoad, 0.05, .c), (.throttling, 1, .c),
        (.clockDrop, 0.05, .b), (.clockDrop, 0.1, .c), (.clockDrop, 0.3, .d), (.drift, 0.03, .b), (.drift, 0.06, .c), (.drift, 0.25, .d),
        (.twoModes, 0.1, .b), (.twoModes, 0.3, .c), (.twoModes, 0.5, .d), (.preempted, 200, .b), (.preempted, 201, .c),
        (.pageFaults, 10, .b), (.pageFaults, 11, .c), (.unsteady, 0.4, .b), (.governor, nil, .b), (.onBattery, nil, .c),
        (.containerLimit, nil, .c), (.undersubscribedTeam, 2, .d), (.swapping, nil, .d), (.projected, 62, .b), (.wideInterval, 0.1, .a),
        (.budgetEnded, 5, .a), (.syntheticData, nil, .a), (.altered, nil, .a),
    ]
    @Test(arguments: oneCaveat)
    func byOneCaveat(kind: Caveat.Kind, value: Double?, grade: Grade) {
        #expect(Grade.awarded(relativeHalfWidth: 0.005, caveats: [caveat(kind, value)]) == grade)
    }

    @Test func smallCaveatsAddUp() {
        #expect(Grade.awarded(relativeHalfWidth: 0.005, caveats: [caveat(.steal, 0.01), caveat(.governor)]) == .c)
        // One disturbance seen twice is one; a projection is none.
        #expect(Grade.awarded(relativeHalfWidth: 0.005, caveats: [caveat(.steal, 0.01), caveat(.steal, 0.02)]) == .b)
        #expect(Grade.awarded(relativeHalfWidth: 0.005, caveats: [caveat(.steal, 0.008), caveat(.projected, 62)]) == .b)
    }

    @Test func theWorseOfWidthAndCaveatsCounts() {
        #expect(Grade.awarded(relativeHalfWidth: 0.15, caveats: [caveat(.governor)]) == .c)
        #expect(Grade.awarded(relativeHalfWidth: 0.003, caveats: [caveat(.throttling, 3)]) == .c)
        #expect(Grade.awarded(relativeHalfWidth: 0.3, caveats: [caveat(.throttling, 3)]) == .d)
    }

    @Test func watchAndCaveatsCountTogether() throws {
        let summary = try #require(Summary(samples: samples((0..<40).map { 1 + 0.0001 * Double($0 * 7 % 40) }), seed: 1, looks: .once))
        var watch = Watch()
        watch.seconds = 2
        #expect(Grade.awarded(summary: summary, watch: nil, caveats: []) == .a)
        #expect(Grade.awarded(summary: summary, watch: watch, caveats: []) == .a)
        watch.stealFraction = 0.008
        #expect(Grade.awarded(summary: summary, watch: watch, caveats: []) == .b)
        #expect(Grade.awarded(summary: summary, watch: watch, caveats: [caveat(.unsteady, 0.02)]) == .c)
    }

    @Test func theTextHasEveryRule() {
        let text = Grade.rulesText
        for rule in [
            "A     at most ±1 %, and nothing", "(a single end-to-end run, which has no repetitions: at most ±5 %)", "B     at most ±5 %",
            "C     at most ±20 %", "steal                  noted from 0.1 %, small up to 2 %, C up to 20 %, D above",
            "two modes              noted from 2 %, small up to 10 %, C up to 40 %, D above",
            "preempted              noted from 100 a second, small up to 200 a second, C above", "projected              B at best",
        ] {
            #expect(text.contains(rule), "\(rule)")
        }
        for kind in Caveat.Kind.allCases { #expect(text.contains("\n  \(kind.title) "), "\(kind)") }
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 112 })
    }
}

@Suite struct WatchTests {
    private func watch(seconds: Double = 2, _ change: (inout Watch) -> Void) -> Watch {
        var watch = Watch()
        watch.seconds = seconds
        change(&watch)
        return watch
    }

    @Test func whatCannotBeKnownRaisesNothing() { #expect(watch { _ in }.caveats.isEmpty) }

    @Test func quietIsQuiet() {
        let quiet = watch {
            $0.stealFraction = 0.0009
            $0.foreignFraction = 0.009
            $0.throttleEvents = 0
            $0.meanMegahertz = 3000
            $0.minimumMegahertz = 2950
            $0.involuntarySwitches = 39
            $0.majorFaults = 0
            $0.minorFaults = 100_000
            $0.maximumCelsius = 95
        }
        #expect(quiet.caveats.isEmpty)
    }

    @Test func everyDisturbanceHasItsSentence() {
        let disturbed = watch {
            $0.stealFraction = 0.008
            $0.foreignFraction = 0.31
            $0.throttleEvents = 1
            $0.meanMegahertz = 3400
            $0.minimumMegahertz = 2210
            $0.involuntarySwitches = 1234
            $0.majorFaults = 3
        }
        #expect(disturbed.caveats.map(\.kind) == [.steal, .foreignLoad, .throttling, .clockDrop, .preempted, .pageFaults])
        #expect(
            disturbed.caveats.map(\.sentence) == [
                "The hypervisor gave 0.8 % of the processor time to other guests.",
                "Other processes used 31 % of the processor time.",
                "The processor throttled itself once while this was measured.",
                "The clock fell to 2,210 MHz, 35 % under its mean of 3,400 MHz.",
                "The measuring threads were put off the processor 1,234 times, 617 a second.",
                "Pages were read from storage 3 times while this was measured, 1.5 a second.",
            ])
        #expect(disturbed.caveats.map(\.value) == [0.008, 0.31, 1, 0.35, 617, 1.5])
    }

    @Test func withoutADurationThereIsNoRate() {
        let timeless = watch(seconds: 0) {
            $0.involuntarySwitches = 1000
            $0.majorFaults = 1000
            $0.stealFraction = 0.5
        }
        #expect(timeless.caveats.map(\.kind) == [.steal])
    }
}
