// Sizes as people write and read them, and the sizes of a memory hierarchy.
// Leaves to others: the kernels that take them.

import CPU
import Testing
import Workloads

@Suite struct ByteCountTests {
    @Test(arguments: [
        (16 << 10, "16 KiB"), (512 << 20, "512 MiB"), (3 << 29, "1.5 GiB"), (1, "1 B"), (0, "0 B"), (1023, "1023 B"), (1 << 30, "1 GiB"),
    ])
    func text(bytes: Int, expected: String) { #expect(ByteCount.text(bytes) == expected) }

    @Test(
        arguments: [
            ("64MiB", 64 << 20), ("64 MiB", 64 << 20), ("4096", 4096), ("2GiB", 2 << 30), ("12B", 12), ("0", nil), ("-1KiB", nil),
            ("1.5GiB", nil),
            ("KiB", nil), ("64MB", nil), ("99999999999999999999GiB", nil), ("9223372036854775807GiB", nil), ("", nil),
        ] as [(String, Int?)])
    func parse(text: String, expected: Int?) { #expect(ByteCount.parse(text) == expected) }

    @Test func theSweepGoesFromTheFirstCacheToFourTimesTheLast() {
        let machine = Surroundings(
            processors: 2, caches: [32 << 10, 1 << 20, 96 << 20].map { CacheCapacity(bytes: $0, sharedBy: 1) }, availableBytes: 1 << 30,
            instructionSets: [])
        #expect(machine.sweepBytes.first == 16 << 10)
        #expect(machine.sweepBytes.last == 384 << 20)
        #expect(machine.sweepBytes == machine.sweepBytes.sorted())
        #expect(machine.bytes("dram") == 384 << 20)
        #expect(machine.bytes("llc") == 48 << 20)
        #expect(machine.bytes("l3") == nil)
        // What a plan writes, a benchmark reads: a size between two powers too.
        for size in machine.sweepBytes { #expect(ByteCount.parse(ByteCount.exactText(size)) == size) }
        #expect(machine.sweepBytes.map(ByteCount.exactText).contains("1536 KiB"))
        // Sixteen threads of which eight share a last cache bring two of them, and sixteen of each private one.
        let team = machine.forTeam(of: 16)
        #expect(team.bytes("l1") == 16 * machine.bytes("l1")!)
        #expect(team.bytes("llc") == 16 / machine.caches.last!.sharedBy * machine.bytes("llc")!)
        #expect(team.bytes("64MiB") == 64 << 20)
        #expect(team.outOfCacheBytes == 4 * machine.caches.last!.total(threads: 16))
        #expect(team.sweepBytes.first == team.bytes("l1") && team.sweepBytes.last == team.outOfCacheBytes)
    }
}
