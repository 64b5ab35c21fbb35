// Residual networks for photographs.
// Leaves to others: the VGG family (Network+Catalogue), how each is trained (Recipe+Catalogue).

extension Network {
    /// ResNet-34 over 3×224×224 photographs with 37 classes, means and one dense layer behind: 21,303,653 parameters.
    package static let resnet34 = resnet(
        name: "resnet34", blocks: [3, 4, 6, 3], isBottleneck: false, head: [.globalPool(.average), .dense(Dense(512, 37))])

    /// The same with the head that fastai 1.0 put on it for the Oxford-IIIT Pet lesson (E2): largest and mean, two dense layers.
    package static let resnet34Pets = resnet(
        name: "resnet34-pets", blocks: [3, 4, 6, 3], isBottleneck: false, head: fastaiHead(features: 512, classes: 37))

    /// ResNet-50 with the same kind of head and two classes: E3's cats and dogs.
    package static let resnet50CatsDogs = resnet(
        name: "resnet50-catsdogs", blocks: [3, 4, 6, 3], isBottleneck: true, head: fastaiHead(features: 2048, classes: 2))

    /// Cats and dogs from 3×128×128 photographs, to be trained from scratch in minutes: a strided convolution, three residual blocks, each halving
    /// the map and doubling the channels, up to 256, and a fourth at 8×8; 2.4 million parameters, 250 million multiply-accumulates.
    package static let catsDogs: Network = {
        var body = ResidualLayers(channels: 3)
        body.convolve(32, stride: 2)
        body.layers.append(.relu)
        for (width, stride) in [(64, 2), (128, 2), (256, 2), (256, 1)] {
            body.block(stride: stride) { layers in
                layers.convolve(width, stride: stride)
                layers.layers.append(.relu)
                layers.convolve(width)
            }
        }
        return body.network(
            name: "catsdogs-cnn", input: Shape(channels: 3, height: 128, width: 128),
            head: [.globalPool(.average), .dropout(rate: 0.2), .dense(Dense(256, 2))])
    }()

    /// Of the definition that the name stands for: rises when the layers of a network of the catalogue change.
    package var revision: Int { name == Self.catsDogs.name ? 2 : 1 }

    /// Global largest and mean, then batch normalisation, dropout and a dense layer, twice. Source: fastai 1.0, `create_head`.
    package static func fastaiHead(features: Int, classes: Int) -> [Layer] {
        [
            .globalPool(.largestAndAverage),
            .batchNormalisation(BatchNormalisation(2 * features)), .dropout(rate: 0.25), .dense(Dense(2 * features, 512)), .relu,
            .batchNormalisation(BatchNormalisation(512)), .dropout(rate: 0.5), .dense(Dense(512, classes)),
        ]
    }

    /// He et al., “Deep residual learning for image recognition”, 2015; where blocks have three convolutions the middle one takes the stride.
    package static func resnet(name: String, size: Int = 224, blocks: [Int], isBottleneck: Bool, head: [Layer]) -> Network {
        var body = ResidualLayers(channels: 3)
        body.convolve(64, kernel: 7, stride: 2)
        body.layers += [.relu, .maxPool(size: 3, stride: 2, padding: 1)]
        for (stage, count) in blocks.enumerated() {
            let width = 64 << stage
            for block in 0..<count {
                let stride = stage > 0 && block == 0 ? 2 : 1
                body.block(stride: stride) { layers in
                    if isBottleneck {
                        layers.convolve(width, kernel: 1)
                        layers.layers.append(.relu)
                        layers.convolve(width, stride: stride)
                        layers.layers.append(.relu)
                        layers.convolve(4 * width, kernel: 1)
                    } else {
                        layers.convolve(width, stride: stride)
                        layers.layers.append(.relu)
                        layers.convolve(width)
                    }
                }
            }
        }
        return body.network(name: name, input: Shape(channels: 3, height: size, width: size), head: head)
    }

    /// The same network with only the layers behind its global pooling trained.
    package var headOnly: Network {
        let head = layers.firstIndex { if case .globalPool = $0 { true } else { false } } ?? 0
        do {
            return try Network(name: name, input: input, layers: layers, firstTrained: head)
        } catch {
            preconditionFailure("the layers of \(name) fitted before: \(error)")
        }
    }
}

/// Layers under construction, convolutions without bias and each with batch normalisation.
struct ResidualLayers {
    var layers: [Layer] = []
    var channels: Int

    init(channels: Int) { self.channels = channels }

    mutating func convolve(_ outputs: Int, kernel: Int = 3, stride: Int = 1) {
        layers.append(.convolution(Convolution(channels, outputs, kernel: kernel, stride: stride, padding: kernel / 2, hasBias: false)))
        layers.append(.batchNormalisation(BatchNormalisation(outputs)))
        channels = outputs
    }

    /// What `body` computes plus what entered; that by a 1×1 convolution where the shape changes. ReLU behind.
    mutating func block(stride: Int, _ body: (inout ResidualLayers) -> Void) {
        let entry = layers.count, entered = channels
        body(&self)
        if stride == 1 && entered == channels {
            layers.append(.add(value: entry))
        } else {
            let main = layers.count, outputs = channels
            layers.append(.branch(from: entry))
            channels = entered
            convolve(outputs, kernel: 1, stride: stride)
            layers.append(.add(value: main))
        }
        layers.append(.relu)
    }

    func network(name: String, input: Shape, head: [Layer]) -> Network {
        do {
            return try Network(name: name, input: input, layers: layers + head)
        } catch {
            preconditionFailure("the catalogue's \(name) does not fit together: \(error)")
        }
    }
}
