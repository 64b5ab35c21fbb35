// Opening a set of photos in a folder: what it consists of, its digests, and which photos cannot be used.
// Leaves to others: the layouts (CatsDogs, Pets), a report of every class (PhotoSetReport).

import Digests

extension PhotoSet {
    /// Photos in `cats/` and `dogs/` of a directory, one in four for the test.
    package static func openCatsDogs(
        _ directory: String, threads: WorkThreads, decoding: Bool = false
    ) throws(DatasetError) -> PhotoSet {
        let (root, photos) = try CatsDogs.list(directory)
        let (training, test) = HeldOut.choose(photos, parts: CatsDogs.parts)
        return try inspected(
            CatsDogs.name, root, CatsDogs.classNames, training: training, test: test, decoding: decoding, threads: threads)
    }

    /// The Oxford-IIIT Pet photos of a directory by their breeds, one in five for the test.
    package static func openPets(_ directory: String, threads: WorkThreads, decoding: Bool = false) throws(DatasetError) -> PhotoSet {
        let (root, photos) = try Pets.list(directory)
        let (training, test) = HeldOut.choose(photos, parts: Pets.parts)
        if training.isEmpty || test.isEmpty { throw .noPhotos(root + "/images") }
        return try inspected(Pets.name, root, Pets.breeds, training: training, test: test, decoding: decoding, threads: threads)
    }

    /// Names of classes without a photo in one of the parts.
    package var missingClasses: [String] {
        let training = classCounts(training), test = classCounts(test)
        return classNames.indices.filter { training[$0] == 0 || test[$0] == 0 }.map { classNames[$0] }
    }

    private static func inspected(
        _ name: String, _ root: String, _ classNames: [String], training: [Photo], test: [Photo], decoding: Bool, threads: WorkThreads
    ) throws(DatasetError) -> PhotoSet {
        var faults = PhotoFaults()
        var parts: [(kept: [Photo], digest: String)] = []
        for part in [training, test] {
            let found = PhotoInspection.of(part, in: root, decoding: decoding, threads: threads)
            var kept: [Photo] = []
            var listing = SHA256()
            for (photo, inspection) in zip(part, found) {
                // The lines of `sha256sum`, so that the digest can be had without this program.
                Array("\(inspection.digest)  \(photo.name)\n".utf8).withUnsafeBytes { listing.update($0) }
                if let fault = inspection.fault { faults.add(fault, of: photo.name) } else { kept.append(photo) }
                if inspection.isDamaged { faults.addDamaged(photo.name) }
            }
            // A class of which nothing is left could not be learnt, or not be judged.
            let left = Set(kept.map(\.label))
            if let lost = part.first(where: { !left.contains($0.label) }) { throw .noPhotos(root + "/" + lost.name.prefix { $0 != "/" }) }
            parts.append((kept, listing.finished()))
        }
        let identity = DatasetIdentity(
            name: name, trainDigest: parts[0].digest, testDigest: parts[1].digest, trainIsOriginal: nil, testIsOriginal: nil,
            synthetic: false)
        return PhotoSet(
            identity: identity, classNames: classNames, origin: .folder(root), training: parts[0].kept, test: parts[1].kept, faults: faults)
    }
}
