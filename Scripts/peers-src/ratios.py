# Mettle against a peer, run in turn on one machine in one sitting: the ratio of each pair of rounds, its median and its range.
# Leaves measuring to `mettle run` and to the peers; reads what both print.
#   ratios.py METTLE PEERS fma|stream|gemm|conv|jpeg|vgg16|vgg16-bn|cloud-check|transformer [ROUNDS [MODES…]]
import glob
import json
import os
import statistics
import subprocess
import sys
import tempfile

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
LAYERS = ["3-64@32", "64-64@32", "64-128@16", "128-128@16", "128-256@8", "256-256@8", "256-512@4", "512-512@4", "512-512@2"]
STORES = {"ordinary": "ordinary", "nontemporal": "non-temporal"}
MODES = {name: ("fp32", "fp32-cl", "fp32-compile", "fp32-cl-compile") for name in ("vgg16", "vgg16-bn", "cloud-check")}
MODES["transformer"] = ("fp32", "fp32-compile")
# What multiplies matrices beside Mettle, and what Scripts/peers calls it.
GEMM = {"OpenBLAS": "sgemm", "PyTorch": "gemm"}
MODES["gemm"] = tuple(GEMM)
SIZES = (512, 1024, 2048)
PRECISIONS = {"float32": "fp32", "float64": "fp64", "bfloat16": "bf16"}


def precisions(mode):
    """Mettle's precisions that stand beside a peer's mode."""
    return ["bf16", "bf16-fast"] if mode.startswith("bf16") else ["fp32"]


def suites(table, mode="fp32"):
    """The points of Mettle's suite for one table, and for networks one mode of the peer."""
    peak = {"benchmark": "peak/fma", "threads": ["1", "all"], "precisions": ["fp32", "fp64"], "budget_seconds": 3}
    match table:
        case "fma":
            return [peak]
        case "stream":
            kernels = ["read", "write", "copy", "scale", "add", "triad"]
            parameters = {"kernel": kernels, "store": list(STORES), "size": ["dram"]}
            return [{"benchmark": "memory/bandwidth", "threads": ["1", "all"], "budget_seconds": 1, "parameters": parameters}]
        case "gemm":
            both = {"precisions": ["fp32", "bf16"]}
            gemm = {"benchmark": "gemm", "threads": ["1", "all"], "budget_seconds": 3, "parameters": {"n": list(SIZES), "transpose": ["nn"]}}
            return [{**peak, **both}, {**gemm, **both}]
        case "conv":
            passes = ["forward", "backward-data", "backward-weights"]
            parameters = {"layer": LAYERS, "pass": passes}
            return [peak, {"benchmark": "conv2d", "threads": ["all"], "precisions": ["fp32"], "budget_seconds": 2, "parameters": parameters}]
        case "jpeg":
            return [{"benchmark": "input/jpeg", "threads": ["1", "all"], "budget_seconds": 4, "parameters": {"pixels": [224], "photos": ["cats-dogs"]}}]
        case "vgg16" | "vgg16-bn" | "cloud-check":
            common = {"threads": ["all"], "precisions": precisions(mode)}
            return [
                {"benchmark": f"{table}/train", **common, "budget_seconds": 12, "training": {"mode": "project", "epochs": 5}},
                {"benchmark": f"{table}/infer", **common, "budget_seconds": 4, "parameters": {"batch": [1, 128]}},
            ]
        case "transformer":
            common = {"threads": ["all"], "precisions": ["fp32"]}
            return [
                {"benchmark": "transformer/train", **common, "budget_seconds": 12, "parameters": {"batch": [16]}},
                {"benchmark": "transformer/generate", **common, "budget_seconds": 4, "parameters": {"tokens": [240]}},
            ]
    sys.exit(f"No table {table}: fma, stream, gemm, conv, jpeg, vgg16, vgg16-bn, cloud-check or transformer.")


def last_cache_bytes():
    """All caches of the last level together, as Linux lists them."""
    found = {}
    for index in glob.glob("/sys/devices/system/cpu/cpu[0-9]*/cache/index[0-9]*"):
        read = lambda name: open(os.path.join(index, name)).read().strip()
        if read("type") != "Instruction":
            found[int(read("level")), read("shared_cpu_list")] = int(read("size").removesuffix("K")) << 10
    if not found:
        sys.exit("The sizes of the caches are not in /sys here, so STREAM's arrays cannot be made as large as Mettle's.")
    last = max(level for level, _ in found)
    return sum(size for (level, _), size in found.items() if level == last)


def lines(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}.")
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def ours(mettle, table, mode="fp32"):
    """Mettle's figures of one run: {what: figure}, in the peers' units."""
    with tempfile.TemporaryDirectory() as folder:
        suite, record = os.path.join(folder, "ratios.json"), os.path.join(folder, "record.json")
        with open(suite, "w") as file:
            json.dump({"mettle_suite": 1, "name": "ratios", "summary": "One table of peers.", "benchmarks": suites(table, mode)}, file)
        done = subprocess.run([mettle, "run", "--suite", suite, "--out", record, "--label", "ratios"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            sys.exit(done.stderr)
        with open(record) as file:
            measurements = json.load(file)["measurements"]
    figures = {}
    for measurement in measurements:
        if measurement["outcome"]["status"] != "completed":
            continue
        configuration, work = measurement["configuration"], measurement["work"]
        parameters = {p["name"]: p["value"] for p in configuration["parameters"]}
        quantity = {
            "bytes_per_second": work["bytes_read"] + work["bytes_written"],
            "operations_per_second": work["operations"],
        }.get(measurement["metric"], work["items"])
        rate = quantity / measurement["summary"]["median_seconds"] / (1 if quantity == work["items"] else 1e9)
        figures[name(configuration["benchmark"], parameters, configuration["threads"], configuration.get("precision"))] = rate
    return figures


def name(benchmark, parameters, threads, precision):
    match benchmark:
        case "peak/fma":
            return f"fma {precision} threads={threads}"
        case "memory/bandwidth":
            store = "none" if parameters["kernel"] == "read" else STORES[parameters["store"]]
            return f"{parameters['kernel']} {store} threads={threads}"
        case "gemm":
            return f"gemm {precision} n={parameters['n']} threads={threads}"
        case "input/jpeg":
            return f"jpeg pixels={parameters['pixels']} threads={threads}"
        case "conv2d":
            return f"conv {parameters['layer']} {parameters['pass']}"
        case "transformer/generate":
            return "generate batch=1"
    phase = benchmark.split("/")[1]
    return f"{phase} batch={parameters.get('batch', 128)}" + ("" if precision == "fp32" else f" {precision}")


def theirs(peers, table, mode):
    """A peer's figures of one run, under the same names; of two kernels of one library the faster."""
    # STREAM's working set as large as Mettle's: four times the last cache, at least 256 MiB.
    stream = ["stream", "working-set", str(max(4 * last_cache_bytes(), 256 << 20))] if table == "stream" else []
    gemm = [GEMM.get(mode, mode), *map(str, SIZES)]
    command = {"fma": ["fma"], "stream": stream, "gemm": gemm, "conv": ["conv"], "jpeg": ["jpeg"]}.get(table, [table, mode])
    figures = {}
    for line in lines([peers, *command]):
        threads = line["threads"]
        match line["peer"]:
            case "fma":
                what = f"fma {line['precision']} threads={threads}"
            case "stream":
                what = f"{line['kernel']} {line['stores']} threads={threads}"
            case "sgemm":
                what = f"gemm fp32 n={line['n_rows']} threads={threads}"
            case "gemm":
                what = f"gemm {PRECISIONS[line['precision']]} n={line['n_rows']} threads={threads}"
            case "jpeg":
                what = f"jpeg pixels={line['pixels']} threads={threads}"
            case "conv":
                what = f"conv {line['layer']} {line['phase']}"
            case _:
                what = f"{line['phase']} batch={line['batch']}"
        figures[what] = max(figures.get(what, 0), line["median"])
    return figures


def report(what, peer, mine, other, **more):
    ratios = [a / b for a, b in zip(mine, other)]
    figure = {"what": what, "against": peer, **more, "mettle": statistics.median(mine), "peer": statistics.median(other)}
    spread = {"ratio": statistics.median(ratios), "least": min(ratios), "greatest": max(ratios)}
    print(json.dumps({**figure, **{key: round(value, 3) for key, value in spread.items()}, "rounds": len(ratios)}), flush=True)


def main(mettle, peers, table, rounds, modes):
    if table == "transformer" and any(mode.startswith("bf16") for mode in modes):
        sys.exit("Mettle computes the transformer in fp32 only: choose among " + ", ".join(MODES[table]) + ".")
    mine, other = [], {mode: [] for mode in (modes or MODES[table] if table in MODES else [table])}
    for number in range(rounds):
        for mode in other:
            # Each mode of a network has a Mettle run of its own beside it: minutes matter on a shared machine.
            figures = ours(mettle, table, mode)
            other[mode].append((figures, theirs(peers, table, mode)))
            mine.append(figures)
        print(f"round {number + 1} of {rounds}", file=sys.stderr, flush=True)
    for mode, pairs in other.items():
        for what in pairs[0][0]:
            # A peer has one bf16, Mettle two.
            their = what.removesuffix(" bf16").removesuffix(" bf16-fast")
            if all(what in figures and their in peer for figures, peer in pairs):
                report(what, mode, [figures[what] for figures, _ in pairs], [peer[their] for _, peer in pairs])
    for what in mine[0]:
        if what.startswith(("gemm", "conv")):
            threads = what.split("threads=")[1] if "threads=" in what else str(CORES)
            roof = f"fma {what.split()[1] if what.startswith('gemm') else 'fp32'} threads={threads}"
            # A processor without dot products of bf16 multiplies it as fp32.
            roof = roof if roof in mine[0] else f"fma fp32 threads={threads}"
            report(what, "peak/fma of the same run", [figures[what] for figures in mine], [figures[roof] for figures in mine])


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit("usage: ratios.py METTLE PEERS TABLE [ROUNDS [MODES…]]")
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]) if len(sys.argv) > 4 else 5, sys.argv[5:])
