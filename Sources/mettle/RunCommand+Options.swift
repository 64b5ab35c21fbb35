// From the options of `mettle run` to its plan and its record.
// Leaves to others: reading words (CommandLine), the product of the axes (Harness.Plan).

import CommandLine
import FoundationEssentials
import Harness
import Machine
import Measurement
import Prices
import Records
import Workloads

extension RunCommand {
    func prepareStart(host: Host, surroundings: Surroundings) throws -> Start {
        if let path = arguments.value(of: .resume) {
            if arguments.has(.sustain) || arguments.has(.contended) {
                throw arguments.contradiction("--resume goes on as the run began: leave out --sustain and --contended.")
            }
            return try resumed(path, surroundings: surroundings)
        }
        let suite = try Suites.load(arguments.value(of: .suite) ?? "standard", profiles: arguments.value(of: .profiles))
        let options = try planOptions(suite.suite.budgetSeconds)
        let engines = Engines(arguments)
        let plan = try makePlan(suite, options, surroundings, engines, course: try askedCourse(surroundings))
        let instance = try instanceName()
        let record = try newRecord(
            host: host, plan: plan, suite: suite.suite.name, options: options, engines: engines.load(options.engines), instance: instance)
        return Start(
            suite: suite.suite.name, plan: plan, record: record, path: try outputPath(record), isResumed: false, engines: engines)
    }

    /// A suite's own budget stands unless --budget replaces it.
    private func planOptions(_ suiteBudget: Double?) throws -> PlanOptions {
        var options = PlanOptions()
        options.only = arguments.values(of: .only)
        options.skip = arguments.values(of: .skip)
        options.devices = try devices()
        switch try arguments.counts(of: .threads) {
        case .all: options.threads = ["all"]
        case .scaling: options.threads = ["scaling"]
        case .counts(let counts): options.threads = counts.map(String.init)
        case nil: break
        }
        options.precisions = arguments.values(of: .precision)
        options.engines = arguments.values(of: .engine)
        options.seed = try arguments.seed(of: .seed) ?? 1
        options.totalBudgetSeconds = try arguments.duration(of: .budget).map { $0 / .seconds(1) } ?? suiteBudget
        return options
    }

    /// What --sustain and --contended ask for, if anything.
    private func askedCourse(_ surroundings: Surroundings) throws -> Course? {
        let seconds = try arguments.duration(of: .sustain).map { $0 / .seconds(1) }
        if arguments.has(.engine), let name = seconds != nil ? "--sustain" : arguments.has(.contended) ? "--contended" : nil {
            throw arguments.contradiction("\(name) is a course of Mettle's own engine: leave out --engine.")
        }
        guard arguments.has(.contended) else {
            guard let seconds else { return nil }
            if seconds < 1 { throw arguments.contradiction("--sustain takes a second or more; ten minutes (10m) warm most machines.") }
            if arguments.has(.budget) { throw arguments.contradiction("--sustain is the time itself: leave out --budget.") }
            return .sustained(seconds: seconds)
        }
        if seconds != nil { throw arguments.contradiction("--sustain and --contended are two courses: run one after the other.") }
        if arguments.has(.threads) { throw arguments.contradiction("--contended runs instances of one thread: leave out --threads.") }
        guard surroundings.cores > 1 else {
            throw Failure("--contended needs two cores, and this process may use one.", "Run it without.", status: .unavailable)
        }
        return .contended(instances: surroundings.cores)
    }

    private func devices() throws -> [String] {
        let devices = arguments.values(of: .device)
        for device in devices where device != "cpu" && !(device.hasPrefix("cuda:") && Int(device.dropFirst(5)) != nil) {
            throw arguments.contradiction("no device \(device). Write cpu, or cuda:0 for the first GPU.")
        }
        return devices.isEmpty ? ["cpu"] : devices
    }

    func makePlan(
        _ loaded: LoadedSuite, _ options: PlanOptions, _ surroundings: Surroundings, _ engines: Engines, course: Course? = nil
    ) throws -> Plan {
        var options = options
        var selections = loaded.suite.benchmarks.map(Selection.init)
        options.engines = try engines.load(options.engines)
        if options.engines.isEmpty {
            for index in selections.indices {
                selections[index].engines = try engines.load(selections[index].engines, status: .dataError)
            }
        }
        options.knownEngines = engines.all
        do throws(PlanError) {
            switch course {
            case nil: return try Plan.make(selections, options: options, surroundings: surroundings, catalogue: Catalogue.all)
            case .sustained(let seconds):
                return try Plan.sustained(seconds, of: selections, options: options, surroundings: surroundings, catalogue: Catalogue.all)
            case .contended: return try Plan.contended(selections, options: options, surroundings: surroundings, catalogue: Catalogue.all)
            }
        } catch {
            switch error {
            case .nothingSelected, .nothingContends, .unknownPrecision: throw Failure(error.sentence, status: .usage)
            case .unknownEngine, .unknownVariant: throw Failure(error.sentence, status: options.engines.isEmpty ? .dataError : .usage)
            case .badEngine: throw Failure(error.sentence, status: .dataError)
            case .unknownBenchmark(let name, _), .unknownParameter(let name, _, _), .badValue(let name, _, _, _), .engineLacks(_, let name):
                let index = loaded.suite.benchmarks.firstIndex { $0.benchmark == name } ?? 0
                throw Failure("\(loaded.file), line \(loaded.lines[index]): \(error.sentence)", status: .dataError)
            }
        }
    }

    private func instanceName() throws -> InstanceName? {
        guard let text = arguments.value(of: .instance) else { return nil }
        do throws(PriceError) {
            return try InstanceName(parsing: text)
        } catch {
            throw Failure(error.sentence, status: .usage)
        }
    }

    private func newRecord(
        host: Host, plan: Plan, suite: String, options: PlanOptions, engines: [String], instance: InstanceName?
    ) throws -> Record {
        var host = host
        if arguments.has(.probeMetadata) { host.cloud = try probe(expected: host.cloud?.provider) ?? host.cloud }
        let entry = MachineEntry(
            host: host, provider: instance?.provider, instance: instance?.instance, region: instance?.region)
        var record = Record(
            runId: RunIdentifier.make(), createdAt: SystemTime.now.text, label: try label() ?? entry.name,
            provenance: Provenance(kind: .measured),
            program: BuildIdentity.program,
            invocation: Invocation(
                suite: suite, seed: options.seed, options: recordedOptions(engines: engines), reproducible: arguments.has(.reproducible),
                planned: plan.items.map(\.configuration)),
            machine: entry)
        record.noiseFloor = NoiseFloorFile.load(machineClass: host.machineClass)?.entry
        record.offers = try offers(entry)
        record.caveats = MachineCaveats.of(host)
        return record
    }

    private func probe(expected: CloudProvider?) throws -> CloudInstance? {
        do throws(MetadataError) {
            return try MetadataProbe().identify(expected: expected)
        } catch {
            console.remark("metadata: " + error.sentence)
            return nil
        }
    }

    /// The offers of exactly this instance in the sheets at hand: frozen in the record.
    private func offers(_ machine: MachineEntry) throws -> [Offer] {
        guard let provider = machine.provider, let instance = machine.instance, let region = machine.region else { return [] }
        let sheets = try PriceSheets.load(arguments.value(of: .pricesDirectory), profiles: arguments.value(of: .profiles))
        let found = OfferMatcher.offers(for: InstanceName(provider: provider, instance: instance, region: region), in: sheets)
        if found.isEmpty, arguments.has(.instance) {
            console.remark(
                "no price sheet has \(provider):\(instance)@\(region): the run will be unpriced. --prices DIR names other sheets.")
        }
        return found
    }

    /// nil: the machine goes by its processor's name.
    private func label() throws -> String? {
        guard let label = arguments.value(of: .label) else { return nil }
        guard label.count <= 80, label.allSatisfy({ !$0.isNewline }) else {
            throw arguments.contradiction("--label takes one line of at most 80 characters.")
        }
        return label
    }

    /// What was asked for, without paths: they may name a user.
    private func recordedOptions(engines: [String]) -> [String] {
        let named: [Option] = [.only, .skip, .device, .threads, .precision, .algorithm, .budget, .sustain, .seed]
        let flags: [Option] = [.contended, .reproducible, .precise]
        let chosen = engines.isEmpty ? [] : ["--engine=\(engines.joined(separator: ","))"]
        return named.filter(arguments.has).map { "--\($0.name)=\(arguments.values(of: $0).joined(separator: ","))" } + chosen
            + flags.filter(arguments.has).map { "--\($0.name)" }
    }

    private func outputPath(_ record: Record) throws -> String {
        if let path = arguments.value(of: .recordOut) {
            if FileManager.default.fileExists(atPath: path) {
                throw Failure(RecordError.exists(file: path).sentence, status: .ioError)
            }
            return path
        }
        let words = [record.createdAt.filter { $0 != ":" && $0 != "-" }, Self.slug(record.label)]
        do {
            try FileManager.default.createDirectory(atPath: "Results", withIntermediateDirectories: true)
        } catch {
            throw Failure("the folder Results cannot be made here.", "Name a file with --out.", status: .ioError)
        }
        return "Results/" + words.joined(separator: "-") + ".json"
    }

    /// Letters and digits of a name, in small letters, parted by dashes.
    static func slug(_ name: String) -> String {
        let words = name.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        let slug = words.joined(separator: "-").prefix(40)
        return slug.isEmpty ? "machine" : String(slug)
    }

    /// The plan is made anew from the suite of the record, so that budgets are there; what has an outcome is not run again.
    private func resumed(_ path: String, surroundings: Surroundings) throws -> Start {
        var record = try RecordLoader.read(path)
        guard var invocation = record.invocation else {
            throw Failure("\(path) holds no run of this program, so it cannot be continued.", status: .dataError)
        }
        let word = arguments.has(.suite) ? arguments.value(of: .suite) ?? invocation.suite : invocation.suite
        let suite = try Suites.load(word, profiles: arguments.value(of: .profiles))
        var options = PlanOptions()
        options.seed = invocation.seed
        let engines = Engines(arguments)
        // A description in a file of its own is named again: the record has its name alone.
        _ = try engines.load(arguments.values(of: .engine))
        options.engines = invocation.options.first { $0.hasPrefix("--engine=") }?.dropFirst(9).split(separator: ",").map(String.init) ?? []
        // What was left out of the plan is left out again: only planned points are looked up in it.
        options.precisions = invocation.planned.compactMap(\.precision).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        options.devices = invocation.planned.map(\.device).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        let threads = Set(invocation.planned.map(\.threads)).sorted().map(String.init)
        let whole = try makePlan(suite, options, surroundings, engines)
        options.threads = threads
        var all = try Plan(items: whole.items + makePlan(suite, options, surroundings, engines).items)
        // A sustained course may be of a benchmark that the suite has not.
        let names = Set(invocation.planned.filter { $0.course != nil }.map(\.benchmark)).sorted()
        if let extra = try? Plan.make(
            names.map { Selection(benchmark: $0) }, options: options, surroundings: surroundings, catalogue: Catalogue.all)
        {
            all.items += extra.items
        }
        let items = invocation.planned.compactMap(all.item)
        guard items.count == invocation.planned.count else {
            throw Failure(
                "the suite \(word) has no longer what \(path) planned.", "Start a new run, or name the suite file with --suite.",
                status: .dataError)
        }
        if record.measurements.count == items.count {
            throw Failure("\(path) is complete: all \(items.count) configurations are in it.", status: .usage)
        }
        invocation.resumed += 1
        record.invocation = invocation
        // Shared among what was planned, not among the wider plan that it was found in.
        let asked = invocation.options.first { $0.hasPrefix("--budget=") }.flatMap { parseDuration(String($0.dropFirst(9))) }
        let plan = Plan(items: items).sharing(asked.map { $0 / .seconds(1) } ?? suite.suite.budgetSeconds)
        return Start(suite: invocation.suite, plan: plan, record: record, path: path, isResumed: true, engines: engines)
    }
}
