// `mettle data`: say which data sets are where, fetch one, or check a folder that should hold one.
// Leaves to others: downloading (Client), what is in the files (Datasets), words about photos (PhotoSetReport).

import Client
import CommandLine
import Datasets
import FoundationEssentials
import Harness
import Machine
import Workloads

struct DataCommand {
    let arguments: Arguments
    let console: Console

    init(_ arguments: Arguments, console: Console) {
        self.arguments = arguments
        self.console = console
    }

    func run() throws -> Int32 {
        switch arguments.positionals[0] {
        case "list": list()
        case "fetch": try fetch()
        default: try check()
        }
    }

    // MARK: - list

    /// One line a data set: where it is, or how it is had.
    private func list() -> Int32 {
        let locator = DataLocator(given: arguments.value(of: .data))
        let rows: [(String, String?, String)] = [
            (CIFAR10.name, locator.cifar10, "mettle data fetch cifar10"),
            (CatsDogs.name, locator.folder(of: .catsDogs), "put photos into \(locator.locations.target)/cats-dogs/cats and …/dogs"),
            (Pets.name, locator.folder(of: .pets), "mettle data fetch pets"),
        ]
        for (name, folder, remedy) in rows {
            console.print([
                Span(name + String(repeating: " ", count: 17 - name.count), .bold),
                Span(folder ?? "not here: \(remedy)", folder == nil ? .dim : .plain),
            ])
        }
        console.paragraph("Searched: \(locator.locations.searched.joined(separator: ", ")).")
        return ExitCode.ok.rawValue
    }

    // MARK: - fetch

    private func fetch() throws -> Int32 {
        let dataset = try chosen()
        let locator = DataLocator(given: arguments.value(of: .data))
        if let there = whole(dataset, locator) {
            console.print("\(dataset.name) is there already: \(there)")
            return ExitCode.ok.rawValue
        }
        Signals.install()
        let outcome: ArchiveFetch.Outcome
        do throws(ClientError) {
            outcome = try dataset.fetch(
                into: locator.locations.target, showsProgress: console.terminal.isInteractive, report: report,
                shouldStop: { Interruption.shared.requested != nil })
        } catch {
            if let signal = Interruption.shared.requested {
                console.error([error.description])
                return 128 + signal
            }
            throw Failure(error.description, status: .ioError)
        }
        switch outcome {
        case .alreadyThere(let folder):
            try requireWhole(dataset, folder)
            console.print("\(dataset.name) is there already: \(folder)")
        case .fetched(let folder):
            try requireWhole(dataset, folder)
            console.print("\(dataset.name) is in \(folder)")
        }
        return ExitCode.ok.rawValue
    }

    /// The data set that was asked for, from the place that was asked for.
    private func chosen() throws -> FetchableDataset {
        let names = FetchableDataset.all.map(\.name)
        let name = arguments.positionals.count > 1 ? arguments.positionals[1] : FetchableDataset.cifar10.name
        guard let dataset = FetchableDataset.all.first(where: { $0.name == name }) else {
            let hint = nearest(to: name, among: names).map { " Did you mean \($0)?" } ?? ""
            throw Failure("no data set \(name) can be fetched." + hint, "There are \(names.joined(separator: " and ")).", status: .usage)
        }
        do throws(FetchableDataset.Problem) {
            return try dataset.from(url: arguments.value(of: .url), digests: arguments.values(of: .digest))
        } catch {
            switch error {
            case .digests(let given, let needed):
                throw Failure(
                    "--md5 has \(given) where \(name) consists of \(needed) archives.",
                    "Write one for each, parted by commas: \(dataset.archives.map(\.fileName).joined(separator: ", ")).", status: .usage)
            }
        }
    }

    /// The folder in which the whole data set is, or nil.
    private func whole(_ dataset: FetchableDataset, _ locator: DataLocator) -> String? {
        guard dataset.name == FetchableDataset.pets.name else { return locator.cifar10 }
        return locator.folder(of: .pets).flatMap { (try? Pets.missingPhotos(in: $0))?.isEmpty == true ? $0 : nil }
    }

    /// Archives count as unpacked when some of their files are there; a part of the photos is not the data set.
    private func requireWhole(_ dataset: FetchableDataset, _ folder: String) throws {
        guard dataset.name == FetchableDataset.pets.name else { return }
        let missing: [String]
        do throws(DatasetError) {
            missing = try Pets.missingPhotos(in: folder)
        } catch {
            throw Failure(error.description, status: .dataError)
        }
        guard let first = missing.first else { return }
        throw Failure(
            "\(folder) lacks photos that its annotations/list.txt names: \(first)\(missing.count > 1 ? " and \(missing.count - 1) more" : "").",
            "Move it away and run the same command again.", status: .dataError)
    }

    private func report(_ step: ArchiveFetch.Step) {
        switch step {
        case .downloading(let url, let resumedAt):
            console.print("Downloading \(url)" + (resumedAt > 0 ? ", going on after \(resumedAt) bytes" : ""))
        case .checking(let file): console.print("Checking \(file)")
        case .unpacking(let folder): console.print("Unpacking into \(folder)")
        }
    }

    // MARK: - check

    /// Checks whatever is in the folder; where it names none, whatever is in the folders that are searched. Each set is checked, whatever is wrong
    /// with the others; the status is the worst one's.
    private func check() throws -> Int32 {
        let named = arguments.positionals.count > 1 ? arguments.positionals[1] : nil
        let locator = DataLocator(given: named ?? arguments.value(of: .data))
        let searched = locator.locations.searched
        let photos = PhotoCollection.allCases.compactMap { collection in locator.folder(of: collection).map { (collection, $0) } }
        let cifar10 = locator.cifar10 ?? searched.first(where: isPartOfCIFAR10)
        if cifar10 == nil && photos.isEmpty {
            if named != nil { throw nothingKnown(in: searched[0]) }
            throw Failure(
                "there is no data set in any of \(searched.joined(separator: ", ")).",
                "mettle data fetch cifar10 and mettle data fetch pets get them.", status: .noInput)
        }
        var isWhole = true
        func attempt(_ check: () throws(DatasetError) -> Void) {
            do throws(DatasetError) {
                try check()
            } catch {
                console.error([error.description])
                isWhole = false
            }
        }
        if let folder = cifar10 { attempt { () throws(DatasetError) in print(try CIFAR10.check(folder)) } }
        let threads = WorkThreads(count: Surroundings(host: .describe()).processors)
        for (collection, folder) in photos {
            attempt { () throws(DatasetError) in
                PhotoSetReport(try collection.open(folder, threads: threads, decoding: true), console).print()
            }
        }
        return (isWhole ? ExitCode.ok : .dataError).rawValue
    }

    private func isPartOfCIFAR10(_ folder: String) -> Bool {
        do throws(DatasetError) {
            _ = try CIFAR10.resolve(folder)
            return true
        } catch {
            if case .missingBatch = error { return true }
            return false
        }
    }

    /// CIFAR-10's reader knows what some folders hold in its place: another version of it, an archive.
    private func nothingKnown(in folder: String) -> Failure {
        var known = DatasetError.noDataset(folder)
        do throws(DatasetError) {
            _ = try CIFAR10.check(folder)
        } catch {
            if error != .notCIFAR10(directory: folder, hint: nil) { known = error }
        }
        return Failure(known.description, status: known.isMissing ? .noInput : .dataError)
    }

    private func print(_ report: CIFAR10Report) {
        console.print("\(report.directory): \(report.files.count) files, whole")
        for file in report.files {
            console.print(
                "  \(file.name)  \(file.records) images, sha256 \(file.sha256)\(file.isOriginal ? "" : ", not the published bytes")")
        }
        if let label = report.identity.trainingLabel { console.paragraph("Results will say: \(label).") }
        if let label = report.identity.accuracyLabel { console.paragraph("Accuracies will say: \(label).") }
    }
}

extension DatasetError {
    /// There is nothing of that name, which is another exit status than damaged data.
    fileprivate var isMissing: Bool {
        if case .missingDirectory = self { true } else { false }
    }
}
