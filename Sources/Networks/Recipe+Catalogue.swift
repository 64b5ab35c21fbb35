// How each network of the catalogue is trained.
// Leaves to others: what a recipe's numbers mean (Recipe), and reporting whether a seed learned (Workloads).

extension Recipe {
    /// The cloud-check script's own: batch 128 (the last of an epoch 80), 5 epochs, SGD 0.05, momentum 0.9, weight decay 5e-4, no
    /// schedule, no augmentation. Without batch normalisation a seed may stall at ln 10 = 2.303: that is a result, not a fault.
    package static let cloudCheck = Recipe(batch: 128, epochs: 5, rate: 0.05, momentum: 0.9, weightDecay: 5e-4)

    /// Batch normalisation bears the script's rate; everything else is the script's, so that times compare.
    package static let vgg16BatchNorm = Recipe(batch: 128, epochs: 5, rate: 0.05, momentum: 0.9, weightDecay: 5e-4)

    /// Thirteen layers without normalisation leave the plateau at 0.01 more surely than at 0.05.
    package static let vgg16 = Recipe(batch: 128, epochs: 5, rate: 0.01, momentum: 0.9, weightDecay: 5e-4)

    /// As the peers train it for its speed: 16 photographs, the rate of a first try.
    package static let resnet34 = Recipe(batch: 16, epochs: 4, rate: 0.01, momentum: 0.9, weightDecay: 5e-4)

    /// E2: batch 64, 4 epochs, one cycle of Adam with decay beside the gradient, as fastai 1.0 trains unless told otherwise.
    package static let resnet34Pets = Recipe(
        .adamW, batch: 64, epochs: 4, rate: 3e-3, momentum: 0.9, weightDecay: 1e-2, schedule: .oneCycle, augmentation: .cropsAndFlips)

    /// E3: three epochs of the head, seven of the whole network (fastai 0.7, lesson 1: 3 cycles of 1, then 1 + 2 + 4), then each test photo in
    /// several views. Source of ten: Krizhevsky et al., 2012.
    package static let resnet50CatsDogs = Recipe(
        batch: 32, epochs: 7, rate: 0.02, momentum: 0.9, weightDecay: 1e-4, schedule: .oneCycle, augmentation: .cropsAndFlips,
        testViews: 10)

    /// From scratch on some 1,500 photographs.
    package static let catsDogs = Recipe(
        .adamW, batch: 32, epochs: 90, rate: 2e-3, momentum: 0.9, weightDecay: 0.05, labelSmoothing: 0.1, schedule: .oneCycle,
        augmentation: .cropsAndFlips, testViews: 10)

    /// The recipe of a network; one outside the catalogue gets the default numbers.
    package static func standard(for network: Network) -> Recipe {
        switch network.name {
        case Network.cloudCheck.name: cloudCheck
        case Network.vgg16BatchNorm.name: vgg16BatchNorm
        case Network.vgg16.name: vgg16
        case Network.resnet34.name: resnet34
        case Network.resnet34Pets.name: resnet34Pets
        case Network.resnet50CatsDogs.name: resnet50(isHeadOnly: network.firstTrained > 0)
        case Network.catsDogs.name: catsDogs
        default: Recipe()
        }
    }

    private static func resnet50(isHeadOnly: Bool) -> Recipe {
        var recipe = resnet50CatsDogs
        if isHeadOnly { (recipe.epochs, recipe.testViews) = (3, 1) }
        return recipe
    }
}
