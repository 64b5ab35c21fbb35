// What a contended course adds to a configuration's result: each instance's samples while all ran, and those of one that ran alone.
// Leaves to others: their sum (Measurement.Contention), which is the configuration's samples.

package import Measurement

package struct ContentionEntry: Sendable, Equatable, Codable {
    package var alone: InstanceEntry
    /// One a core.
    package var instances: [InstanceEntry]

    package init(alone: InstanceEntry, instances: [InstanceEntry]) {
        self.alone = alone
        self.instances = instances
    }
}

package struct InstanceEntry: Sendable, Equatable, Codable {
    /// The processor that it was pinned to.
    package var processor: Int
    /// Of iterations of its own: an instance's share of the configuration's work.
    package var samples: [Sample]

    package init(processor: Int, samples: [Sample]) {
        self.processor = processor
        self.samples = samples
    }

    /// Nil where it has no samples.
    package var medianSeconds: Double? { samples.medianSeconds }
}

extension ContentionEntry {
    func collectProblems(_ check: inout RecordCheck, course: Course?) {
        check.require(
            course == .contended(instances: instances.count), "contention.instances",
            "\(instances.count) instances stand here, and the configuration says otherwise.")
        check.require(alone.isSound, "contention.alone", "the instance alone has samples that take time.")
        for (index, instance) in instances.enumerated() {
            check.require(
                instance.isSound, JSONPath("contention.instances").appending(index), "an instance has samples that take time.")
        }
    }
}

extension InstanceEntry {
    fileprivate var isSound: Bool { !samples.isEmpty && processor >= 0 && samples.allSatisfy { $0.iterations > 0 && $0.nanoseconds > 0 } }
}
