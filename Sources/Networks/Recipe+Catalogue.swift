// How each network of the catalogue is trained on CIFAR-10.
// Leaves to others: what a recipe's numbers mean (Recipe), and reporting whether a seed learned (Workloads).

extension Recipe {
    /// The cloud-check script's own: batch 128 (the last of an epoch 80), 5 epochs, SGD 0.05, momentum 0.9, weight decay 5e-4, no
    /// schedule, no augmentation. Without batch normalisation a seed may stall at ln 10 = 2.303: that is a result, not a fault.
    package static let cloudCheck = Recipe(batch: 128, epochs: 5, rate: 0.05, momentum: 0.9, weightDecay: 5e-4)

    /// Batch normalisation bears the script's rate; everything else is the script's, so that times compare.
    package static let vgg16BatchNorm = Recipe(batch: 128, epochs: 5, rate: 0.05, momentum: 0.9, weightDecay: 5e-4)

    /// Thirteen layers without normalisation leave the plateau at 0.01 more surely than at 0.05.
    package static let vgg16 = Recipe(batch: 128, epochs: 5, rate: 0.01, momentum: 0.9, weightDecay: 5e-4)

    /// The recipe of a network; one outside the catalogue gets the default numbers.
    package static func standard(for network: Network) -> Recipe {
        switch network.name {
        case Network.cloudCheck.name: cloudCheck
        case Network.vgg16BatchNorm.name: vgg16BatchNorm
        case Network.vgg16.name: vgg16
        default: Recipe()
        }
    }
}
