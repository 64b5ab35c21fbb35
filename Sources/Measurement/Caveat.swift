// What weakens trust in a figure, with its data.
// Leaves to others: what raises one (Grade's rules, Machine's diagnosis), and how it is shown.

/// A reason to trust a figure less, with the number behind it.
package struct Caveat: Sendable, Equatable, Codable {
    package enum Kind: String, Sendable, Equatable, Codable, CaseIterable {
        case steal
        case foreignLoad = "foreign_load"
        case throttling
        case clockDrop = "clock_drop"
        case preempted
        case pageFaults = "page_faults"
        case wideInterval = "wide_interval"
        case budgetEnded = "budget_ended"
        case twoModes = "two_modes"
        case drift
        case undersubscribedTeam = "undersubscribed_team"
        case syntheticData = "synthetic_data"
        case altered = "altered_data"
        case projected
        case onBattery = "on_battery"
        case containerLimit = "container_limit"
        case governor
        case swapping
        case singleRun = "single_run"
        case unsteady
        /// What reproducible sums cost, as a fraction of the step.
        case reproducibleCost = "reproducible_cost"
        /// What was read came through the page cache, dropped before.
        case pageCache = "page_cache"
    }
    package var kind: Kind
    /// The number behind it, in the unit that the sentence names (fractions as fractions); nil where there is none.
    package var value: Double?
    /// One sentence with the figure, for people.
    package var sentence: String

    package init(kind: Kind, value: Double? = nil, sentence: String) {
        self.kind = kind
        self.value = value
        self.sentence = sentence
    }
}
