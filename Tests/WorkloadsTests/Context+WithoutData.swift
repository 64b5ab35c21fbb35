// A context for what needs neither data set nor photos.

import Workloads

extension Context {
    convenience init(withoutDataOn surroundings: Surroundings, seed: UInt64 = 1) {
        self.init(
            surroundings: surroundings, seed: seed, openDataset: { () throws(WorkloadError) in throw .unavailable("no data set here") },
            openPhotos: { _, _ throws(WorkloadError) in throw .unavailable("no photos here") })
    }
}
