// The thread that watches the machine while a series is sampled.
// Leaves to others: what sensors there are (Machine), and what their account means for a grade (Measurement).

import CPU
import Dispatch
package import Machine
import Synchronization

/// Reads all sensors at the beginning and the end of a series and every tenth of a second in between.
///
/// Made before the team of threads, whose maker is pinned; it never runs on the measuring thread, and wakes ten times a second.
package final class Watcher: @unchecked Sendable {
    private enum Order { case none, begin, lap, end, quit }

    private let order = Mutex(Order.none)
    private let wake = DispatchSemaphore(value: 0)
    private let answered = DispatchSemaphore(value: 0)
    private let account = Mutex<SensorDelta?>(nil)
    /// A program of others that computes for us: its time is not foreign.
    private let followed = Mutex<Int32?>(nil)
    private let thread = DispatchGroup()

    /// Longest series kept reading by reading; beyond it every second one is dropped, so that memory is bounded.
    private static let mostReadings = 4096

    package init(_ world: SensorWorld) {
        let period = DispatchTimeInterval.milliseconds(100)
        DispatchQueue(label: "mettle.watcher", qos: .utility).async(group: thread) { [self] in
            Affinity.initial.applyToCallingThread()
            watch(SensorBank(world), period: period)
        }
    }

    /// Takes the first reading of a series.
    package func begin() { ask(.begin) }

    /// Takes the last reading and gives the account of the series; nil when no time has passed.
    package func endAccount() -> SensorDelta? {
        ask(.end)
        return account.withLock { $0 }
    }

    /// Counts the time of a child of this process as this process' own until it is told otherwise; said before `begin`.
    package func follow(_ process: Int32?) { followed.withLock { $0 = process } }

    /// The account since the last lap or the beginning; nil when no time has passed.
    package func lapAccount() -> SensorDelta? {
        ask(.lap)
        return account.withLock { $0 }
    }

    /// Ends the thread. The watcher cannot be used afterwards.
    package func stop() {
        ask(.quit)
        thread.wait()
    }

    private func ask(_ wish: Order) {
        order.withLock { $0 = wish }
        wake.signal()
        answered.wait()
    }

    private func read(_ bank: SensorBank) -> SensorReading {
        var reading = bank.read()
        if let process = followed.withLock(\.self) { reading.usage?.cpuMicroseconds += ChildUsage.microseconds(of: process) }
        return reading
    }

    private func watch(_ bank: SensorBank, period: DispatchTimeInterval) {
        var readings: [SensorReading] = []
        readings.reserveCapacity(Self.mostReadings)
        var lap: [SensorReading] = []
        var isWatching = false
        while true {
            let timedOut = wake.wait(timeout: isWatching ? .now() + period : .distantFuture) == .timedOut
            if timedOut {
                if readings.count >= Self.mostReadings {
                    readings = readings.indices.filter { $0.isMultiple(of: 2) }.map { readings[$0] }
                }
                readings.append(read(bank))
                if lap.count < Self.mostReadings, let last = readings.last { lap.append(last) }
                continue
            }
            switch order.withLock({ $0 }) {
            case .begin:
                readings.removeAll(keepingCapacity: true)
                readings.append(read(bank))
                lap = readings
                isWatching = true
            case .lap:
                let now = read(bank)
                readings.append(now)
                let delta = SensorDelta(over: lap + [now], energyAbsence: bank.energyAbsence)
                account.withLock { $0 = delta }
                lap = [now]
            case .end:
                readings.append(read(bank))
                isWatching = false
                let delta = SensorDelta(over: readings, energyAbsence: bank.energyAbsence)
                account.withLock { $0 = delta }
            case .quit:
                answered.signal()
                return
            case .none: continue
            }
            answered.signal()
        }
    }
}
