// What courses found on one machine: speeds cold and warm, and instances beside each other against one alone.
// Leaves to others: making it from a record (CourseMaking), columns and digits (Pages, mettle).

package import Measurement

package struct CourseBoard: Sendable, Equatable {
    package var runId: String
    package var machine: String
    package var label: String
    package var device: BoardRow.DeviceKind
    package var provider: String?
    package var sustained: [SustainedLine]
    package var contended: [ContendedLine]
    package var isHighlighted: Bool
    /// Machines whose courses the records hold and the page does not show.
    package var omittedMachineCount: Int
}

/// One configuration that was repeated until the machine was warm. Figures are in the metric's SI unit.
package struct SustainedLine: Sendable, Equatable {
    /// What a sensor said in the beginning and in the end: the medians of the windows of five seconds, three windows at least.
    package struct Ends: Sendable, Equatable {
        package var first: Double
        package var last: Double

        package init(first: Double, last: Double) {
            self.first = first
            self.last = last
        }
    }

    /// A part of the run: its speed, and what the sensors said meanwhile.
    package struct Moment: Sendable, Equatable {
        /// The middle, since the run's first window began.
        package var seconds: Double
        package var value: Double
        package var megahertz: Double?
        package var celsius: Double?

        package init(seconds: Double, value: Double, megahertz: Double? = nil, celsius: Double? = nil) {
            self.seconds = seconds
            self.value = value
            self.megahertz = megahertz
            self.celsius = celsius
        }
    }

    package var benchmark: String
    /// `fp32, 2 threads`; without the course, and without the instruction set where there is one only.
    package var title: String
    package var metric: Metric
    /// That it was asked to last.
    package var seconds: Double
    /// In the first seconds.
    package var first: Double
    /// Once settled; of the last third where it had not.
    package var steady: Double
    /// 95 %.
    package var steadyInterval: Interval
    /// Half the interval's width over the median, of seconds.
    package var relativeHalfWidth: Double
    /// Speed once settled over that of the first seconds, less one: −0.15 where the machine became 15 % slower.
    package var change: Double
    /// Since the first window; nil where the speed had not settled.
    package var settledAfterSeconds: Double?
    /// A fraction of the settled speed, within which it had settled.
    package var tolerance: Double
    /// nil, as the temperature, where the machine does not tell.
    package var megahertz: Ends?
    package var celsius: Ends?
    package var throttleEvents: Int?
    /// The whole run in order, neighbouring windows together: `mostMoments` at most.
    package var moments: [Moment]
    package var grade: Grade?

    package static let mostMoments = 120
}

/// One configuration as single-threaded instances on all cores at once. Figures are in the metric's SI unit.
package struct ContendedLine: Sendable, Equatable {
    package struct Instance: Sendable, Equatable {
        package var processor: Int
        package var value: Double

        package init(processor: Int, value: Double) {
            self.processor = processor
            self.value = value
        }
    }

    package var benchmark: String
    /// `fp32, n 1024`; without threads, which are one an instance, the course, and an instruction set that all share.
    package var title: String
    package var metric: Metric
    /// One instance with the other cores at rest.
    package var alone: Double
    /// Each while all ran.
    package var instances: [Instance]
    /// All together; nil of a time, which does not add up.
    package var aggregate: Double?
    /// 95 %; nil with the aggregate.
    package var aggregateInterval: Interval?
    /// Half the width of the 95 % interval over the median, of seconds.
    package var relativeHalfWidth: Double
    /// Speed of an instance while all ran over that of one alone, as a mean over the instances: 1 is all that cores can give.
    package var efficiency: Double
    package var grade: Grade?

    /// The median of the instances.
    package var each: Double {
        let values = instances.map(\.value).sorted(), half = values.count / 2
        return values.count.isMultiple(of: 2) ? (values[half - 1] + values[half]) / 2 : values[half]
    }
    /// The least and the greatest figure of an instance.
    package var spread: Interval { Interval(lower: instances.map(\.value).min() ?? 0, upper: instances.map(\.value).max() ?? 0) }
}
