# PyTorch's matrix product (MKL) and 3x3 convolutions (oneDNN) on the CPU, at VGG16's shapes.
# Leaves whole networks to networks.py.
#   kernels.py gemm [N...] | conv
import sys

import torch
from torch.nn import functional

from figure import print_rate

BATCH = 128
# (channels in, channels out, side) of VGG16's convolutions on 32x32 images, each once.
LAYERS = ((3, 64, 32), (64, 64, 32), (64, 128, 16), (128, 128, 16), (128, 256, 8), (256, 256, 8), (256, 512, 4), (512, 512, 4), (512, 512, 2))


def gemm(*sizes):
    for n in map(int, sizes or (512, 1024, 2048, 4096)):
        for precision in (torch.float32, torch.float64, torch.bfloat16):
            a, b = torch.randn(n, n).to(precision), torch.randn(n, n).to(precision)
            print_rate(lambda: a @ b, 2e-9 * n**3, "GFLOP/s", 9, 2, peer="gemm", n_rows=n, precision=str(precision).removeprefix("torch."))


def convolve(inputs, outputs, side, layout):
    tensor = lambda *shape: torch.randn(*shape).contiguous(memory_format=layout)
    x, weights, gradient = tensor(BATCH, inputs, side, side), tensor(outputs, inputs, 3, 3), tensor(BATCH, outputs, side, side)
    work = 2e-9 * BATCH * inputs * outputs * 9 * side * side

    def backward(of_data):
        mask = [of_data, not of_data, False]
        torch.ops.aten.convolution_backward(gradient, x, weights, None, [1, 1], [1, 1], [1, 1], False, [0, 0], 1, mask)

    passes = {
        "forward": lambda: functional.conv2d(x, weights, padding=1),
        "backward-data": lambda: backward(True),
        "backward-weights": lambda: backward(False),
    }
    mode = "fp32-cl" if layout is torch.channels_last else "fp32"
    with torch.no_grad():
        for name, run in passes.items():
            print_rate(run, work, "GFLOP/s", 9, 2, peer="conv", layer=f"{inputs}-{outputs}@{side}", batch=BATCH, mode=mode, phase=name)


def conv(*_):
    for layer in LAYERS:
        for layout in (torch.contiguous_format, torch.channels_last):
            convolve(*layer, layout)


if __name__ == "__main__":
    {"gemm": gemm, "conv": conv}[sys.argv[1]](*sys.argv[2:])
