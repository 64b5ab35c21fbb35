// Where data sets are on this machine, and what training uses where they are not.
// Leaves to others: which folders are searched (Client.DataLocations), reading (Datasets).

import Client
import Datasets
import FoundationEssentials
import Workloads

struct DataLocator {
    let locations: DataLocations
    /// Whether `--data` or METTLE_DATA named the folder: a named one that is not there is an error, not a reason to go on without.
    let isNamed: Bool

    init(given: String?) {
        let environment = ProcessInfo.processInfo.environment
        locations = DataLocations(option: given, environment: environment)
        isNamed = given != nil || environment["METTLE_DATA"]?.isEmpty == false
    }

    /// The folder that holds CIFAR-10; nil where none of those searched does.
    var cifar10: String? { CIFAR10.locate(in: locations.searched) }

    /// The folder that holds a set of photos; nil where none of those searched does.
    func folder(of photos: PhotoCollection) -> String? {
        switch photos {
        case .catsDogs: CatsDogs.locate(in: locations.searched)
        case .pets: Pets.locate(in: locations.searched)
        }
    }

    /// The real data set, or the synthetic one where it is not here. Throws where what is here is damaged, or where a named folder has none.
    func open(seed: UInt64) throws(WorkloadError) -> Dataset {
        do throws(DatasetError) {
            if let cifar10 { return try CIFAR10.load(cifar10) }
            if isNamed { return try CIFAR10.load(locations.searched[0]) }
        } catch {
            throw .unavailable(error.description)
        }
        return SyntheticImages.make(seed: seed)
    }

    /// The real photos, or synthetic ones where they are not here or lack some of their classes. Throws where what is here is damaged, or where a
    /// named folder does not exist or holds a part of the classes: one that holds other data sets is no mistake.
    func open(_ collection: PhotoCollection, seed: UInt64, threads: WorkThreads) throws(WorkloadError) -> PhotoSet {
        do throws(DatasetError) {
            if let folder = folder(of: collection) {
                return try collection.openWhole(folder, isNamed: isNamed, seed: seed, threads: threads)
            } else if isNamed, !FileManager.default.fileExists(atPath: locations.searched[0]) {
                throw .missingDirectory(locations.searched[0])
            }
        } catch {
            throw .unavailable(error.description)
        }
        return SyntheticPhotos.make(collection.synthetic, seed: seed, threads: threads)
    }
}
