// A set of photos: which there are, their classes, and which of them train and which test.
// Leaves to others: finding them on a disk (CatsDogs, Pets), inspecting them (PhotoSet+Opening), making them (SyntheticPhotos).

/// One photo, not decoded.
package struct Photo: Sendable, Hashable {
    /// Within the data set: `cats/cat.1.jpg`.
    package var name: String
    package var label: UInt8
    /// Where its bytes are, in a set that is in memory.
    package var place = 0

    package init(name: String, label: UInt8, place: Int = 0) {
        self.name = name
        self.label = label
        self.place = place
    }
}

package struct PhotoSet: Sendable {
    /// Where the photos' bytes are.
    package enum Origin: Sendable {
        case folder(String)
        case memory([[UInt8]])
    }

    package let identity: DatasetIdentity
    package let classNames: [String]
    package let origin: Origin
    /// Training photos first, in the order of their names within each part; photos that no decoder can read are not among them.
    package let photos: [Photo]
    package let trainingCount: Int
    /// What was left out when the set was opened.
    package let faults: PhotoFaults
    /// Of a synthetic set: why the real one, although here, is not used, in a sentence without its folder.
    package var standInReason: String?

    package init(
        identity: DatasetIdentity, classNames: [String], origin: Origin, training: [Photo], test: [Photo],
        faults: PhotoFaults = PhotoFaults()
    ) {
        precondition(!training.isEmpty && !test.isEmpty && (1...256).contains(classNames.count))
        self.identity = identity
        self.classNames = classNames
        self.origin = origin
        photos = training + test
        trainingCount = training.count
        self.faults = faults
    }

    package var testCount: Int { photos.count - trainingCount }
    package var training: ArraySlice<Photo> { photos[..<trainingCount] }
    package var test: ArraySlice<Photo> { photos[trainingCount...] }

    /// How many photos of each class a part has.
    package func classCounts(_ part: ArraySlice<Photo>) -> [Int] {
        part.reduce(into: [Int](repeating: 0, count: classNames.count)) { $0[Int($1.label)] += 1 }
    }

    /// Hands over a photo's bytes, read from its file or where they are.
    package func withBytes<Result>(
        of photo: Photo, _ file: PhotoBytes, _ body: (UnsafeRawBufferPointer) throws(PhotoFault) -> Result
    ) throws(PhotoFault) -> Result {
        switch origin {
        case .folder(let root): return try file.withFile(root + "/" + photo.name, body)
        case .memory(let files):
            // A closure's typed error does not pass through the array's method.
            var outcome: Swift.Result<Result, PhotoFault>?
            files[photo.place].withUnsafeBytes { bytes in
                do throws(PhotoFault) { outcome = .success(try body(bytes)) } catch { outcome = .failure(error) }
            }
            return try outcome!.get()
        }
    }
}
