// Samples read and written without Codable's containers, those of one length of batch together.
// Leaves to others: everything else, which is few and goes the usual way (JSONCoder).

import Measurement

/// Timed batches that follow each other and hold equally many iterations: what a record holds of them.
private struct SampleRun: Decodable {
    var iterations: Int
    var nanoseconds: [UInt64]
}

/// Samples are nearly all that a record holds: an object for each made a record four times as long, and reading one took seconds.
extension Array: JSONDirect where Element == Sample {
    init(json: JSONValue, at trail: JSONTrail) throws {
        guard case .array(let runs) = json else { throw JSONNode(json, at: trail).mismatch("a list") }
        self = []
        for (index, run) in runs.enumerated() {
            if append(run) { continue }
            // Slowly, for its errors.
            let node = JSONNode(run, at: .index(index, parent: trail))
            let read: SampleRun = try node.readByContainers()
            guard !read.nanoseconds.isEmpty else { throw JSONError(.invalid("a run of samples is empty"), path: node.trail.path) }
            self += read.nanoseconds.map { Sample(iterations: read.iterations, nanoseconds: $0) }
        }
    }

    /// Appends a run in the order in which it is written; false, with nothing appended, where it is another thing. A number of nanoseconds
    /// that is no list is a run of one: the first records were written so.
    private mutating func append(_ run: JSONValue) -> Bool {
        guard case .object(let object) = run, object.members.count == 2, object.members[0].key == "iterations",
            object.members[1].key == "nanoseconds", case .integer(let iterations) = object.members[0].value
        else { return false }
        switch object.members[1].value {
        case .integer(let nanoseconds) where nanoseconds >= 0:
            append(Sample(iterations: Int(iterations), nanoseconds: UInt64(nanoseconds)))
        case .array(let times) where !times.isEmpty:
            let start = count
            reserveCapacity(start + times.count)
            for time in times {
                guard case .integer(let nanoseconds) = time, nanoseconds >= 0 else {
                    removeSubrange(start...)
                    return false
                }
                append(Sample(iterations: Int(iterations), nanoseconds: UInt64(nanoseconds)))
            }
        default: return false
        }
        return true
    }

    var json: JSONValue {
        var runs: [JSONValue] = []
        var start = startIndex
        while start < endIndex {
            let iterations = self[start].iterations
            let end = self[start...].firstIndex { $0.iterations != iterations } ?? endIndex
            let times = self[start..<end].map { JSONValue($0.nanoseconds) }
            let members = [
                JSONObject.Member(key: "iterations", value: .integer(Int64(iterations))),
                JSONObject.Member(key: "nanoseconds", value: .array(times)),
            ]
            runs.append(.object(JSONObject(members)))
            start = end
        }
        return .array(runs)
    }

    /// Where a sample stands in a file, for errors: the run of batches of equal length, and the place in it.
    func placeInRuns(of index: Int) -> (run: Int, place: Int) {
        var (run, start) = (0, 0)
        for next in indices.dropFirst() where next <= index && self[next].iterations != self[next - 1].iterations {
            (run, start) = (run + 1, next)
        }
        return (run, index - start)
    }
}
