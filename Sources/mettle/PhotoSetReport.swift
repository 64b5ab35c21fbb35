// What `mettle data check` says of a set of photos.
// Leaves to others: looking at every photo (Datasets), which folder it is (DataCommand).

import CommandLine
import Datasets

struct PhotoSetReport {
    private let set: PhotoSet
    private let console: Console

    init(_ set: PhotoSet, _ console: Console) {
        self.set = set
        self.console = console
    }

    func print() {
        guard case .folder(let root) = set.origin else { return }
        console.print("\(root): \(set.identity.name), \(set.photos.count) photos, all decoded")
        part("train", set.training, set.identity.trainDigest)
        part("test", set.test, set.identity.testDigest)
        let missing = set.missingClasses
        if !missing.isEmpty {
            console.paragraph(
                "\(missing.count) of \(set.classNames.count) classes have no photos in both parts: trainings on them use synthetic photos, and "
                    + "refuse the folder where --data names it.")
        }
        if !set.faults.damaged.isEmpty {
            console.paragraph("\(set.faults.damaged.count) are damaged and are used as far as they can be decoded.")
        }
        let names = set.faults.names
        if names.isEmpty { return }
        console.paragraph("\(names.count) cannot be decoded and are left out:")
        for name in names { console.print("  \(name)  \(set.faults.undecodable[name]?.description ?? "")") }
    }

    private func part(_ name: String, _ photos: ArraySlice<Photo>, _ digest: String) {
        let counts = set.classCounts(photos).filter { $0 > 0 }
        let range = counts.min() == counts.max() ? "\(counts.min() ?? 0)" : "\(counts.min() ?? 0) to \(counts.max() ?? 0)"
        console.print("  \(name)  \(photos.count) photos of \(counts.count) classes, \(range) each, sha256 of sha256sum's lines \(digest)")
    }
}
