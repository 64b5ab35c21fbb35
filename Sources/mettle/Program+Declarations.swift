// What can be typed: every command with its options, declared once.
// Leaves to others: reading a command line (CommandLine), and doing what it asks (a file a command).

import CommandLine
import Measurement

extension Option {
    static let suite = Option(
        "suite", .value("NAME"), default: .value("standard"), completion: .valuesOrFile(["quick", "standard", "full"]),
        help: "quick (minutes), standard, full (all epochs of every model), or a suite file.")
    static let only = Option("only", .list("GLOB"), help: "Run only what matches: gemm, 'memory/*', '*threads=2*'.")
    static let skip = Option("skip", .list("GLOB"), help: "Leave out what matches.")
    static let device = Option("device", .list("DEVICE"), default: .value("cpu"), help: "cpu, cuda:0, …")
    static let threads = Option("threads", .list("N"), help: "Thread counts, all, or scaling (1, 2, 4 … all); instead of the suite's.")
    static let precision = Option("precision", .list("NAME"), help: "fp32, fp64, bf16, bf16-fast, int8; instead of the suite's.")
    static let engine = Option(
        "engine", .list("NAME"),
        help:
            "Who computes: mettle, pytorch, openvino, onnxruntime; a variant as pytorch:compiled or 'pytorch:*'; a file that describes one."
    )
    static let enginePath = Option(
        "engine-path", .value("PROGRAM"), completion: .file,
        help: "The Python that has the engines' packages; otherwise METTLE_PYTHON names it, or it is python3.")
    static let data = Option("data", .value("DIR"), completion: .directory, help: "Where the data sets are; see mettle data.")
    static let budget = Option("budget", .value("TIME"), help: "At most this much measuring in all: 90s, 5m, 1h30m.")
    static let sustain = Option(
        "sustain", .value("TIME"),
        help: "Repeat one training's step (or the kernel that --only names) for so long: its speed cold and warm, and when it settled.")
    static let contended = Option(
        "contended", .flag, help: "One single-threaded instance a core at once: their sum, and their spread, against one alone.")
    static let label = Option("label", .value("TEXT"), help: "The machine's name in the results; nothing else names it.")
    static let instance = Option(
        "instance", .value("PROVIDER:TYPE@REGION"), help: "Which offer this machine is, for its price: aws:p3.2xlarge@us-east-1.")
    static let recordOut = Option(
        "out", .value("FILE"), default: .described("Results/DATE-TIME-LABEL.json"), completion: .file,
        help: "The result file. An existing one is never overwritten.")
    static let resume = Option("resume", .value("FILE"), completion: .file, help: "Continue the run that this result file began.")
    static let dryRun = Option("dry-run", .flag, help: "Print the plan, with an estimate, and run nothing.")
    static let seed = Option("seed", .value("N"), default: .value("1"), help: "The seed of every random number.")
    static let reproducible = Option("reproducible", .flag, help: "The same bits for a seed at a fixed thread count; costs some speed.")
    static let precise = Option("precise", .flag, help: "No algorithm that trades accuracy for speed (Winograd).")
    static let algorithm = Option(
        "algorithm", .value("NAME"), choices: ["auto", "rule", "direct", "winograd4"], default: .value("auto"),
        help: "How convolutions are computed: auto tries what can compute each layer, rule decides by size, a name forces one.")
    static let scratch = Option(
        "scratch", .value("DIR"), default: .value("."), completion: .directory,
        help: "Where storage/read makes its file and removes it: the disk that is measured.")
    static let peer = Option("peer", .value("HOST[:PORT]"), help: "The machine that runs mettle net serve, for network/peer.")
    static let listen = Option(
        "listen", .value("ADDRESS:PORT"), default: .value("127.0.0.1:6388"),
        help: "Where to listen; beyond this machine only where it is named here.")
    static let probeMetadata = Option(
        "probe-metadata", .flag, help: "Ask the cloud's metadata address which instance this is. Without it, no address is asked.")
    static let profiles = Option(
        "profiles", .value("DIR"), completion: .directory, help: "Suites, price sheets and schema from here, not those built in.")
    static let pricesDirectory = Option(
        "prices", .value("DIR"), completion: .directory, help: "Price sheets (CSV) instead of those built in.")
    static let json = Option("json", .flag, help: "Print JSON.")
    static let selfTest = Option(
        "self-test", .flag, help: "Measure how far two runs of the same thing differ here: the noise floor that compare uses.")
    static let pairs = Option("pairs", .value("N"), default: .value("5"), help: "Pairs of runs of the self-test; at least 5.")
    static let layers = Option("layers", .flag, help: "Time of every layer, with its share of the roof.")
    static let roofline = Option(
        "roofline", .flag, help: "Every kernel and layer under the machine's own measured roofs: what it reaches of what it could.")
    static let scaling = Option("scaling", .flag, help: "Speed-up and efficiency of what ran with several numbers of threads.")
    static let repair = Option("repair", .flag, help: "Recover what can be read of a damaged file into FILE.repaired.json.")
    static let cross = Option("cross", .list("KEY"), help: "Compare although these parts differ, and print how.")
    static let comparedEngines = Option(
        "engine", .list("NAME"), help: "Compare two engines of one file instead, the first the reference: pytorch,mettle.")
    static let threshold = Option("threshold", .value("FRACTION"), help: "The noise floor to use instead of the measured one: 2% or 0.02.")
    static let boardOut = Option(
        "out", .value("FILE"), default: .value("leaderboard.html"), completion: .file, help: "Ends with .html, .json, .csv or .md.")
    static let asOf = Option("as-of", .value("DATE"), help: "The page's date, YYYY-MM-DD; by default the newest in its input.")
    static let url = Option(
        "url", .value("URL"), help: "Fetch from here instead of the data set's own site: the archive, or the folder of several.")
    static let digest = Option("md5", .list("HEX"), help: "The archives' MD5s, in their order, where they are not the published ones.")
}

extension Command {
    static let run = Command(
        "run", summary: "Measure this machine",
        discussion: """
            Runs a suite of benchmarks, checks every kernel against a reference before it is timed, and writes one result file, after each configuration anew.
            Ctrl-C finishes the sample at hand, keeps what is done, and prints the command that continues.
            """,
        options: [
            .suite, .only, .skip, .device, .threads, .precision, .engine, .enginePath, .data, .budget, .sustain, .contended, .label,
            .instance,
            .recordOut, .resume, .dryRun, .seed,
            .reproducible, .precise, .algorithm, .scratch, .peer, .probeMetadata, .profiles, .pricesDirectory,
        ])
    static let list = Command(
        "list", summary: "List the benchmarks, and what of a suite can run here",
        options: [.suite, .json, .profiles, .threads, .precision, .engine, .enginePath, .only, .skip, .scratch, .peer])
    static let doctor = Command(
        "doctor", summary: "Say what would make numbers wrong or missing here, each with its remedy",
        options: [.json, .data, .selfTest, .pairs])
    static let show = Command(
        "show", summary: "Print a result file", options: [.json, .layers, .roofline, .scaling, .repair],
        positionals: [Positional("FILE", completion: .file, help: "A result file.")])
    static let compare = Command(
        "compare", summary: "Compare result files: same, faster, slower or inconclusive",
        discussion: """
            The first file is the reference. Exit status: 0 same or faster, 1 something is slower, 2 nothing is slower but something is inconclusive, 65 nothing is comparable.
            """,
        options: [.cross, .comparedEngines, .threshold, .json],
        positionals: [Positional("FILE", .atLeastOne, completion: .file, help: "Two result files or more.")])
    static let board = Command(
        "board", summary: "Write the leaderboard",
        options: [.pricesDirectory, .boardOut, .asOf, .profiles],
        positionals: [
            Positional(
                "FILE", .any, completion: .file, help: "Result files, or folders of them; by default Results. Published rows are built in.")
        ])
    static let dataCommand = Command(
        "data", summary: "List, fetch or check the data sets",
        discussion: """
            mettle data fetch cifar10 downloads CIFAR-10 (170 MB), checks it, and unpacks it where mettle run finds it.
            mettle data fetch pets downloads the Oxford-IIIT Pet photos (811 MB).
            mettle data check DIR reads every file of the data sets in a folder, decodes every photo, and says what cannot be used.
            mettle data list says where each data set is.
            """,
        options: [.data, .url, .digest],
        positionals: [
            Positional("ACTION", choices: ["list", "fetch", "check"], help: "What to do."),
            Positional("WHAT", .optional, completion: .directory, help: "fetch: cifar10 or pets. check: the folder."),
        ])
    static let net = Command(
        "net", summary: "Be the other machine of network/peer",
        discussion: """
            mettle net serve listens until Ctrl-C; on the other machine, mettle run --only 'network/*' --peer HOST measures what lies between.
            Without --listen only this machine reaches it. Bytes are counted and thrown away; nothing is written.
            """,
        options: [.listen], positionals: [Positional("ACTION", choices: ["serve"], help: "What to do.")])
}

extension Program {
    static let version = "0.1.0"

    static let mettle = Program(
        name: "mettle", version: version, summary: "What a machine does for deep learning, and what it costs",
        commands: [.run, .list, .doctor, .show, .compare, .board, .dataCommand, .net],
        topics: [
            Topic("grades", summary: "How a figure gets its grade", text: Grade.rulesText),
            Topic("engines", summary: "How another program is run beside Mettle", text: EngineHelp.text),
        ])
}
