// The arithmetic roof computes what it says, and fork-joins reach every thread.
// How fast either is, the benchmarks measure.

import CPU
import Measurement
import Testing

@Suite struct PeakAndForkJoinTests {
    @Test(arguments: InstructionSet.available, PeakFMA.Precision.allCases)
    func chainsFollowTheirRecurrence(instructionSet: InstructionSet, precision: PeakFMA.Precision) throws {
        for threads in [1, 3] {
            let peak = try PeakFMA(precision, team: WorkerTeam(threads: threads), instructionSet: instructionSet)
            peak.run(iterations: 2)
            let deviation = peak.verify()
            #expect(deviation.isAcceptable, "\(deviation)")
            #expect(deviation.largest > 0)
            #expect(peak.work.operations.truncatingRemainder(dividingBy: Double(2000 * threads)) == 0)
        }
    }

    @Test(arguments: ForkJoin.Method.allCases, [1, 2, 5])
    func everyCallArrives(method: ForkJoin.Method, threads: Int) {
        let forkJoin = ForkJoin(method, team: WorkerTeam(threads: threads))
        forkJoin.run(iterations: 100)
        #expect(forkJoin.verify() == Deviation(largest: 0, allowed: 0))
    }

    @Test func whatIsNotANumberIsNotAcceptable() {
        #expect(!Deviation(largest: .nan, allowed: 1).isAcceptable)
        #expect(!Deviation(largest: 2, allowed: 1).isAcceptable)
        #expect(Deviation(largest: 0, allowed: 0).isAcceptable)
    }
}
