// The roofs that a run has measured so far, and how much of one a later configuration reaches.
// Leaves to others: which roof a benchmark is held against (Benchmark.roof), measuring (Runner).

package import Measurement
package import Records
import Workloads

/// `peak/fma` in operations per second, `memory/bandwidth` in bytes per second for each working set.
package struct MeasuredRoofs {
    private struct Roof {
        var configuration: Configuration
        var value: Double
        /// Of a bandwidth.
        var workingSetBytes: Double?
        var writes = true
    }

    private var roofs: [Roof] = []

    package init() {}

    /// Remembers a measurement that is a roof; others are ignored.
    package mutating func note(_ measurement: MeasuredConfiguration) {
        guard measurement.outcome.isCompleted, measurement.configuration.course == nil, measurement.roof == nil,
            let value = measurement.value, value > 0
        else { return }
        let configuration = measurement.configuration
        switch measurement.metric {
        case .operationsPerSecond: roofs.append(Roof(configuration: configuration, value: value))
        case .bytesPerSecond:
            guard let bytes = configuration[name: "size"].flatMap(ByteCount.parse) else { return }
            roofs.append(
                Roof(
                    configuration: configuration, value: value, workingSetBytes: Double(bytes),
                    writes: configuration[name: "kernel"] != "read"))
        case .integerOperationsPerSecond, .busBytesPerSecond, .itemsPerSecond, .secondsPerItem, .seconds: return
        }
    }

    /// The one of these roofs (a benchmark's id each, with the same threads and instruction set) of which one iteration of `work` in `seconds`
    /// reaches the largest share: the one that binds it.
    ///
    /// Arithmetic is held against `precision`, the one that the workload computes in
    /// (`Benchmark.roofPrecision`); nil: the configuration's own. Bytes are held against the best bandwidth of a like kernel (one that writes, for what
    /// writes) at the working set nearest to the workload's among those that are at least half as large: half a cache stands for the cache.
    package func entry(
        _ ids: [String], for configuration: Configuration, precision: String? = nil, work: Work, workingSetBytes: Int? = nil,
        seconds: Double
    ) -> RoofEntry? {
        guard seconds > 0 else { return nil }
        return ids.compactMap { id in
            let alike = roofs.filter {
                $0.configuration.benchmark == id && $0.configuration.threads == configuration.threads
                    && (configuration.engine != nil || $0.configuration.instructionSet == configuration.instructionSet)
                    && $0.configuration.device == configuration.device
            }
            let bandwidths = alike.filter { $0.workingSetBytes != nil }, isBandwidth = !bandwidths.isEmpty
            let match =
                isBandwidth
                ? Self.bandwidth(
                    bandwidths, near: workingSetBytes.map(Double.init) ?? work.bytes, writes: work.bytesWritten > work.bytesRead / 8)
                // Another engine does not say which instructions it uses: its roof is the highest.
                : alike.filter { $0.configuration.precision == precision ?? configuration.precision }.max {
                    configuration.engine != nil && $0.value < $1.value
                }
            let attained = (isBandwidth ? work.bytes : work.operations) / seconds
            guard let match, attained > 0 else { return nil }
            return RoofEntry(against: match.configuration.identifier, fraction: attained / match.value)
        }.max { $0.fraction < $1.fraction }
    }

    private static func bandwidth(_ roofs: [Roof], near bytes: Double, writes: Bool) -> Roof? {
        let like = roofs.filter { $0.writes == writes }, candidates = like.isEmpty ? roofs : like
        let sizes = Set(candidates.compactMap(\.workingSetBytes))
        let fitting = sizes.filter { $0 >= bytes / 2 }
        // Of two sizes as far away, the larger: its bandwidth is the lower one, and the set is sure not to fit into the smaller's cache.
        let size = fitting.min { (max($0 / bytes, bytes / $0), -$0) < (max($1 / bytes, bytes / $1), -$1) } ?? sizes.max()
        return candidates.filter { $0.workingSetBytes == size }.max { $0.value < $1.value }
    }
}
