# Pillow: photos decoded, brought to 224 x 224 and normalised, as a user's script for inference does it, one thread a processor.
# Leaves the network to networks.py.
#   photos.py FOLDER     that holds cats/ and dogs/, itself or in cats-dogs/; the first 256 photos by name
import concurrent.futures
import glob
import json
import os
import statistics
import sys
import time

import numpy
import PIL
from PIL import Image

PHOTOS, SIDE = 256, 224
MEAN = numpy.array([0.485, 0.456, 0.406], numpy.float32)
DEVIATION = numpy.array([0.229, 0.224, 0.225], numpy.float32)


def load(path):
    image = Image.open(path)
    # libjpeg decodes at a smaller scale where the photo is large enough.
    image.draft("RGB", (SIDE, SIDE))
    image = image.convert("RGB").resize((SIDE, SIDE), Image.BILINEAR)
    return ((numpy.asarray(image, numpy.float32) / 255 - MEAN) / DEVIATION).transpose(2, 0, 1)


def main(folder):
    for root in (folder, os.path.join(folder, "cats-dogs")):
        files = sorted(path for kind in ("cats", "dogs") for path in glob.glob(os.path.join(root, kind, "*.jpg")))
        if files:
            break
    else:
        sys.exit(f"{folder} holds no cats/ and dogs/.")
    files = files[:PHOTOS]
    for threads in sorted({1, int(os.environ.get("THREADS", len(os.sched_getaffinity(0))))}):
        seconds = []
        with concurrent.futures.ThreadPoolExecutor(threads) as pool:
            list(pool.map(load, files))
            for _ in range(5):
                start = time.perf_counter()
                list(pool.map(load, files))
                seconds.append(time.perf_counter() - start)
        figure = {"median": len(files) / statistics.median(seconds), "best": len(files) / min(seconds)}
        rounded = {name: float(f"{value:.5g}") for name, value in figure.items()}
        print(json.dumps({"peer": "jpeg", "pixels": SIDE, "photos": len(files), "pillow": PIL.__version__, "threads": threads, "unit": "images/s", **rounded, "n": len(seconds)}), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: photos.py FOLDER")
    main(sys.argv[1])
