# OpenVINO infers the catalogue's networks on the CPU, from a graph made of its own operations.
# Leaves the networks to mettle_networks.py, timing and the answer to mettle_engine.py.
import mettle_engine


class Graph:
    def __init__(self, operations, numpy, seed):
        self.op, self.numpy = operations, numpy
        self.random = numpy.random.default_rng(seed)

    def constant(self, values):
        return self.op.constant(values.astype(self.numpy.float32))

    def normal(self, *shape):
        # Variance 2 / inputs keeps activations of one size through ReLUs.
        return self.constant(self.random.standard_normal(shape) * (2 / self.numpy.prod(shape[1:])) ** 0.5)

    def map_axes(self):
        return self.op.constant(self.numpy.array([2, 3]))

    def layers(self, layers, x):
        for layer in layers:
            x = self.layer(layer, x)
        return x

    def layer(self, layer, x):
        op, numpy = self.op, self.numpy
        match layer["kind"]:
            case "convolution":
                pads = [layer["padding"]] * 2
                weights = self.normal(layer["outputs"], layer["inputs"], layer["kernel"], layer["kernel"])
                x = op.convolution(x, weights, [layer["stride"]] * 2, pads, pads, [1, 1])
                return op.add(x, self.constant(numpy.zeros((1, layer["outputs"], 1, 1)))) if layer["bias"] else x
            case "normalisation":
                ones, zeros = self.constant(numpy.ones(layer["channels"])), self.constant(numpy.zeros(layer["channels"]))
                return op.batch_norm_inference(x, ones, zeros, zeros, ones, 1e-5)
            case "relu":
                return op.relu(x)
            case "pool":
                pads = [layer["padding"]] * 2
                return op.max_pool(x, [layer["stride"]] * 2, [1, 1], pads, pads, [layer["size"]] * 2).output(0)
            case "mean":
                return op.reduce_mean(x, self.map_axes(), True)
            case "largest-and-mean":
                return op.concat([op.reduce_max(x, self.map_axes(), True), op.reduce_mean(x, self.map_axes(), True)], 1)
            case "flatten":
                return op.reshape(x, op.constant(numpy.array([0, -1])), True)
            case "dense":
                product = op.matmul(x, self.normal(layer["outputs"], layer["inputs"]), False, True)
                return op.add(product, self.constant(numpy.zeros((1, layer["outputs"]))))
            case "dropout":
                return x
            case "residual":
                return op.relu(op.add(self.layers(layer["body"], x), self.layers(layer["shortcut"], x)))


def main():
    options = mettle_engine.asked()
    if options.what == "probe":
        return mettle_engine.probe("openvino", "numpy")
    import numpy
    import openvino
    from openvino import opset13

    from mettle_networks import NETWORKS, parameters

    shape, _, layers = NETWORKS[options.network]
    images = numpy.random.default_rng(options.seed).standard_normal((options.batch, *shape)).astype(numpy.float32)
    graph = Graph(opset13, numpy, options.seed)
    start = mettle_engine.now()
    inputs = opset13.parameter([options.batch, *shape], numpy.float32)
    model = openvino.Model([graph.layers(layers, inputs)], [inputs])
    settings = {
        "INFERENCE_PRECISION_HINT": "bf16" if options.precision == "bf16" else "f32",
        "INFERENCE_NUM_THREADS": options.threads,
        "PERFORMANCE_HINT": "LATENCY",
    }
    compiled = openvino.Core().compile_model(model, "CPU", settings)
    precision = compiled.get_property("INFERENCE_PRECISION_HINT").to_string()
    if precision != settings["INFERENCE_PRECISION_HINT"]:
        return mettle_engine.answer(skipped=f"OpenVINO computes in {precision} on this processor")
    request = compiled.create_infer_request()
    built = mettle_engine.now() - start
    mettle_engine.sample(lambda: request.infer({0: images}), options, built, "openvino", "numpy", parameters=parameters(layers))


main()
