// One kernel, layer or step against the roofs: intensity, attained, attainable, the share of it, and what bounds it.
// Leaves to others: which points and roofs there are (RooflineBoard+Record), words and digits (Pages, mettle).

import Measurement

/// What a point is of.
package enum RooflineSubject: Sendable, Equatable {
    case kernel
    case layer(RooflineLayer)
    /// A whole training step.
    case step
}

package struct RooflineLayer: Sendable, Equatable {
    package var index: Int
    /// `conv 64→64@32+bn+relu`.
    package var name: String
    /// Layers that this stands for, where several are together.
    package var count = 1

    package init(index: Int, name: String) {
        self.index = index
        self.name = name
    }

    /// What multiplies in it, without what is fused: `64→64@32`, `dense 512→10`, `pool`.
    package var shape: String {
        let first = name.prefix { $0 != "+" }
        return String(first.hasPrefix("conv ") ? first.dropFirst("conv ".count) : first)
    }
}

package enum RooflineBound: Sendable, Equatable {
    case arithmetic
    /// The level's name.
    case memory(String)
}

/// Why a figure stands above its roof.
package enum RooflineRemark: Sendable, Equatable {
    /// Useful operations pass the arithmetic roof `times`, since the algorithm executes fewer; those it executes do not.
    case savesOperations(times: Double)
    /// The same, in a record that does not say how many were executed.
    case executedNotRecorded(times: Double)
    /// What was executed stands above its roof: the roof was measured in a slower moment, or its level of the hierarchy is not the one that served.
    case aboveRoof(times: Double)

    /// Beyond this, noise is no explanation.
    static let tolerance = 1.05
}

/// Time and work of one iteration, and the least time that the roofs allow.
///
/// The least time is the larger of executed operations ÷ the precision's peak and bytes ÷ the bandwidth of the fastest level that holds them all. Attainable
/// is the work in that time, so that the share is the least time over the measured one, whatever bounds the point.
package struct RooflinePoint: Sendable, Equatable {
    package var subject: RooflineSubject
    /// The benchmark that it belongs to: `gemm`, `vgg16-bn/train`.
    package var group: String
    /// Within its group: `n 1024, nn`, or the layer's name; without precision, team and pass.
    package var title: String
    /// `forward`, `backward_data`, `backward_weights`; nil where there is none, or several are together.
    package var pass: String?
    package var precision: String?
    package var seconds: Double
    /// Useful ones, by the direct count; 0 for what only moves bytes.
    package var operations: Double
    /// Those executed; nil where they are the useful ones, or where nobody recorded them.
    package var executedOperations: Double?
    /// The least that must move; nil where it is not recorded.
    package var bytes: Double?
    /// Seconds at the arithmetic roof; nil where the precision has none.
    package var arithmeticSeconds: Double?
    /// Seconds at the bandwidth of `level`; nil where bytes or bandwidths are not known.
    package var memorySeconds: Double?
    package var level: String?
    /// nil where a roof that could bound it is not known.
    package var leastSeconds: Double?
    /// nil with `leastSeconds`.
    package var bound: RooflineBound?

    /// Operations that count against the roof.
    package var effective: Double { executedOperations ?? operations }
    /// Executed operations a byte; nil where bytes or operations are not known.
    package var intensity: Double? { bytes.flatMap { $0 > 0 && effective > 0 ? effective / $0 : nil } }
    package var usefulIntensity: Double? { bytes.flatMap { $0 > 0 && operations > 0 ? operations / $0 : nil } }
    package var usefulPerSecond: Double { operations / seconds }
    package var executedPerSecond: Double { effective / seconds }
    package var bytesPerSecond: Double? { bytes.map { $0 / seconds } }
    /// In executed operations a second.
    package var attainablePerSecond: Double? { leastSeconds.map { effective / $0 } }
    package var attainableBytesPerSecond: Double? { leastSeconds.flatMap { least in bytes.map { $0 / least } } }
    /// Of the attainable.
    package var fraction: Double? { leastSeconds.map { $0 / seconds } }

    package var remark: RooflineRemark? {
        if let fraction, fraction > RooflineRemark.tolerance {
            return executedOperations == nil && convolves ? .executedNotRecorded(times: fraction) : .aboveRoof(times: fraction)
        }
        guard let times = usefulTimesRoof, times > RooflineRemark.tolerance else { return nil }
        return .savesOperations(times: times)
    }

    /// Whether an algorithm may have saved operations: records that are older than their count do not say.
    private var convolves: Bool { subject != .kernel || group == "conv2d" || group.hasSuffix("/infer") }

    /// Useful operations a second over the arithmetic roof.
    private var usefulTimesRoof: Double? {
        guard let arithmeticSeconds, effective > 0 else { return nil }
        return operations / effective * arithmeticSeconds / seconds
    }
}

extension RooflinePoint {
    /// Places work that took `seconds` on the roofs.
    init(
        _ subject: RooflineSubject, of configuration: Configuration, title: String, pass: String? = nil, seconds: Double, work: Work,
        on roofs: Roofs
    ) {
        self.subject = subject
        group = configuration.benchmark
        self.title = title
        self.pass = pass
        precision = configuration.precision
        self.seconds = seconds
        operations = work.operations
        executedOperations = work.executedOperations
        bytes = work.bytes > 0 ? work.bytes : nil
        arithmeticSeconds = effective > 0 ? roofs.peak(configuration.arithmeticPrecision).map { effective / $0.operationsPerSecond } : 0
        if let bytes, let roof = roofs.level(holding: bytes) {
            memorySeconds = bytes / roof.bytesPerSecond
            level = roof.name
        }
        guard let arithmeticSeconds, arithmeticSeconds > 0 || memorySeconds != nil else { return }
        let moving = memorySeconds ?? 0
        leastSeconds = max(arithmeticSeconds, moving)
        bound = moving > arithmeticSeconds ? .memory(level ?? "") : .arithmetic
    }

    /// Several passes and layers as one: sums of times and work; bound by what bounds most of the least time. Nil for none.
    static func merged(_ points: [RooflinePoint]) -> RooflinePoint? {
        guard var sum = points.first, points.count > 1 else { return points.first }
        func total(_ value: (RooflinePoint) -> Double?) -> Double? {
            points.reduce(0) { partial, point in partial.flatMap { sum in value(point).map { sum + $0 } } }
        }
        let effective = points.reduce(0) { $0 + $1.effective }
        sum.pass = nil
        sum.seconds = points.reduce(0) { $0 + $1.seconds }
        sum.operations = points.reduce(0) { $0 + $1.operations }
        sum.executedOperations = points.contains { $0.executedOperations != nil } ? effective : nil
        sum.bytes = total(\.bytes)
        sum.arithmeticSeconds = total(\.arithmeticSeconds)
        sum.memorySeconds = total(\.memorySeconds)
        sum.leastSeconds = total(\.leastSeconds)
        sum.bound = points.max { ($0.boundSeconds(in: points)) < ($1.boundSeconds(in: points)) }?.bound
        if case .layer(var layer) = sum.subject {
            layer.count = Set(points.compactMap(\.layerIndex)).count
            sum.subject = .layer(layer)
            sum.title = layer.shape
        }
        return sum
    }

    private var layerIndex: Int? { if case .layer(let layer) = subject { layer.index } else { nil } }

    /// Least time of all points that the same roof bounds.
    private func boundSeconds(in points: [RooflinePoint]) -> Double {
        points.filter { $0.bound == bound }.reduce(0) { $0 + ($1.leastSeconds ?? 0) }
    }
}
