// What a training on photographs takes of the machine: threads that decode, memory for what they decoded.
// Leaves to others: what they decode (DatasetsTests).

import CPU
import Datasets
import Synchronization
import Testing
import Workloads

@Suite struct PhotoTaskTests {
    @Test(arguments: [(1, 1, 0), (2, 1, 1), (2, 2, 1), (8, 2, 6), (8, 8, 1)])
    func aTrainingOnASingleProcessorDecodesByItself(processors: Int, team: Int, ahead: Int) {
        #expect(PhotoTask.threadsAhead(processors: processors, team: team) == ahead)
    }

    @Test func theCacheTakesAQuarterOfWhatTheExecutorLeaves() {
        #expect(PhotoTask.cacheBytes(available: 1000, taken: 600) == 100)
        #expect(PhotoTask.cacheBytes(available: 1000, taken: 2000) == 0)
        #expect(PhotoTask.cacheBytes(available: 0, taken: 600) == 256 << 20)
    }

    /// An instance among others is pinned to its processor, and decodes there.
    @Test func onASingleProcessorTheCallersMaskStays() throws {
        let initial = Affinity.initial, own = Affinity.ofCallingThread
        defer { own.applyToCallingThread() }
        let pinned = Affinity(cpus: [try #require(initial.cpus.last)])
        try #require(pinned.applyToCallingThread())
        for (processors, wanted) in [(1, pinned), (2, initial)] {
            let context = Context(
                withoutDataOn: Surroundings(processors: processors, caches: [], availableBytes: 0, instructionSets: [.portable]))
            let seen = Mutex<[[Int]]>([])
            context.workThreads.perform { seen.withLock { $0.append(Affinity.ofCallingThread.cpus) } }
            #expect(seen.withLock { $0 }.allSatisfy { $0 == wanted.cpus })
            #expect(Affinity.ofCallingThread.cpus == pinned.cpus)
        }
    }
}
