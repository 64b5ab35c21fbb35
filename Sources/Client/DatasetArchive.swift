// An archive that holds a data set or a part of one: where it is, what it must be, and what it unpacks to.
// Leaves to others: fetching it (ArchiveFetch), which archives make a data set (FetchableDataset), and what is in the files (Datasets).

package struct DatasetArchive: Sendable, Equatable {
    package var name: String
    package var url: String
    /// Of the archive, as published, in hexadecimal.
    package var md5: String
    /// The archive's own file name.
    package var fileName: String
    /// The directory that it holds, and files in it without which it is not whole.
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

    /// The Oxford-IIIT Pet photos, 792 MB, and their lists, 19 MB. Source of URLs: the data set's page, www.robots.ox.ac.uk/~vgg/data/pets/;
    /// of MD5s: torchvision's `oxford_iiit_pet.py`, which checks the same downloads.
    package static let petImages = DatasetArchive(
        name: "pets", url: "https://www.robots.ox.ac.uk/~vgg/data/pets/data/images.tar.gz", md5: "5c4f3ee8e5d25df40f4fd59a7f44e54c",
        fileName: "images.tar.gz", folder: "images", files: ["Abyssinian_100.jpg", "american_bulldog_100.jpg"])
    package static let petAnnotations = DatasetArchive(
        name: "pets", url: "https://www.robots.ox.ac.uk/~vgg/data/pets/data/annotations.tar.gz", md5: "95a8c909bbe2e81eed6a22bccdf3f68f",
        fileName: "annotations.tar.gz", folder: "annotations", files: ["list.txt", "trainval.txt", "test.txt"])
}
