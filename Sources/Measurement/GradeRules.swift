// The thresholds of the grades: the one place where they stand, applied and printed from here.
// Leaves to others: applying them (Grade+Rules), printing them (Grade+Text), raising caveats (Caveat+Series, Watch+Caveats).

package enum GradeRules {
    // The relative half-width of the 95 % interval, at most.
    package static let widthA = 0.01
    package static let widthB = 0.05
    package static let widthC = 0.20
    /// A single end-to-end run has no repetitions; its steps tell less than repetitions would.
    package static let widthASingleRun = 0.05

    // From where what was watched is worth a caveat.
    package static let stealNoted = 0.001
    package static let foreignNoted = 0.01
    package static let clockDropNoted = 0.02
    /// At some ten microseconds a switch, a tenth of a percent, as of steal; an idle guest's own housekeeping makes 40 a second.
    package static let switchesNotedPerSecond = 100.0

    /// How a caveat bears on the grade.
    package enum Rule: Sendable, Equatable {
        /// It says what the figure is, not how sure it is; or the interval's width contains it already.
        case none
        /// No better than this, and it counts as no disturbance.
        case ceiling(Grade)
        /// Known and small whatever its number.
        case small
        /// A C at best.
        case bearable
        /// It changed the answer: D.
        case decisive
        /// By its number, multiplied by `factor` where the figure suffers only a part: small up to the first, bearable up to the second,
        /// decisive above.
        case byFraction(small: Double, bearable: Double, factor: Double)
        /// By its number a second: small up to this, bearable above.
        case byRate(small: Double)
    }

    package static func rule(for kind: Caveat.Kind) -> Rule {
        switch kind {
        case .wideInterval, .budgetEnded, .singleRun, .syntheticData, .altered, .reproducibleCost: .none
        case .projected: .ceiling(.b)
        case .unsteady, .governor, .pageCache: .small
        case .throttling, .onBattery, .containerLimit: .bearable
        case .undersubscribedTeam, .swapping: .decisive
        // Time that others took: the figure suffers by about as much.
        case .steal, .foreignLoad: .byFraction(small: 0.02, bearable: 0.20, factor: 1)
        case .clockDrop, .drift: .byFraction(small: 0.05, bearable: 0.20, factor: 1)
        // A median between two modes is wrong by at most half their distance.
        case .twoModes: .byFraction(small: 0.05, bearable: 0.20, factor: 0.5)
        // A switch costs some microseconds and a cold cache: 200 a second are some parts in a thousand.
        case .preempted: .byRate(small: 200)
        case .pageFaults: .byRate(small: 10)
        }
    }
}
