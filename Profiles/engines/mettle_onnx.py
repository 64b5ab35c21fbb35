# A network of mettle_networks.py with random weights as an ONNX model.
# Leaves running it to run_onnxruntime.py.
import numpy
from onnx import TensorProto, helper, numpy_helper


class Graph:
    """Nodes and weights in the order in which they are added; every tensor is named by its number."""

    def __init__(self, seed):
        self.nodes, self.weights, self.count = [], [], 0
        self.random = numpy.random.default_rng(seed)

    def name(self):
        self.count += 1
        return f"t{self.count}"

    def node(self, kind, inputs, **attributes):
        output = self.name()
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def weight(self, values):
        name = self.name()
        self.weights.append(numpy_helper.from_array(values.astype(numpy.float32), name))
        return name

    def normal(self, *shape):
        # Variance 2 / inputs keeps activations of one size through ReLUs.
        return self.weight(self.random.standard_normal(shape) * (2 / numpy.prod(shape[1:])) ** 0.5)

    def layers(self, layers, x):
        for layer in layers:
            x = self.layer(layer, x)
        return x

    def layer(self, layer, x):
        match layer["kind"]:
            case "convolution":
                inputs = [x, self.normal(layer["outputs"], layer["inputs"], layer["kernel"], layer["kernel"])]
                if layer["bias"]:
                    inputs.append(self.weight(numpy.zeros(layer["outputs"])))
                return self.node(
                    "Conv", inputs, kernel_shape=[layer["kernel"]] * 2, strides=[layer["stride"]] * 2, pads=[layer["padding"]] * 4)
            case "normalisation":
                ones, zeros = numpy.ones(layer["channels"]), numpy.zeros(layer["channels"])
                return self.node("BatchNormalization", [x, *map(self.weight, (ones, zeros, zeros, ones))], epsilon=1e-5)
            case "relu":
                return self.node("Relu", [x])
            case "pool":
                return self.node(
                    "MaxPool", [x], kernel_shape=[layer["size"]] * 2, strides=[layer["stride"]] * 2, pads=[layer["padding"]] * 4)
            case "mean":
                return self.node("GlobalAveragePool", [x])
            case "largest-and-mean":
                return self.node("Concat", [self.node("GlobalMaxPool", [x]), self.node("GlobalAveragePool", [x])], axis=1)
            case "flatten":
                return self.node("Flatten", [x])
            case "dense":
                inputs = [x, self.normal(layer["outputs"], layer["inputs"]), self.weight(numpy.zeros(layer["outputs"]))]
                return self.node("Gemm", inputs, transB=1)
            case "dropout":
                return x
            case "residual":
                return self.node("Relu", [self.node("Add", [self.layers(layer["body"], x), self.layers(layer["shortcut"], x)])])


def model(network, batch, seed):
    """The serialised model, for images of that batch."""
    shape, classes, layers = network
    graph = Graph(seed)
    output = graph.layers(layers, "images")
    images = helper.make_tensor_value_info("images", TensorProto.FLOAT, [batch, *shape])
    logits = helper.make_tensor_value_info(output, TensorProto.FLOAT, [batch, classes])
    made = helper.make_graph(graph.nodes, "network", [images], [logits], graph.weights)
    # Opset 17 of format 8 is read by every ONNX Runtime since 2022.
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8).SerializeToString()
