// The result file of one run on one machine, as a value.
// Leaves to others: its text (RecordCoding), its checks (RecordValidation), and every judgement on it (Leaderboard).

package import Machine
package import Measurement
package import Prices

/// One run on one machine. Keys are snake_case in the file; units stand in the key; what was not measured is absent.
package struct Record: Sendable, Equatable, Codable {
    /// The version of the format that this program writes and reads.
    package static let currentVersion = 1

    package var mettleRecord: Int = Record.currentVersion
    /// A random UUID (version 4), made when the run starts.
    package var runId: String
    /// UTC, `2026-11-21T13:04:43Z`.
    package var createdAt: String
    package var finishedAt: String?
    /// The name that the user gave the machine; nothing that identifies the user is taken from the system.
    package var label: String
    package var provenance: Provenance
    package var program: ProgramIdentity?
    package var invocation: Invocation?
    package var machine: MachineEntry
    package var noiseFloor: NoiseFloorEntry?
    /// The offers that matched when the run was made: frozen, never rewritten by later sheets.
    package var offers: [Offer]
    /// What was wrong with the machine as a whole when the run began.
    package var caveats: [Caveat]
    package var measurements: [MeasuredConfiguration]

    package init(
        runId: String, createdAt: String, label: String, provenance: Provenance, program: ProgramIdentity? = nil,
        invocation: Invocation? = nil, machine: MachineEntry, noiseFloor: NoiseFloorEntry? = nil, offers: [Offer] = [],
        caveats: [Caveat] = [], measurements: [MeasuredConfiguration] = []
    ) {
        self.runId = runId
        self.createdAt = createdAt
        self.label = label
        self.provenance = provenance
        self.program = program
        self.invocation = invocation
        self.machine = machine
        self.noiseFloor = noiseFloor
        self.offers = offers
        self.caveats = caveats
        self.measurements = measurements
    }
}

/// Where the numbers come from.
package struct Provenance: Sendable, Equatable, Codable {
    package enum Kind: String, Sendable, Equatable, Codable, CaseIterable { case published, measured, signed, reproduced }
    package var kind: Kind
    /// For published figures: author, title, place, date, in one sentence.
    package var citation: String?

    package init(kind: Kind, citation: String? = nil) {
        self.kind = kind
        self.citation = citation
    }
}

/// The program that measured.
package struct ProgramIdentity: Sendable, Equatable, Codable {
    package var name: String
    package var version: String
    /// SHA-256 of the binary, in hexadecimal.
    package var binarySha256: String
    package var compiler: String
    package var build: String

    package init(name: String, version: String, binarySha256: String, compiler: String, build: String) {
        self.name = name
        self.version = version
        self.binarySha256 = binarySha256
        self.compiler = compiler
        self.build = build
    }
}

/// What was asked for.
package struct Invocation: Sendable, Equatable, Codable {
    package var suite: String
    package var seed: UInt64
    /// The options as typed, without paths of data and files.
    package var options: [String]
    package var reproducible: Bool
    /// Planned configurations in order, so that a resumed run knows what is left.
    package var planned: [Configuration]
    /// How often the run was interrupted and resumed.
    package var resumed: Int

    package init(suite: String, seed: UInt64, options: [String], reproducible: Bool, planned: [Configuration], resumed: Int = 0) {
        self.suite = suite
        self.seed = seed
        self.options = options
        self.reproducible = reproducible
        self.planned = planned
        self.resumed = resumed
    }
}

/// The result of the machine's A/A test.
package struct NoiseFloorEntry: Sendable, Equatable, Codable {
    /// |ln ratio| below which two runs of the same thing on this machine cannot be told apart.
    package var logRatio: Double
    package var pairs: Int
    package var measuredAt: String

    package init(logRatio: Double, pairs: Int, measuredAt: String) {
        self.logRatio = logRatio
        self.pairs = pairs
        self.measuredAt = measuredAt
    }
}

/// The machine, in the words a page shows; the whole description stands beside them.
package struct MachineEntry: Sendable, Equatable, Codable {
    /// Line one of a row: `EPYC, 2 vCPU`, `Tesla V100 16 GB`.
    package var name: String
    /// Line two: `AVX-512, 23 GB, KVM guest`.
    package var parts: String
    /// `cpu`, `gpu`: what did the work of the end-to-end runs.
    package var deviceKind: String
    /// CPU model × cores × GPUs × memory: machines of one class should agree.
    package var machineClass: String
    package var provider: String?
    package var instance: String?
    package var region: String?
    /// The whole description; nil for published rows.
    package var host: Host?

    package init(
        name: String, parts: String, deviceKind: String, machineClass: String, provider: String? = nil, instance: String? = nil,
        region: String? = nil, host: Host? = nil
    ) {
        self.name = name
        self.parts = parts
        self.deviceKind = deviceKind
        self.machineClass = machineClass
        self.provider = provider
        self.instance = instance
        self.region = region
        self.host = host
    }

    /// Bytes of each level's caches that a team of `threads` reaches; empty where the record does not say.
    package func dataCacheTotals(threads: Int) -> [(level: Int, byteCount: Int)] {
        host?.processor.dataCacheTotals(threads: threads).map { ($0.level, $0.byteCount) } ?? []
    }
}
