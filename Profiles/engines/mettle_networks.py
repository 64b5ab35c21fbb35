# The catalogue's networks as data, for engines that are not Mettle's: layers in order, with the words of Sources/Networks.
# Leaves building them to each engine. Mettle compares the number of parameters with its own network's.

CLASSES = 10


def convolution(inputs, outputs, kernel=3, stride=1, padding=1, bias=True):
    return {"kind": "convolution", "inputs": inputs, "outputs": outputs, "kernel": kernel, "stride": stride, "padding": padding, "bias": bias}


def normalisation(channels, of="map"):
    """Of each channel over its map and the batch, or of a vector's values over the batch."""
    return {"kind": "normalisation", "channels": channels, "of": of}


def pool(size, stride, padding=0):
    return {"kind": "pool", "size": size, "stride": stride, "padding": padding}


def dense(inputs, outputs):
    return {"kind": "dense", "inputs": inputs, "outputs": outputs}


def dropout(rate):
    return {"kind": "dropout", "rate": rate}


def residual(body, shortcut):
    """body(x) + shortcut(x), then ReLU; an empty shortcut is x itself."""
    return {"kind": "residual", "body": body, "shortcut": shortcut}


RELU = {"kind": "relu"}
FLATTEN = {"kind": "flatten"}
MEAN = {"kind": "mean"}  # of each channel over its map
LARGEST_AND_MEAN = {"kind": "largest-and-mean"}  # of each channel: twice as many


def vgg(blocks, normalised, head):
    layers, channels = [], 3
    for count, outputs in zip(blocks, (64, 128, 256, 512, 512)):
        for _ in range(count):
            layers.append(convolution(channels, outputs))
            if normalised:
                layers.append(normalisation(outputs))
            layers.append(RELU)
            channels = outputs
        layers.append(pool(2, 2))
    return layers + [FLATTEN] + head


def shortcut(inputs, outputs, stride):
    if stride == 1 and inputs == outputs:
        return []
    return [convolution(inputs, outputs, 1, stride, 0, False), normalisation(outputs)]


def basic_block(inputs, outputs, stride):
    body = [
        convolution(inputs, outputs, stride=stride, bias=False), normalisation(outputs), RELU,
        convolution(outputs, outputs, bias=False), normalisation(outputs),
    ]
    return residual(body, shortcut(inputs, outputs, stride))


def bottleneck(inputs, outputs, stride):
    width = outputs // 4
    body = [
        convolution(inputs, width, 1, 1, 0, False), normalisation(width), RELU,
        convolution(width, width, stride=stride, bias=False), normalisation(width), RELU,
        convolution(width, outputs, 1, 1, 0, False), normalisation(outputs),
    ]
    return residual(body, shortcut(inputs, outputs, stride))


def resnet(block, expansion, head):
    layers = [convolution(3, 64, 7, 2, 3, False), normalisation(64), RELU, pool(3, 2, 1)]
    channels = 64
    for width, count, stride in ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)):
        for index in range(count):
            layers.append(block(channels, width * expansion, stride if index == 0 else 1))
            channels = width * expansion
    return layers + head


def fastai_head(features, classes):
    return [
        LARGEST_AND_MEAN, FLATTEN, normalisation(2 * features, "vector"), dropout(0.25), dense(2 * features, 512), RELU,
        normalisation(512, "vector"), dropout(0.5), dense(512, classes),
    ]


def cats_dogs():
    layers = [convolution(3, 32, stride=2, bias=False), normalisation(32), RELU]
    channels = 32
    for width, stride in ((64, 2), (128, 2), (256, 2), (256, 1)):
        layers.append(basic_block(channels, width, stride))
        channels = width
    return layers + [MEAN, FLATTEN, dropout(0.2), dense(256, 2)]


HIDDEN = [dense(512, 512), RELU, dropout(0.5)]

# Name: (channels, height, width) of an image, classes, layers.
NETWORKS = {
    "vgg16": ((3, 32, 32), CLASSES, vgg((2, 2, 3, 3, 3), False, [dense(512, CLASSES)])),
    "vgg16-bn": ((3, 32, 32), CLASSES, vgg((2, 2, 3, 3, 3), True, [dense(512, CLASSES)])),
    "cloud-check": ((3, 32, 32), CLASSES, vgg((2, 2, 4, 5, 4), False, HIDDEN + HIDDEN + [dense(512, CLASSES)])),
    "catsdogs-cnn": ((3, 128, 128), 2, cats_dogs()),
    "resnet34": ((3, 224, 224), 37, resnet(basic_block, 1, [MEAN, FLATTEN, dense(512, 37)])),
    "resnet34-pets": ((3, 224, 224), 37, resnet(basic_block, 1, fastai_head(512, 37))),
    "resnet50-catsdogs": ((3, 224, 224), 2, resnet(bottleneck, 4, fastai_head(2048, 2))),
}


def parameters(layers):
    """Trained parameters: weights and biases, scales and shifts."""
    total = 0
    for layer in layers:
        kind = layer["kind"]
        if kind == "convolution":
            total += layer["outputs"] * (layer["inputs"] * layer["kernel"] ** 2 + layer["bias"])
        elif kind == "normalisation":
            total += 2 * layer["channels"]
        elif kind == "dense":
            total += layer["outputs"] * (layer["inputs"] + 1)
        elif kind == "residual":
            total += parameters(layer["body"]) + parameters(layer["shortcut"])
    return total


if __name__ == "__main__":
    for name, (_, _, layers) in NETWORKS.items():
        print(name, parameters(layers))
