# What our engines share: what Mettle asks of them, timing it, and the line that answers.
# Leaves the networks to mettle_networks.py and computing them to the run_*.py beside this. `mettle help engines` has the protocol.
import argparse
import importlib.metadata
import json
import platform
import sys
import time

CLOCK = getattr(time, "CLOCK_MONOTONIC_RAW", time.CLOCK_MONOTONIC)


def asked():
    """The command line: `probe`, or what to run."""
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("what", choices=("probe", "train", "infer", "gemm"))
    parser.add_argument("--network")
    parser.add_argument("--batch", type=int)
    parser.add_argument("--precision", choices=("fp32", "bf16"), default="fp32")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=5, help="for warm-up and samples together; the first run does not count")
    parser.add_argument("--warm-up-seconds", type=float, default=1)
    parser.add_argument("--sample-seconds", type=float, default=0.01, help="the least that a sample lasts")
    parser.add_argument("--most-samples", type=int, default=10000)
    parser.add_argument("--rate", type=float, default=0.05)
    parser.add_argument("--momentum", type=float, default=0.9)
    parser.add_argument("--weight-decay", type=float, default=5e-4)
    parser.add_argument("--label-smoothing", type=float, default=0.0)
    parser.add_argument("--optimizer", choices=("sgd", "adamw"), default="sgd")
    parser.add_argument("--rows", type=int)
    parser.add_argument("--columns", type=int)
    parser.add_argument("--depth", type=int)
    parser.add_argument("--transpose", choices=("nn", "nt", "tn", "tt"), default="nn")
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--compile", action="store_true")
    return parser.parse_args()


def answer(**members):
    """The one line that ends a program's output."""
    print(json.dumps({"mettle_engine_answer": 1, **members}), flush=True)


def probe(package, *others):
    """Says which version is here, or what is missing, without the seconds that an import takes."""
    missing = []
    for name in (package, *others):
        try:
            importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        # Not where that Python is: a path may name its user, and the sentence stands in the record.
        answer(skipped=f"this Python has no {' and no '.join(missing)}")
    else:
        answer(version=version(package))


def version(package):
    """`2.13.0`, without the build after a plus sign."""
    return importlib.metadata.version(package).split("+")[0]


def now():
    return time.clock_gettime_ns(CLOCK)


def sample(run, options, built_in_nanoseconds, package, *others, **more):
    """Runs run() once, warms up, takes samples until the time is used, and answers.

    Construction counts what the first run took beyond a usual one: compiling, choosing kernels.
    """
    start = now()
    run()
    first = now() - start
    begun = now()
    while now() - begun < options.warm_up_seconds * 1e9:
        run()
    start = now()
    run()
    once = max(1, now() - start)
    iterations = max(1, -(-int(options.sample_seconds * 1e9) // once))
    print(json.dumps({"mettle_engine_sampling": 1}), flush=True)
    nanoseconds = []
    while len(nanoseconds) < options.most_samples:
        start = now()
        for _ in range(iterations):
            run()
        end = now()
        nanoseconds.append(end - start)
        if len(nanoseconds) >= 2 and end - begun + sum(nanoseconds) / len(nanoseconds) > options.seconds * 1e9:
            break
    usual = sorted(nanoseconds)[len(nanoseconds) // 2] / iterations
    names = (package, *others)
    answer(
        version=version(package),
        components=[f"{name} {importlib.metadata.version(name)}" for name in names] + [f"Python {platform.python_version()}"],
        iterations=iterations,
        sample_count=len(nanoseconds),
        nanoseconds=nanoseconds,
        construction_seconds=(built_in_nanoseconds + max(0, first - usual)) * 1e-9,
        **peak(),
        **more,
    )


def peak():
    """The largest resident size so far, where the system tells it."""
    try:
        import resource
    except ImportError:
        return {}
    # Kilobytes, but bytes on macOS.
    unit = 1 if sys.platform == "darwin" else 1024
    return {"peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit}
