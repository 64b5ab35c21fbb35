// From the watcher's account to what a record keeps of it.
// Leaves to others: reading sensors (Machine), judging them (Measurement).

package import Machine
package import Measurement

extension Watch {
    package init(_ delta: SensorDelta) {
        self.init()
        seconds = delta.seconds
        stealFraction = delta.stealFraction
        foreignFraction = delta.foreignCPUFraction
        involuntarySwitches = delta.involuntarySwitches
        majorFaults = delta.majorFaults
        minorFaults = delta.minorFaults
        meanMegahertz = delta.meanMHz
        minimumMegahertz = delta.minMHz
        maximumCelsius = delta.maxTemperatureCelsius
        throttleEvents = delta.throttleEvents
        joules = delta.energy.joules
        if delta.energy.joules != nil {
            energySource = delta.energy.source.rawValue + (delta.energy.scope.map { ": " + $0.rawValue } ?? "")
        }
    }
}
