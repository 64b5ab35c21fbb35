// Every benchmark, as the list that a reviewer can read. A new one is a file and a line here.
// Leaves to others: which of them a suite runs (Profiles/suites).

import Networks

package enum Catalogue {
    package static let all: [any Benchmark] =
        [
            PeakBenchmark(),
            BandwidthBenchmark(),
            LatencyBenchmark(),
            GemmBenchmark(),
            ConvolutionBenchmark(),
            ForkJoinBenchmark(),
        ] + Network.all.map { InferenceBenchmark($0) } + Network.all.map { TrainingBenchmark($0) }
}
