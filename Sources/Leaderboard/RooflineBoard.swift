// One team of one machine on its own measured roofs: what kernels, layers and steps reach, and what they could.
// Leaves to others: making it from a record (RooflineBoard+Record), one point's arithmetic (RooflinePoint), drawing (Pages), printing (mettle).

package struct RooflineBoard: Sendable, Equatable {
    package var runId: String
    package var machine: String
    package var label: String
    package var device: BoardRow.DeviceKind
    package var provider: String?
    package var threads: Int
    package var instructionSet: String?
    package var arithmetic: [ArithmeticRoof]
    /// Fastest first: L1, L2, …, memory.
    package var memory: [MemoryRoof]
    /// In the order of the record; layers after the training that they belong to.
    package var points: [RooflinePoint]
    package var isHighlighted: Bool
    /// Machines whose roofs the records hold and the page does not draw.
    package var omittedMachineCount: Int

    /// Points that operations and bytes are known of: those with a place in the drawing.
    package var drawnPoints: [RooflinePoint] { points.filter { $0.intensity != nil && $0.leastSeconds != nil } }

    /// What a drawing shows: of each network one point a shape of layer, its passes together; whole steps; of each kernel and precision the point that
    /// comes nearest to what it could. Convolutions by themselves stay out where layers are in.
    package var marks: [RooflinePoint] {
        var order: [String] = []
        var shapes: [String: [RooflinePoint]] = [:]
        var single: [RooflinePoint] = []
        var kernels: [String: Int] = [:]
        for point in drawnPoints {
            switch point.subject {
            case .layer(let layer):
                let key = point.group + " " + layer.shape
                if shapes[key] == nil { order.append(key) }
                shapes[key, default: []].append(point)
            case .step: single.append(point)
            case .kernel:
                let key = "\(point.group) \(point.precision ?? "")"
                if let place = kernels[key] {
                    if (point.fraction ?? 0) > (single[place].fraction ?? 0) { single[place] = point }
                } else {
                    kernels[key] = single.count
                    single.append(point)
                }
            }
        }
        if !order.isEmpty { single.removeAll { $0.group == "conv2d" } }
        return order.compactMap { RooflinePoint.merged(shapes[$0] ?? []) } + single
    }
}

/// Operations a second that nothing of a precision exceeds.
package struct ArithmeticRoof: Sendable, Equatable {
    package var precision: String
    package var operationsPerSecond: Double
    /// `peak/fma`.
    package var benchmark: String
}

/// Bytes a second between the processor and a level of the hierarchy.
package struct MemoryRoof: Sendable, Equatable {
    /// `L1`, `L2`, `L3`, `memory`.
    package var name: String
    package var bytesPerSecond: Double
    /// What the team's caches of the level hold together; nil for memory.
    package var capacityBytes: Double?
    /// The measured configuration: `read, ordinary, 32 KiB`.
    package var title: String
}
