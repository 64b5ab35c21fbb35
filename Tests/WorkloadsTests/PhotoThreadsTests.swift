// Threads that decode beside a training: how many, and where they may run.
// Leaves to others: what they decode (DatasetsTests).

import CPU
import Datasets
import Synchronization
import Testing
import Workloads

@Suite struct PhotoThreadsTests {
    @Test(arguments: [(1, 1, 0), (2, 1, 1), (2, 2, 1), (8, 2, 6), (8, 8, 1)])
    func aTrainingOnASingleProcessorDecodesByItself(processors: Int, team: Int, ahead: Int) {
        #expect(PhotoTask.threadsAhead(processors: processors, team: team) == ahead)
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
