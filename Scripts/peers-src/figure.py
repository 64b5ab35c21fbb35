# What the PyTorch peers share: timing, and the one line of JSON a figure is printed as.
# Leaves what is timed to networks.py and kernels.py.
import json
import os
import statistics
import time

import torch

THREADS = int(os.environ.get("THREADS", os.cpu_count()))
torch.set_num_threads(THREADS)
torch.manual_seed(0)


def print_rate(run, work, unit, samples, warm_ups, **what):
    """Times run() and prints work / seconds as median and best."""
    for _ in range(warm_ups):
        run()
    seconds = []
    for _ in range(samples):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    figure = {"median": work / statistics.median(seconds), "best": work / min(seconds)}
    rounded = {name: float(f"{value:.5g}") for name, value in figure.items()}
    print(json.dumps({**what, "threads": THREADS, "torch": torch.__version__, "unit": unit, **rounded, "n": samples}), flush=True)
