# PyTorch trains and runs the networks as its users write them, on the CPU, at 32 by 32 pixels.
# Leaves single layers to kernels.py.
#   networks.py vgg16|vgg16-bn|cloud-check [fp32|bf16[-cl][-compile]]…   (cl: channels last; compile: torch.compile)
import sys

import torch
from torch import nn
from torch.nn import functional

from figure import print_rate

BATCH = 128
CLASSES = 10
MODES = tuple(precision + layout + how for precision in ("fp32", "bf16") for layout in ("", "-cl") for how in ("", "-compile"))

# Blocks of 3x3 convolutions, each block followed by a 2x2 maximum: (channels, how many).
VGG16 = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))
CLOUD_CHECK = ((64, 2), (128, 2), (256, 4), (512, 5), (512, 4))


def convolutions(blocks, batch_norm):
    channels = 3
    for width, count in blocks:
        for _ in range(count):
            yield nn.Conv2d(channels, width, 3, padding=1)
            if batch_norm:
                yield nn.BatchNorm2d(width)
            yield nn.ReLU(inplace=True)
            channels = width
        yield nn.MaxPool2d(2)
    yield nn.Flatten()


def cloud_check_head():
    for _ in range(2):
        yield nn.Linear(512, 512)
        yield nn.ReLU(inplace=True)
        yield nn.Dropout(0.5)
    yield nn.Linear(512, CLASSES)


NETWORKS = {
    "vgg16": lambda: nn.Sequential(*convolutions(VGG16, False), nn.Linear(512, CLASSES)),
    "vgg16-bn": lambda: nn.Sequential(*convolutions(VGG16, True), nn.Linear(512, CLASSES)),
    "cloud-check": lambda: nn.Sequential(*convolutions(CLOUD_CHECK, False), *cloud_check_head()),
}


def measure(name, mode):
    layout = torch.channels_last if "-cl" in mode else torch.contiguous_format
    precision = torch.autocast("cpu", dtype=torch.bfloat16, enabled=mode.startswith("bf16"))
    network = NETWORKS[name]().to(memory_format=layout)
    run = torch.compile(network) if mode.endswith("-compile") else network
    images = torch.randn(BATCH, 3, 32, 32).contiguous(memory_format=layout)
    labels = torch.randint(0, CLASSES, (BATCH,))
    optimiser = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4)

    def train():
        optimiser.zero_grad(set_to_none=True)
        with precision:
            loss = functional.cross_entropy(run(images), labels)
        loss.backward()
        optimiser.step()

    def infer(batch):
        with torch.no_grad(), precision:
            run(images[:batch])

    what = {"peer": name, "mode": mode}
    print_rate(train, BATCH, "images/s", 8, 3, **what, phase="train", batch=BATCH)
    network.eval()
    print_rate(lambda: infer(BATCH), BATCH, "images/s", 12, 3, **what, phase="infer", batch=BATCH)
    print_rate(lambda: infer(1), 1, "images/s", 40, 10, **what, phase="infer", batch=1)


if __name__ == "__main__":
    name, modes = sys.argv[1], sys.argv[2:] or MODES
    unknown = [word for word in (name,) if word not in NETWORKS] + [mode for mode in modes if mode not in MODES]
    if unknown:
        sys.exit(f"unknown: {' '.join(unknown)}; networks are {' '.join(NETWORKS)}, modes {' '.join(MODES)}")
    for mode in modes:
        measure(name, mode)
