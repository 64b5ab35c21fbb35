// The suites that ship, against the catalogue: nothing in them is mistyped, and nothing of Mettle is out of a user's reach.
// Leaves to others: their form (RecordsTests).

import CPU
import Harness
import Measurement
import Records
import Testing
import Workloads

@Suite struct ShippedSuiteTests {
    private static let folder = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/Profiles/suites/"

    private func selections(_ name: String) throws -> [Selection] {
        try SuiteFile.read(Self.folder + name + ".json").suite.benchmarks.map(Selection.init)
    }

    @Test func theFullSuiteHasEveryBenchmark() throws {
        let present = Set(try selections("full").map(\.benchmark))
        #expect(Catalogue.all.map(\.id).filter { !present.contains($0) } == [])
    }

    /// A machine with memory can run all but what needs a peer or an instruction that it may lack.
    @Test(arguments: ["quick", "standard", "full"]) func aSuiteCanBePlanned(name: String) throws {
        let machine = Surroundings(
            processors: 2, caches: [32 << 10, 1 << 20, 32 << 20].map { CacheCapacity(bytes: $0, sharedBy: 1) }, availableBytes: 64 << 30,
            instructionSets: InstructionSet.available)
        let items = try Plan.make(try selections(name), options: PlanOptions(), surroundings: machine, catalogue: Catalogue.all).items
        for item in items where item.skip != nil && item.configuration.benchmark != "network/peer" {
            #expect(["bf16", "int8"].contains(item.configuration.precision), "\(item.configuration.identifier): \(item.skip ?? "")")
        }
    }
}
