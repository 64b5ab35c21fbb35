// Where CIFAR-10 is on this machine, and what training uses where it is not.
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
}
