// `mettle data`: fetch a data set, or check a folder that should hold one.
// Leaves to others: downloading (Client), what is in the files (Datasets).

import Client
import CommandLine
import Datasets
import FoundationEssentials
import Harness

struct DataCommand {
    let arguments: Arguments
    let console: Console

    init(_ arguments: Arguments, console: Console) {
        self.arguments = arguments
        self.console = console
    }

    func run() throws -> Int32 {
        switch arguments.positionals[0] {
        case "fetch": try fetch()
        default: try check()
        }
    }

    private func fetch() throws -> Int32 {
        let name = arguments.positionals.count > 1 ? arguments.positionals[1] : DatasetArchive.cifar10.name
        guard var archive = DatasetArchive.all.first(where: { $0.name == name }) else {
            let hint = nearest(to: name, among: DatasetArchive.all.map(\.name)).map { " Did you mean \($0)?" } ?? ""
            throw Failure("no data set \(name) can be fetched." + hint, "There is cifar10.", status: .usage)
        }
        if let url = arguments.value(of: .url) { archive.url = url }
        if let digest = arguments.value(of: .digest) { archive.md5 = digest.lowercased() }
        let locator = DataLocator(given: arguments.value(of: .data))
        if let there = locator.cifar10 {
            console.print("\(archive.name) is there already: \(there)")
            return ExitCode.ok.rawValue
        }
        Signals.install()
        let fetch = ArchiveFetch(archive, into: locator.locations.target, showsProgress: console.terminal.isInteractive)
        do throws(ClientError) {
            let outcome = try fetch.run(report: report, shouldStop: { Interruption.shared.requested != nil })
            switch outcome {
            case .alreadyThere(let folder): console.print("\(archive.name) is there already: \(folder)")
            case .fetched(let folder): console.print("\(archive.name) is in \(folder)")
            }
            return ExitCode.ok.rawValue
        } catch {
            if let signal = Interruption.shared.requested {
                console.error([error.description])
                return 128 + signal
            }
            throw Failure(error.description, status: .ioError)
        }
    }

    private func report(_ step: ArchiveFetch.Step) {
        switch step {
        case .downloading(let url, let resumedAt):
            console.print("Downloading \(url)" + (resumedAt > 0 ? ", going on after \(resumedAt) bytes" : ""))
        case .checking(let file): console.print("Checking \(file)")
        case .unpacking(let folder): console.print("Unpacking into \(folder)")
        }
    }

    private func check() throws -> Int32 {
        let locator = DataLocator(given: arguments.positionals.count > 1 ? arguments.positionals[1] : arguments.value(of: .data))
        guard let folder = arguments.positionals.count > 1 ? arguments.positionals[1] : locator.cifar10 else {
            throw Failure(
                "cifar10 is in none of \(locator.locations.searched.joined(separator: ", ")).", "mettle data fetch cifar10 gets it.",
                status: .noInput)
        }
        do throws(DatasetError) {
            let report = try CIFAR10.check(folder)
            console.print("\(report.directory): \(report.files.count) files, whole")
            for file in report.files {
                console.print(
                    "  \(file.name)  \(file.records) images, sha256 \(file.sha256)\(file.isOriginal ? "" : ", not the published bytes")")
            }
            if let label = report.identity.trainingLabel { console.paragraph("Results will say: \(label).") }
            if let label = report.identity.accuracyLabel { console.paragraph("Accuracies will say: \(label).") }
            return ExitCode.ok.rawValue
        } catch {
            throw Failure(error.description, status: error.isMissing ? .noInput : .dataError)
        }
    }
}

extension DatasetError {
    /// There is nothing of that name, which is another exit status than damaged data.
    fileprivate var isMissing: Bool {
        if case .missingDirectory = self { true } else { false }
    }
}
