// Photos in two folders, `cats/` and `dogs/`.
// Leaves to others: inspecting them (PhotoSet+Opening), which are held out (HeldOut).

package enum CatsDogs {
    package static let name = "cats-dogs"
    package static let classNames = ["cats", "dogs"]
    /// One photo in four is for the test.
    package static let parts = 4

    /// The first of the directories that holds both folders, itself or in `cats-dogs`; their photos are not read.
    package static func locate(in directories: [String]) -> String? {
        directories.lazy.compactMap(root).first
    }

    /// Every photo by name; none of them has been looked at. Throws where the folders are not there or one has no photo.
    static func list(_ directory: String) throws(DatasetError) -> (root: String, photos: [Photo]) {
        if kind(of: directory) == .absent { throw .missingDirectory(directory) }
        guard let root = root(directory) else { throw .notCatsDogs(directory) }
        var photos: [Photo] = []
        for (label, folder) in classNames.enumerated() {
            let names = try photoNames(in: root + "/" + folder)
            if names.isEmpty { throw .noPhotos(root + "/" + folder) }
            photos += names.map { Photo(name: folder + "/" + $0, label: UInt8(label)) }
        }
        return (root, photos)
    }

    private static func root(_ directory: String) -> String? {
        [directory, directory + "/" + name].first { candidate in
            classNames.allSatisfy { kind(of: candidate + "/" + $0) == .directory }
        }
    }
}
