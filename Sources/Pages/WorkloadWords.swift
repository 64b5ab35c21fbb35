// What a workload is, in words, from its comparability class.
// Leaves to others: networks themselves (Networks).

import Leaderboard

extension ComparabilityClass {
    /// `A VGG-like network (…) trained on CIFAR-10 for 5 epochs, batch 128, fp32.`
    var sentence: String {
        let images = dataset.isEmpty ? "\(Digits.grouped(trainImages)) images" : Self.datasetNames[dataset] ?? dataset
        let epochsText = epochs == 1 ? "1 epoch" : "\(epochs) epochs"
        let tail = [epochsText, "batch \(batch)", precision].filter { !$0.isEmpty }.joined(separator: ", ")
        let part = benchmark.hasSuffix("/train-head") ? ", its head alone," : ""
        return "\(Self.networks[network] ?? network)\(part) trained on \(images) for \(tail)."
    }

    private static let datasetNames = [
        "cifar-10": "CIFAR-10", "oxford-iiit-pet": "the Oxford-IIIT Pet photos", "cats-dogs": "photographs of cats and dogs",
    ]

    private static let networks = [
        "cloud-check": "A VGG-like network (17 convolutions, 22.9 million parameters)",
        "vgg16-bn": "VGG16 with batch normalisation (13 convolutions and one dense layer, 14.7 million parameters)",
        "catsdogs-cnn": "A small residual network for 128 px (7 convolutions in sequence, 1.9 million parameters)",
        "resnet34": "ResNet-34 (21.3 million parameters)",
        "resnet34-pets": "ResNet-34 with fastai’s head (21.8 million parameters)",
        "resnet50-catsdogs": "ResNet-50 with fastai’s head (25.6 million parameters)",
        "pets-resnet34": "ResNet-34 with a pretrained, frozen body",
        "vgg16": "VGG16 (13 convolutions and one dense layer, 14.7 million parameters)",
    ]
}
