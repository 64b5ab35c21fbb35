// Which caveats follow from what the watcher saw.
// Leaves to others: watching (Harness), the thresholds (GradeRules), the sentences (Caveat+Sentences).

extension Watch {
    /// In the order of `Caveat.Kind`. What this machine cannot tell raises nothing.
    package var caveats: [Caveat] {
        var found: [Caveat] = []
        if let stealFraction, stealFraction >= GradeRules.stealNoted { found.append(.steal(stealFraction)) }
        if let foreignFraction, foreignFraction >= GradeRules.foreignNoted { found.append(.foreignLoad(foreignFraction)) }
        if let throttleEvents, throttleEvents > 0 { found.append(.throttling(events: throttleEvents)) }
        if let meanMegahertz, let minimumMegahertz, meanMegahertz > 0 {
            let drop = 1 - minimumMegahertz / meanMegahertz
            if drop >= GradeRules.clockDropNoted {
                found.append(.clockDrop(drop, minimumMegahertz: minimumMegahertz, meanMegahertz: meanMegahertz))
            }
        }
        // Without a duration there is no rate.
        guard seconds > 0 else { return found }
        if let involuntarySwitches {
            let perSecond = Double(involuntarySwitches) / seconds
            if perSecond >= GradeRules.switchesNotedPerSecond {
                found.append(.preempted(switches: involuntarySwitches, perSecond: perSecond))
            }
        }
        if let majorFaults, majorFaults > 0 {
            found.append(.pageFaults(major: majorFaults, perSecond: Double(majorFaults) / seconds))
        }
        return found
    }
}
