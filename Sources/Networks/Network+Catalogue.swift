// The networks that Mettle trains, as the list a reviewer can read.
// Leaves to others: how each is trained (Recipe+Catalogue), and its first weights (Initialisation).

extension Network {
    /// Every network for CIFAR-10, the default first. Adding one: a constant, a line in this list, a line in `Recipe.standard`.
    package static let all: [Network] = [vgg16BatchNorm, vgg16, cloudCheck]

    /// Every network for photographs.
    package static let ofPhotos: [Network] = [catsDogs, resnet34, resnet34Pets, resnet50CatsDogs]

    /// The network of a name as `--only` and records spell it, or nil.
    package static func named(_ name: String) -> Network? { (all + ofPhotos).first { $0.name == name } }

    /// VGG16 as its users build it for CIFAR-10: 13 convolutions with bias, each with batch normalisation, and one dense layer.
    package static let vgg16BatchNorm = vgg(
        name: "vgg16-bn", blocks: [2, 2, 3, 3, 3], batchNormalisation: true, head: [.dense(Dense(512, 10))])

    /// The same without batch normalisation.
    package static let vgg16 = vgg(name: "vgg16", blocks: [2, 2, 3, 3, 3], batchNormalisation: false, head: [.dense(Dense(512, 10))])

    /// The network of the published cloud-check times: 17 convolutions and 3 dense layers, which its script calls VGG16.
    /// Source: `cloud-check` of srm-soumya, 2018. Only this one may stand beside those times.
    package static let cloudCheck = vgg(
        name: "cloud-check", blocks: [2, 2, 4, 5, 4], batchNormalisation: false, head: cloudCheckHead)

    /// Two hidden layers with dropout, and ten classes.
    package static let cloudCheckHead: [Layer] = [
        .dense(Dense(512, 512)), .relu, .dropout(rate: 0.5),
        .dense(Dense(512, 512)), .relu, .dropout(rate: 0.5),
        .dense(Dense(512, 10)),
    ]

    /// Five blocks of 3×3 convolutions, each block closed by a 2×2 max-pool, over 3×32×32 images; then flatten and `head`.
    /// Source: Simonyan, Zisserman, “Very deep convolutional networks for large-scale image recognition”, 2014.
    package static func vgg(name: String, blocks: [Int], batchNormalisation: Bool, head: [Layer]) -> Network {
        var layers: [Layer] = []
        var channels = 3
        for (count, outputs) in zip(blocks, [64, 128, 256, 512, 512]) {
            for _ in 0..<count {
                layers.append(.convolution(Convolution(channels, outputs)))
                if batchNormalisation { layers.append(.batchNormalisation(BatchNormalisation(outputs))) }
                layers.append(.relu)
                channels = outputs
            }
            layers.append(.maxPool(size: 2, stride: 2))
        }
        do {
            return try Network(name: name, input: Shape(channels: 3, height: 32, width: 32), layers: layers + [.flatten] + head)
        } catch {
            preconditionFailure("the catalogue's \(name) does not fit together: \(error)")
        }
    }
}
