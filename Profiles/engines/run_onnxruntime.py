# ONNX Runtime infers the catalogue's networks on the CPU.
# Leaves the model to mettle_onnx.py, timing and the answer to mettle_engine.py.
import mettle_engine


def main():
    options = mettle_engine.asked()
    if options.what == "probe":
        return mettle_engine.probe("onnxruntime", "onnx", "numpy")
    import numpy
    import onnxruntime

    import mettle_onnx
    from mettle_networks import NETWORKS, parameters

    network = NETWORKS[options.network]
    model = mettle_onnx.model(network, options.batch, options.seed)
    images = numpy.random.default_rng(options.seed).standard_normal((options.batch, *network[0])).astype(numpy.float32)
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = options.threads
    start = mettle_engine.now()
    session = onnxruntime.InferenceSession(model, settings, providers=["CPUExecutionProvider"])
    built = mettle_engine.now() - start
    feed = {"images": images}
    mettle_engine.sample(
        lambda: session.run(None, feed), options, built, "onnxruntime", "onnx", "numpy", parameters=parameters(network[2]))


main()
