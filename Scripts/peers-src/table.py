# The table of networks and matrix products: Mettle and the best of the other engines, run in turn on one machine in one sitting.
# Leaves running and timing to `mettle run` (the others are engines of it: Profiles/engines); reads its records.
#   table.py METTLE [ROUNDS [ROW…]]      a row by the beginning of its name: vgg16-bn/train
# With METTLE_FIGURES=FILE every round of a row is a line of FILE, rounds that stand there are not measured again, and 0 rounds only print them.
import datetime
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile

PYTORCH = ["pytorch", "pytorch:channels-last"]
COMPILED = ["pytorch:compiled", "pytorch:channels-last-compiled"]
RUNTIMES = ["openvino", "onnxruntime"]
NETWORKS = ("vgg16", "vgg16-bn", "cloud-check")
# What a round of figures says of its origin.
WHOSE = ("machine", "parts", "mettle", "binary_sha256")


def rows():
    """(name, benchmark, parameters, Mettle's precisions, the others' precision, the others, seconds)"""
    for precision in ("fp32", "bf16"):
        own = ["bf16", "bf16-fast"] if precision == "bf16" else ["fp32"]
        for network in NETWORKS:
            yield f"{network}/train {precision}", f"{network}/train", {}, own, precision, PYTORCH + COMPILED, 12
        yield f"resnet34/train {precision}", "resnet34/train", {}, own, precision, PYTORCH + COMPILED, 20
        for network in (*NETWORKS, "resnet34"):
            for batch in (16 if network == "resnet34" else 128, 1):
                name = f"{network}/infer {precision} batch {batch}"
                yield name, f"{network}/infer", {"batch": [batch]}, own, precision, PYTORCH + RUNTIMES, 5
        for size in (1024, 2048):
            yield f"gemm {precision} n {size}", "gemm", {"n": [size], "transpose": ["nn"]}, [precision], precision, ["pytorch"], 4


def measured(mettle, row):
    """One round of one row: a rate a second of every "engine precision", larger is faster; and whose figures these are."""
    _, benchmark, parameters, own, precision, others, seconds = row
    point = {"benchmark": benchmark, "threads": ["all"], "budget_seconds": seconds}
    if parameters:
        point["parameters"] = parameters
    if benchmark.endswith("/train"):
        point["training"] = {"mode": "project", "epochs": 5}
    with tempfile.TemporaryDirectory() as folder:
        suite, record = os.path.join(folder, "table.json"), os.path.join(folder, "record.json")
        entries = [{**point, "precisions": own, "engines": ["mettle"]}, {**point, "precisions": [precision], "engines": others}]
        with open(suite, "w") as file:
            json.dump({"mettle_suite": 1, "name": "table", "summary": "A row of the table of peers.", "benchmarks": entries}, file)
        run = subprocess.Popen([mettle, "run", "--suite", suite, "--out", record, "--label", "table"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            errors = run.communicate()[1]
        except BaseException:
            # It ends the engine that it started.
            run.terminate()
            run.communicate()
            raise
        if not os.path.exists(record):
            sys.exit(errors)
        with open(record) as file:
            record = json.load(file)
    figures = {}
    for one in record["measurements"]:
        configuration = one["configuration"]
        engine = configuration.get("engine", "mettle")
        if one["outcome"]["status"] == "completed":
            figures[f"{engine} {configuration['precision']}"] = (one["work"].get("items") or one["work"]["operations"]) / one["summary"]["median_seconds"]
        else:
            print(f"{row[0]}: {engine}: {one['outcome'].get('reason', one['outcome'])}", file=sys.stderr)
    machine, program = record["machine"], record["program"]
    return figures, {"machine": machine["name"], "parts": machine["parts"], "mettle": program["version"], "binary_sha256": program["binary_sha256"]}


def kept(path):
    """The rounds of every row that a file of figures holds, and whose they are: all of one machine and one program."""
    found, whose = {}, None
    if path and os.path.exists(path):
        with open(path) as file:
            for number, line in enumerate(file, 1):
                try:
                    entry = json.loads(line)
                    found.setdefault(entry["row"], []).append(entry["figures"])
                    owner = {key: entry[key] for key in WHOSE}
                except (ValueError, KeyError, TypeError):
                    sys.exit(f"{path}, line {number}: not a round of figures. Mend or remove the line, or choose another METTLE_FIGURES.")
                same(path, whose, owner)
                whose = owner
    return found, whose


def same(path, before, now):
    """Ends where rounds would be mixed that no ratio may be made of."""
    if before and before != now:
        differing = ", ".join(f"{key} {now[key]}, not {before[key]}" for key in WHOSE if now[key] != before[key])
        sys.exit(f"{path} holds rounds of another machine or program ({differing}): choose another METTLE_FIGURES.")


def main(mettle, rounds, wanted):
    chosen = [row for row in rows() if not wanted or any(row[0].startswith(word) for word in wanted)]
    if not chosen:
        sys.exit(f"No row begins with {', '.join(wanted)}. Rows: {', '.join(row[0] for row in rows())}.")
    path = os.environ.get("METTLE_FIGURES")
    before, owner = kept(path)
    found = {row[0]: [] for row in chosen} | before
    if path and rounds:
        try:
            open(path, "a").close()
        except OSError as error:
            sys.exit(f"{path}: {error.strerror}. Choose another METTLE_FIGURES.")
    for number in range(rounds):
        for row in chosen:
            if len(found[row[0]]) > number:
                continue
            figures, whose = measured(mettle, row)
            same(path, owner, whose)
            owner = whose
            found[row[0]].append(figures)
            if path:
                date = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
                with open(path, "a") as file:
                    file.write(json.dumps({"row": row[0], "date": date, **whose, "figures": figures}) + "\n")
        print(f"round {number + 1} of {rounds}", file=sys.stderr, flush=True)
    print("| workload | Mettle's precision | best other engine | ratio: median (least to greatest of the rounds) | rounds |\n|---|---|---|---|---|")
    for name, _, _, own, precision, others, _ in chosen:
        for mine in own:
            ratios, best = [], []
            for figures in found[name]:
                rivals = {engine.split()[0]: rate for engine, rate in figures.items() if not engine.startswith("mettle ")}
                if rivals and f"mettle {mine}" in figures:
                    best.append(max(rivals, key=rivals.get))
                    ratios.append(figures[f"mettle {mine}"] / max(rivals.values()))
            if ratios:
                spread = f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
                print(f"| {name} | {mine} | {statistics.mode(best)} | {spread} | {len(ratios)} |")
            else:
                print(f"| {name} | {mine} | | not measured | 0 |")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: table.py METTLE [ROUNDS [ROW…]]")
    if len(sys.argv) > 2 and not sys.argv[2].isdecimal():
        sys.exit(f"'{sys.argv[2]}' is no number of rounds. Type: Scripts/peers table 5 {sys.argv[2]}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3, sys.argv[3:])
    except KeyboardInterrupt:
        sys.exit(130)
