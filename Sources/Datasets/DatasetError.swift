// What can be wrong with a data set's files, and the sentence for each.
// Leaves to others: finding it out (CIFAR10+Reading), and exit codes.

/// Every case names the directory or file it is about. `description` is one sentence that ends with what to do.
package enum DatasetError: Error, Equatable {
    case missingDirectory(String)
    case notADirectory(String)
    /// The directory has none of the data set's files; `hint` says what it has instead, where that is known.
    case notCIFAR10(directory: String, hint: Hint?)
    case missingBatch(file: String, directory: String)
    case truncated(file: String, bytes: Int, expected: Int)
    case oversized(file: String, bytes: Int, expected: Int)
    /// The file is something else altogether.
    case otherContent(file: String, Hint)
    case label(file: String, record: Int, label: UInt8)
    case unreadable(file: String, errno: Int32)
    /// The directory has the layout of no data set.
    case noDataset(String)
    /// The directory has no two folders of photos.
    case notCatsDogs(String)
    case notPets(String)
    /// A folder that should hold photos has none that can be decoded.
    case noPhotos(String)
    /// Classes without a photo to train on or without one to test on.
    case missingClasses(folder: String, missing: [String], of: Int)
    case petList(file: String, line: Int, text: String)

    package enum Hint: String, Sendable, Equatable {
        case pythonVersion = "the Python version of CIFAR-10"
        case archive = "the archive, not yet unpacked"
        case gzip = "a gzip archive"
        case webPage = "a web page"
        case empty = "an empty file"
    }
}

extension DatasetError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missingDirectory(let path):
            "There is no directory \(path): name another with --data, or fetch a data set with `mettle data fetch cifar10` or "
                + "`mettle data fetch pets`."
        case .notADirectory(let path):
            "\(path) is a file: name the directory that holds CIFAR-10's data_batch_1.bin and its companions."
        case .notCIFAR10(let directory, let hint):
            "\(directory) holds no CIFAR-10 in its binary version\(hint.map { " but \($0.rawValue)" } ?? ""): "
                + "`mettle data fetch cifar10` fetches it."
        case .missingBatch(let file, let directory):
            "\(file) is missing in \(directory): `mettle data fetch cifar10` fetches the whole data set."
        case .truncated(let file, let bytes, let expected):
            "\(file) is cut off, \(bytes) of \(expected) bytes: delete it and run `mettle data fetch cifar10`."
        case .oversized(let file, let bytes, let expected):
            "\(file) is too long, \(bytes) bytes where \(expected) belong: delete it and run `mettle data fetch cifar10`."
        case .otherContent(let file, let hint):
            "\(file) is not CIFAR-10 but \(hint.rawValue): delete it and run `mettle data fetch cifar10`."
        case .label(let file, let record, let label):
            "\(file) has label \(label) in record \(record), where 0 to 9 are the classes: delete it and run `mettle data fetch cifar10`."
        case .noDataset(let directory):
            "\(directory) holds no data set, neither data_batch_1.bin (CIFAR-10, or in cifar-10-batches-bin) nor folders cats and dogs (or in "
                + "cats-dogs) nor images with annotations or photos named after their breed (or in oxford-iiit-pet): name another folder, or "
                + "fetch one with `mettle data fetch cifar10` or `mettle data fetch pets`."
        case .notCatsDogs(let directory):
            "\(directory) holds no cats and dogs: put photos (.jpg) into its folders cats and dogs."
        case .notPets(let directory):
            "\(directory) holds no Oxford-IIIT Pet photos (images and annotations): `mettle data fetch pets` fetches them."
        case .noPhotos(let folder):
            "\(folder) holds no photos that can be decoded: put .jpg files there, several of each class."
        case .missingClasses(let folder, let missing, let all):
            "\(folder) lacks photos to train or to test on of \(missing.count) of its \(all) classes ("
                + missing.prefix(3).joined(separator: ", ") + (missing.count > 3 ? " and \(missing.count - 3) more" : "")
                + "): add some of each, or name a folder without that set, and synthetic photos stand in."
        case .petList(let file, let line, let text):
            "\(file), line \(line), is “\(text)”, where a photo's name, its breed's number and two more numbers belong: delete the folder and run "
                + "`mettle data fetch pets`."
        case .unreadable(let file, let errno):
            "\(file) cannot be read (\(systemMessage(errno))): check its permissions and its disk."
        }
    }
}
