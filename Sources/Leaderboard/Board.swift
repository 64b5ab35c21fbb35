// The leaderboard as values: every workload's ranking, the kernels' bars and the curves, and what the page says about itself.
// Leaves to others: making it from records (Board+Making), and every form in which it is shown (Pages).

package struct Board: Sendable, Equatable {
    package struct Options: Sendable, Equatable {
        /// The board's only clock, `2026-11-21`; nil takes the newest date in the input.
        package var asOf: String?
        /// The run that was just made: its rows are marked `this machine`.
        package var highlight: String?
        /// Workloads that are offered in this order, also where no record has run them.
        package var workloads: [String]
        /// At most so many rows of a ranking are kept, the best ones.
        package var rowLimit: Int

        package init(
            asOf: String? = nil, highlight: String? = nil,
            workloads: [String] = ["cloud-check/train", "vgg16-bn/train", "vgg16/train"], rowLimit: Int = 1000
        ) {
            self.asOf = asOf
            self.highlight = highlight
            self.workloads = workloads
            self.rowLimit = rowLimit
        }
    }

    package var asOf: String
    package var recordCount: Int
    /// Price sheets that were given, whether or not a record needed one.
    package var sheetCount: Int
    package var highlight: String?
    package var workloads: [WorkloadBoard]
    /// Workloads of the options that no record has run.
    package var missingWorkloads: [String]
    package var kernels: [KernelBoard]
    package var curves: [CurveBoard]
    package var rooflines: [RooflineBoard]
    package var scalings: [ScalingBoard]
    package var courses: [CourseBoard]

    package init(
        asOf: String, recordCount: Int, sheetCount: Int, highlight: String? = nil, workloads: [WorkloadBoard] = [],
        missingWorkloads: [String] = [], kernels: [KernelBoard] = [], curves: [CurveBoard] = [],
        rooflines: [RooflineBoard] = [], scalings: [ScalingBoard] = [], courses: [CourseBoard] = []
    ) {
        self.asOf = asOf
        self.recordCount = recordCount
        self.sheetCount = sheetCount
        self.highlight = highlight
        self.workloads = workloads
        self.missingWorkloads = missingWorkloads
        self.kernels = kernels
        self.curves = curves
        self.rooflines = rooflines
        self.scalings = scalings
        self.courses = courses
    }
}
