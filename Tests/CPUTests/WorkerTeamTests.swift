// The worker team: every thread runs every phase exactly once, claims cover everything once, splits are contiguous.
// How fast a phase is handed out is measured by the fork-join benchmark, never asserted here.

import CPU
import Synchronization
import Testing

@Suite struct WorkerTeamTests {
    @Test(arguments: [1, 2, 3, 5, 8])
    func everyThreadRunsEveryPhaseOnce(threads: Int) {
        let team = WorkerTeam(threads: threads)
        #expect(team.count == threads)
        #expect(team.distinctThreadCount == threads)
        let phases = 3000
        let ran = UnsafeMutablePointer<Int>.allocate(capacity: threads * 16)
        ran.initialize(repeating: 0, count: threads * 16)
        defer { ran.deallocate() }
        var wrong = 0
        for phase in 0..<phases {
            team.run { thread, count in
                if count != threads || ran[thread * 16] != phase { ran[thread * 16 + 1] += 1 }
                ran[thread * 16] += 1
            }
            for thread in 0..<threads where ran[thread * 16] != phase + 1 || ran[thread * 16 + 1] != 0 { wrong += 1 }
        }
        #expect(wrong == 0)
    }

    @Test(arguments: [1, 2, 3, 5], [(1000, 7), (1, 1), (0, 4), (64, 64), (65, 64)])
    func claimsCoverEverythingOnce(threads: Int, work: (total: Int, block: Int)) {
        let team = WorkerTeam(threads: threads)
        let visits = UnsafeMutablePointer<Int>.allocate(capacity: work.total + 1)
        defer { visits.deallocate() }
        for _ in 0..<50 {
            visits.initialize(repeating: 0, count: work.total + 1)
            team.run { _, _ in
                while let range = team.claim(work.total, block: work.block) {
                    for index in range { visits[index] += 1 }
                }
            }
            #expect((0..<work.total).allSatisfy { visits[$0] == 1 })
        }
    }

    @Test func splitsAreContiguousAndAligned() {
        for total in [0, 1, 5, 64, 100, 1023] {
            for count in 1...7 {
                for multiple in [1, 8, 16] {
                    var end = 0
                    for thread in 0..<count {
                        let part = WorkerTeam.split(total, among: count, thread: thread, multiple: multiple)
                        #expect(part.lowerBound == end && (part.lowerBound % multiple == 0 || part.isEmpty))
                        #expect(part.count <= ((total + multiple - 1) / multiple + count - 1) / count * multiple)
                        end = part.upperBound
                    }
                    #expect(end == total)
                }
            }
        }
    }

    /// Idle for longer than a member's patience: it sleeps, and the next phase wakes it.
    @Test func sleepersWake() {
        let team = WorkerTeam(threads: 3)
        let sum = Atomic(0)
        for _ in 0..<3 {
            let start = ContinuousClock.now
            while ContinuousClock.now - start < .milliseconds(8) {}
            team.run { thread, _ in sum.add(thread + 1, ordering: .relaxed) }
        }
        #expect(sum.load(ordering: .relaxed) == 18)
    }

    @Test func teamsComeAndGo() {
        let mask = Affinity.ofCallingThread
        for threads in 1...20 {
            let team = WorkerTeam(threads: threads % 4 + 1)
            let sum = Atomic(0)
            team.run { _, _ in sum.add(1, ordering: .relaxed) }
            #expect(sum.load(ordering: .relaxed) == team.count)
        }
        #expect(Affinity.ofCallingThread == mask)
    }

    @Test func pinnedWhereThereAreEnoughCPUs() {
        let available = Affinity.initial.cpus
        #expect(WorkerTeam(threads: available.count + 1).cpus.isEmpty)
        #expect(WorkerTeam(threads: 1, placement: .unpinned).cpus.isEmpty)
        guard let last = available.last else { return }
        let team = WorkerTeam(threads: 1, placement: .cpus([last]))
        team.run { _, _ in #expect(Affinity.ofCallingThread.cpus == [last]) }
    }

    @Test func nestingIsOurMistake() async {
        await #expect(processExitsWith: .failure) {
            let team = WorkerTeam(threads: 2)
            team.run { _, _ in team.run { _, _ in } }
        }
    }
}
