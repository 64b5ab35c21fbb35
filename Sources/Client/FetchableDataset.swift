// A data set that can be fetched: its archives and the folder that they fill.
// Leaves to others: one archive (ArchiveFetch), and what is in the files (Datasets).

package struct FetchableDataset: Sendable, Equatable {
    /// As `mettle data fetch` spells it.
    package var name: String
    /// What it is, with its size, for people.
    package var summary: String
    /// Below the directory of data sets; nil where the archive brings its own.
    package var folder: String?
    /// In the order in which they are fetched: small ones first, so that a wrong address is known early.
    package var archives: [DatasetArchive]

    package init(name: String, summary: String, folder: String? = nil, archives: [DatasetArchive]) {
        self.name = name
        self.summary = summary
        self.folder = folder
        self.archives = archives
    }

    package static let cifar10 = FetchableDataset(name: "cifar10", summary: "CIFAR-10, 170 MB", archives: [.cifar10])
    package static let pets = FetchableDataset(
        name: "pets", summary: "the Oxford-IIIT Pet photos, 811 MB", folder: "oxford-iiit-pet", archives: [.petAnnotations, .petImages])

    /// Every data set that can be fetched.
    package static let all = [cifar10, pets]

    package enum Problem: Error, Equatable {
        /// `--md5` gave another number of digests than there are archives.
        case digests(given: Int, needed: Int)
    }

    /// The same archives from another place: of a single archive its own address, of several the address of the folder that holds them all.
    /// `digests` are one for each archive, in their order.
    package func from(url: String?, digests: [String]) throws(Problem) -> FetchableDataset {
        var copy = self
        if let url {
            let base = url.hasSuffix("/") ? String(url.dropLast()) : url
            for i in archives.indices { copy.archives[i].url = archives.count == 1 ? url : base + "/" + archives[i].fileName }
        }
        if !digests.isEmpty {
            if digests.count != archives.count { throw .digests(given: digests.count, needed: archives.count) }
            for i in archives.indices { copy.archives[i].md5 = digests[i].lowercased() }
        }
        return copy
    }

    /// Fetches what is missing into `directory`, and returns the folder that holds it.
    package func fetch(
        into directory: String, showsProgress: Bool, pause: Duration = .seconds(2), report: (ArchiveFetch.Step) -> Void = { _ in },
        shouldStop: () -> Bool = { false }
    ) throws(ClientError) -> ArchiveFetch.Outcome {
        let target = folder.map { directory + "/" + $0 } ?? directory
        var outcomes: [ArchiveFetch.Outcome] = []
        for archive in archives {
            var fetch = ArchiveFetch(archive, into: target, showsProgress: showsProgress)
            fetch.pause = pause
            outcomes.append(try fetch.run(report: report, shouldStop: shouldStop))
        }
        if folder == nil, let only = outcomes.first { return only }
        let wasThere = outcomes.allSatisfy { if case .alreadyThere = $0 { true } else { false } }
        return wasThere ? .alreadyThere(target) : .fetched(target)
    }
}
