// An archive that holds a data set: where it is, what it must be, and what it unpacks to.
// Leaves to others: fetching it (ArchiveFetch), and what is in the files (Datasets).

package struct DatasetArchive: Sendable, Equatable {
    /// As `mettle data fetch` spells it.
    package var name: String
    package var url: String
    /// Of the archive, as published, in hexadecimal.
    package var md5: String
    /// The archive's own file name.
    package var fileName: String
    /// The directory that it holds, and the files in it that make the data set.
    package var folder: String
    package var files: [String]

    package init(name: String, url: String, md5: String, fileName: String, folder: String, files: [String]) {
        self.name = name
        self.url = url
        self.md5 = md5
        self.fileName = fileName
        self.folder = folder
        self.files = files
    }

    /// CIFAR-10's binary version, 170 MB. Source of URL and MD5: the data set's page, www.cs.toronto.edu/~kriz/cifar.html.
    package static let cifar10 = DatasetArchive(
        name: "cifar10", url: "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz", md5: "c32a1d4ab5d03f1284b67883e8d87530",
        fileName: "cifar-10-binary.tar.gz", folder: "cifar-10-batches-bin",
        files: (1...5).map { "data_batch_\($0).bin" } + ["test_batch.bin"])

    /// Every archive that can be fetched.
    package static let all = [cifar10]
}
