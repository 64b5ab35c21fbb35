# PyTorch as its users write it, on the CPU: a training step, an inference, a matrix product.
# Leaves timing and the answer to mettle_engine.py, the networks to mettle_networks.py.
import math

import mettle_engine


def build(layers):
    import torch
    from torch import nn

    class Residual(nn.Module):
        def __init__(self, layer):
            super().__init__()
            self.body, self.shortcut = build(layer["body"]), build(layer["shortcut"])

        def forward(self, x):
            return nn.functional.relu(self.body(x) + self.shortcut(x), inplace=True)

    class LargestAndMean(nn.Module):
        def forward(self, x):
            return torch.cat([nn.functional.adaptive_max_pool2d(x, 1), nn.functional.adaptive_avg_pool2d(x, 1)], 1)

    def module(layer):
        match layer["kind"]:
            case "convolution":
                return nn.Conv2d(
                    layer["inputs"], layer["outputs"], layer["kernel"], layer["stride"], layer["padding"], bias=layer["bias"])
            case "normalisation":
                return (nn.BatchNorm2d if layer["of"] == "map" else nn.BatchNorm1d)(layer["channels"])
            case "relu":
                return nn.ReLU(inplace=True)
            case "pool":
                return nn.MaxPool2d(layer["size"], layer["stride"], layer["padding"])
            case "mean":
                return nn.AdaptiveAvgPool2d(1)
            case "largest-and-mean":
                return LargestAndMean()
            case "flatten":
                return nn.Flatten()
            case "dense":
                return nn.Linear(layer["inputs"], layer["outputs"])
            case "dropout":
                return nn.Dropout(layer["rate"])
            case "residual":
                return Residual(layer)

    return nn.Sequential(*map(module, layers))


def run_network(options):
    import torch
    from torch.nn import functional

    from mettle_networks import NETWORKS

    shape, classes, layers = NETWORKS[options.network]
    layout = torch.channels_last if options.channels_last else torch.contiguous_format
    precision = torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.precision == "bf16")
    images = torch.randn(options.batch, *shape).contiguous(memory_format=layout)
    labels = torch.randint(0, classes, (options.batch,))
    start = mettle_engine.now()
    network = build(layers).to(memory_format=layout)
    forward = torch.compile(network) if options.compile else network
    more = {"parameters": sum(p.numel() for p in network.parameters())}
    if options.what == "train":
        if options.optimizer == "adamw":
            optimiser = torch.optim.AdamW(
                network.parameters(), lr=options.rate, betas=(options.momentum, 0.999), weight_decay=options.weight_decay)
        else:
            optimiser = torch.optim.SGD(
                network.parameters(), lr=options.rate, momentum=options.momentum, weight_decay=options.weight_decay)
        with torch.no_grad(), precision:
            loss = functional.cross_entropy(network(images[:2]), labels[:2]).item()
        if not math.isfinite(loss):
            return mettle_engine.answer(failed=f"the first loss is {loss}")

        def run():
            optimiser.zero_grad(set_to_none=True)
            with precision:
                loss = functional.cross_entropy(forward(images), labels, label_smoothing=options.label_smoothing)
            loss.backward()
            optimiser.step()
    else:
        network.eval()

        def run():
            with torch.no_grad(), precision:
                forward(images)

    mettle_engine.sample(run, options, mettle_engine.now() - start, "torch", **more)


def run_gemm(options):
    import torch

    kind = torch.bfloat16 if options.precision == "bf16" else torch.float32

    def matrix(rows, columns, is_transposed):
        stored = torch.randn(columns, rows) if is_transposed else torch.randn(rows, columns)
        stored = stored.to(kind)
        return stored.T if is_transposed else stored

    left = matrix(options.rows, options.depth, options.transpose[0] == "t")
    right = matrix(options.depth, options.columns, options.transpose[1] == "t")
    product = torch.empty(options.rows, options.columns, dtype=kind)
    mettle_engine.sample(lambda: torch.matmul(left, right, out=product), options, 0, "torch")


def main():
    options = mettle_engine.asked()
    if options.what == "probe":
        return mettle_engine.probe("torch")
    import torch

    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    if options.what == "gemm":
        run_gemm(options)
    else:
        run_network(options)


main()
