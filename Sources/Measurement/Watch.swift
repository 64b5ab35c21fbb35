// What the watcher thread saw while a series was sampled.
// Leaves to others: reading the sensors (Machine), and judging them (Grade+Rules).

/// Disturbances during one series; a field is nil where this machine cannot tell.
package struct Watch: Sendable, Equatable, Codable {
    package var seconds: Double = 0
    /// Share of the machine's CPU time that the hypervisor gave to others, 0…1.
    package var stealFraction: Double?
    /// Share of the machine's CPU time that other processes used, 0…1.
    package var foreignFraction: Double?
    package var involuntarySwitches: Int?
    package var majorFaults: Int?
    package var minorFaults: Int?
    package var meanMegahertz: Double?
    package var minimumMegahertz: Double?
    package var maximumCelsius: Double?
    package var throttleEvents: Int?
    package var joules: Double?
    /// Where the joules come from (`counter: RAPL package`); nil where there are none.
    package var energySource: String?

    package init() {}
}
