// Where an energy figure comes from, how far it may be off, and why there may be none.
// Comparing figures of different scopes is refused by Leaderboard, not here.

/// The ladder of sources, best first.
package enum EnergySource: String, Sendable, Equatable, Codable, CaseIterable {
    /// An external meter on the mains.
    case meter
    /// A counter of the hardware: RAPL, NVML's energy counter.
    case counter
    /// Power readings, added up over time.
    case integratedPower = "integrated_power"
    /// The battery's own power reading, added up over time.
    case battery
    /// From a data sheet.
    case estimate
    case none
}

/// What an energy figure covers.
package enum EnergyScope: String, Sendable, Equatable, Codable, CaseIterable {
    case processorPackage = "processor_package"
    case gpu
    case wholeMachine = "whole_machine"
}

/// Why energy is not measured.
package enum EnergyAbsence: String, Sendable, Equatable, Codable, CaseIterable {
    /// A guest sees no counter; one that is visible reads 0 in many.
    case guest
    /// Linux keeps RAPL for root, since it lets programs spy on each other (CVE-2020-8694).
    case needsRoot = "needs_root"
    case noCounter = "no_counter"
    /// The counter stood still while work was done.
    case stuck
    /// The window is shorter than the source's own step.
    case tooShort = "too_short"
}

/// Energy of a window: a number with its source and band, or the reason why there is none.
package struct Energy: Sendable, Equatable, Codable {
    package var joules: Double?
    package var source: EnergySource
    package var scope: EnergyScope?
    /// Half-width of the error band as a share of the figure.
    package var relativeError: Double?
    package var absence: EnergyAbsence?

    package static func absent(_ reason: EnergyAbsence) -> Energy {
        Energy(joules: nil, source: .none, scope: nil, relativeError: nil, absence: reason)
    }

    package static func measured(_ joules: Double, _ source: EnergySource, _ scope: EnergyScope, seconds: Double) -> Energy {
        Energy(joules: joules, source: source, scope: scope, relativeError: source.relativeError(seconds: seconds), absence: nil)
    }
}

extension EnergySource {
    /// Mettle's own allowances, not a maker's promise: a share for calibration, and one step of the source at the window's edges.
    /// RAPL counts every millisecond; batteries and power readings are refreshed about every two seconds and ten times a second.
    func relativeError(seconds: Double) -> Double? {
        switch self {
        case .meter: 0.02
        case .counter: 0.05 + 0.001 / seconds
        case .integratedPower: 0.05 + 0.1 / seconds
        case .battery: 0.10 + 2 / seconds
        case .estimate: 0.5
        case .none: nil
        }
    }

    /// The shortest window that a figure is given for, seconds: fifty steps of the source.
    var shortestWindow: Double {
        switch self {
        case .counter: 0.05
        case .integratedPower: 5
        case .battery: 20
        case .meter, .estimate, .none: 0
        }
    }
}
