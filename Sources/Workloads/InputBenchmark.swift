// `input/jpeg`: photographs from their files to a network's input, as images per second.
// Leaves to others: decoding and resizing (Datasets), batches ahead of a training (PhotoLoader).

import CPU
import Datasets
package import Measurement
import Synchronization

package struct InputBenchmark: Benchmark {
    /// Photos of one iteration: the first of the set by name.
    package static let photos = 256

    package init() {}

    package var id: String { "input/jpeg" }
    package var summary: String { "photographs read, decoded, brought to size and normalised: cats and dogs, or synthetic ones" }
    package func metric(of configuration: Configuration) -> Metric { .itemsPerSecond }
    package var canContend: Bool { false }
    package var parameters: [ParameterDeclaration] {
        [
            ParameterDeclaration("pixels", help: "side of the square that a photo becomes", defaults: ["224"]),
            ParameterDeclaration("photos", help: "cats-dogs or oxford-iiit-pet", defaults: [PhotoCollection.catsDogs.rawValue]),
        ]
    }

    package func expand(parameter: String, value: String, in surroundings: Surroundings) throws(WorkloadError) -> [String] {
        switch parameter {
        case "pixels":
            guard let side = Int(value), (8...1024).contains(side) else {
                throw .badConfiguration("is no number of pixels from 8 to 1024.")
            }
            return [String(side)]
        default:
            guard PhotoCollection(rawValue: value) != nil else {
                throw .badConfiguration("is none of \(PhotoCollection.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            return [value]
        }
    }

    package func obstacle(to configuration: Configuration, in surroundings: Surroundings) -> String? {
        let side = configuration[name: "pixels"].flatMap { Int($0) } ?? 0
        let needed = Self.photos * 3 * side * side * MemoryLayout<Float>.stride
        guard surroundings.availableBytes > 0, needed > surroundings.availableBytes else { return nil }
        return WorkloadError.doesNotFit(needed: needed, available: surroundings.availableBytes).sentence
    }

    package func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        guard let side = configuration[name: "pixels"].flatMap({ Int($0) }),
            let collection = configuration[name: "photos"].flatMap(PhotoCollection.init(rawValue:))
        else { throw .badConfiguration("input/jpeg needs pixels and photos.") }
        return .kernel(try InputWorkload(try context.photos(collection), side: side, team: context.team(configuration.threads)))
    }
}

/// The first photos of a set, again and again, each into its own place of one large batch.
final class InputWorkload: Workload {
    let work: Work
    let dataset: DatasetIdentity?
    let photoFaults: PhotoFaults
    private let set: PhotoSet
    private let photos: [Photo]
    private let side: Int
    private let team: WorkerTeam
    private let pipelines: [PhotoPipeline]
    private let images: AlignedBuffer<Float>
    private let failures = Atomic(0)

    init(_ set: PhotoSet, side: Int, team: WorkerTeam) throws(WorkloadError) {
        self.set = set
        self.side = side
        self.team = team
        dataset = set.identity
        // The order of names, as other programs list a folder.
        let sorted = set.photos.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        let pipelines = (0..<team.count).map { _ in PhotoPipeline() }
        var photos: [Photo] = [], faults = set.faults
        var bytes = 0
        let values = 3 * side * side
        let trial = BatchBuffer(batch: 1, valuesPerImage: values)
        for photo in sorted where photos.count < InputBenchmark.photos {
            do throws(PhotoFault) {
                bytes += try Self.squeeze(photo, of: set, side: side, pipelines[0], into: trial.images)
                photos.append(photo)
            } catch {
                // It would stop early and count as fast.
                faults.add(error, of: photo.name)
            }
        }
        if photos.isEmpty {
            throw .unavailable("None of the photos of \(set.identity.name) can be decoded: `mettle data check` says why.")
        }
        self.pipelines = pipelines
        self.photos = photos
        photoFaults = faults
        do throws(CPUError) { images = try AlignedBuffer(count: photos.count * values) } catch { throw WorkloadError(error) }
        for i in 0..<images.count { images.pointer[i] = 0 }
        work = Work(
            bytesRead: Double(bytes), bytesWritten: Double(images.count * MemoryLayout<Float>.stride), operations: 0,
            items: Double(photos.count))
    }

    /// Bytes of the file.
    private static func squeeze(
        _ photo: Photo, of set: PhotoSet, side: Int, _ pipeline: PhotoPipeline, into target: UnsafeMutablePointer<Float>
    ) throws(PhotoFault) -> Int {
        try set.withBytes(of: photo, pipeline.file) { bytes throws(PhotoFault) in
            try pipeline.squeeze(bytes, side: side, .imageNet, into: target)
            return bytes.count
        }
    }

    func run(iterations: Int) {
        let values = 3 * side * side
        for _ in 0..<iterations {
            team.run { thread, _ in
                while let claimed = team.claim(photos.count) {
                    for photo in claimed {
                        do throws(PhotoFault) {
                            _ = try Self.squeeze(
                                photos[photo], of: set, side: side, pipelines[thread], into: images.pointer + photo * values)
                        } catch {
                            failures.wrappingAdd(1, ordering: .relaxed)
                        }
                    }
                }
            }
        }
    }

    /// A smooth picture of known values, written as JPEG and brought back at the size that is measured, against the definition of the resize in
    /// Double: what differs is JPEG's loss. Photos that could be decoded before and not while timed are wrong, too.
    func verify() -> Verification {
        guard failures.load(ordering: .relaxed) == 0 else { return Verification(relativeError: .infinity, tolerance: 0.02) }
        return Verification(relativeError: InputCheck.error(side: side, pipelines[0]), tolerance: 0.02)
    }

    var observedThreads: Int? { team.distinctThreadCount }
    var caveats: [Caveat] { self.set.standInReason.map { [Caveat(kind: .syntheticData, sentence: $0)] } ?? [] }
}
