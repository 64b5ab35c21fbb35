// Every benchmark, as the list that a reviewer can read. A new one is a file and a line here.
// Leaves to others: which of them a suite runs (Profiles/suites).

package import Measurement
import Networks

package enum Catalogue {
    package static let all: [any Benchmark] =
        [
            PeakBenchmark(),
            BandwidthBenchmark(),
            LatencyBenchmark(),
            GemmBenchmark(),
            ConvolutionBenchmark(),
            ElementwiseBenchmark(),
            ReduceBenchmark(),
            SoftmaxBenchmark(),
            BatchNormBenchmark(),
            AllReduceBenchmark(),
            SparseBenchmark(),
            FourierBenchmark(),
            LSTMBenchmark(),
            ForkJoinBenchmark(),
            InputBenchmark(),
            RoboJamBenchmark(),
            GeneratorBenchmark(),
            TransformerTrainingBenchmark(),
            TransformerGenerationBenchmark(),
            StorageReadBenchmark(),
            NetworkBenchmark(.loopback),
            NetworkBenchmark(.peer),
        ] + (Network.all + Network.ofPhotos).map { InferenceBenchmark($0) }
        + (Network.all + Network.ofPhotos + [Network.resnet34Pets.headOnly, Network.resnet50CatsDogs.headOnly]).map {
            TrainingBenchmark($0)
        }

    package static func benchmark(_ id: String) -> (any Benchmark)? { all.first { $0.id == id } }

    /// The quantity in which a configuration's figure is stated; seconds for a benchmark that this version does not have.
    package static func metric(of configuration: Configuration) -> Metric {
        benchmark(configuration.benchmark)?.metric(of: configuration) ?? .seconds
    }
}
