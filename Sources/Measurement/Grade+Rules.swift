// Awards a grade from the interval's width and the caveats.
// Leaves to others: the thresholds (GradeRules), raising caveats (Caveat+Series, Watch+Caveats, Machine), the help text (Grade+Text).

/// What a caveat with its number means for the grade.
package enum CaveatEffect: Sendable, Equatable {
    case none
    case ceiling(Grade)
    /// One leaves a B, more a C.
    case small
    case bearable
    case decisive
}

extension Caveat {
    package var effect: CaveatEffect {
        switch GradeRules.rule(for: kind) {
        case .none: .none
        case .ceiling(let grade): .ceiling(grade)
        case .small: .small
        case .bearable: .bearable
        case .decisive: .decisive
        case .byFraction(let small, let bearable, let factor): effect(small: small / factor, bearable: bearable / factor)
        case .byRate(let small): effect(small: small, bearable: .infinity)
        }
    }

    /// An unknown size is not a known small effect.
    private func effect(small: Double, bearable: Double) -> CaveatEffect {
        guard let value, value.isFinite else { return .bearable }
        if value <= small { return .small }
        return value <= bearable ? .bearable : .decisive
    }
}

extension Grade {
    /// The grade of a figure; nil (`none`) for one number without an interval.
    ///
    /// `relativeHalfWidth` is that of the 95 % interval as a fraction. A caveat `singleRun` widens what an A allows.
    package static func awarded(relativeHalfWidth: Double?, caveats: [Caveat]) -> Grade? {
        guard let relativeHalfWidth else { return nil }
        let isSingleRun = caveats.contains { $0.kind == .singleRun }
        return max(ofWidth(relativeHalfWidth, isSingleRun: isSingleRun), ofCaveats(caveats))
    }

    /// The grade of a series: `caveats` are its own and the machine's; those of what the watcher saw are added here.
    package static func awarded(summary: Summary, watch: Watch?, caveats: [Caveat]) -> Grade {
        max(
            ofWidth(summary.relativeHalfWidth, isSingleRun: caveats.contains { $0.kind == .singleRun }),
            ofCaveats(caveats + (watch?.caveats ?? [])))
    }

    private static func ofWidth(_ width: Double, isSingleRun: Bool) -> Grade {
        if width <= (isSingleRun ? GradeRules.widthASingleRun : GradeRules.widthA) { return .a }
        if width <= GradeRules.widthB { return .b }
        // A width that is no number is no C.
        return width <= GradeRules.widthC ? .c : .d
    }

    private static func ofCaveats(_ caveats: [Caveat]) -> Grade {
        var grade = Grade.a
        // The same kind may come from the machine's description and from the watcher: it is one disturbance.
        var smallKinds: Set<Caveat.Kind> = []
        for caveat in caveats {
            switch caveat.effect {
            case .none: break
            case .ceiling(let best): grade = max(grade, best)
            case .small: smallKinds.insert(caveat.kind)
            case .bearable: grade = max(grade, .c)
            case .decisive: grade = .d
            }
        }
        let bySmall: Grade = smallKinds.isEmpty ? .a : smallKinds.count == 1 ? .b : .c
        return max(grade, bySmall)
    }
}
