// What a network of the catalogue is trained on when nobody says otherwise: its name and size, for lists and for programs that bring pixels of their own.
// Leaves to others: opening it (Context), preparing photos (PhotoTask).

import Datasets
import Networks

struct TrainingSet {
    /// As in records.
    let name: String
    /// As people know it.
    let title: String
    let trainImages: Int
    let testImages: Int

    init(of network: Network) {
        guard let collection = PhotoTask.standard(for: network)?.collection else {
            (name, title, trainImages, testImages) = ("cifar-10", "CIFAR-10", 50_000, 10_000)
            return
        }
        // The synthetic photos are as many as the real ones.
        let kind = collection.synthetic
        name = collection.rawValue
        title = collection == .pets ? "the Oxford-IIIT Pet photos" : "photos of cats and dogs"
        (trainImages, testImages) = (kind.training, kind.test)
    }
}
