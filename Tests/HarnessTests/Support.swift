// A plan of one configuration of a toy, run by the real runner.
// Leaves to others: the toys and what is asked of them (the suites).

import Harness
import Measurement
import Records
import Workloads

/// The record of it. Toys that want data have their own.
func run(
    _ item: PlannedConfiguration, of benchmark: any Benchmark, on surroundings: Surroundings, watch: (any SeriesWatch)? = nil,
    interruption: Interruption = Interruption()
) throws -> Record {
    let record = Record(
        runId: "0e4c1a52-93a7-4c1e-8a7d-5f1f0a6b2c3d", createdAt: "2026-11-21T13:04:43Z", label: "x",
        provenance: Provenance(kind: .published, citation: "a test"),
        machine: MachineEntry(name: "x", parts: "", deviceKind: "cpu", machineClass: ""))
    let context = Context(
        surroundings: surroundings, seed: 1, openDataset: { () throws(WorkloadError) in throw .unavailable("no data in this test") },
        openPhotos: { _, _ throws(WorkloadError) in throw .unavailable("no photos in this test") })
    let runner = Runner(
        plan: [item], catalogue: [benchmark], record: record, context: context, watcher: watch, interruption: interruption,
        now: { "2026-11-21T13:05:00Z" }, save: { _ in }, listener: { _ in })
    return try runner.run().record
}
