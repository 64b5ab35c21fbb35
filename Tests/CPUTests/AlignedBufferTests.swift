// Buffers: alignment, canaries that notice, zeroes by every thread, and refusal of what no machine has.

import CPU
import Testing

@Suite struct AlignedBufferTests {
    @Test func refusesWhatNoMachineHas() {
        #expect(throws: CPUError.outOfMemory(byteCount: Int.max)) { try AlignedBuffer<Double>(count: Int.max / 2) }
        #expect(throws: CPUError.self) { try AlignedBuffer<UInt8>(count: 1 << 62) }
    }

    @Test func largeOnesAreHugePageAligned() throws {
        #expect(UInt(bitPattern: try AlignedBuffer<Float>(count: 1 << 20).pointer) % (2 << 20) == 0)
        #expect(UInt(bitPattern: try AlignedBuffer<Float>(count: 3).pointer) % 128 == 0)
        #expect(UInt(bitPattern: try AlignedBuffer<Float>(count: 1 << 20, guarded: true).pointer) % 128 == 0)
    }

    @Test func canariesNotice() throws {
        for offset in [-1, 10] {
            let buffer = try AlignedBuffer<UInt8>(count: 10, guarded: true)
            #expect(buffer.canariesAreIntact)
            buffer.pointer[offset] = 0
            #expect(!buffer.canariesAreIntact)
        }
    }

    @Test(arguments: [0, 1, 5000, 2_000_003])
    func zeroedByTheTeam(count: Int) throws {
        let buffer = try AlignedBuffer<UInt8>(count: count, guarded: true)
        for index in 0..<count { buffer.pointer[index] = 1 }
        buffer.zero(by: WorkerTeam(threads: 3))
        #expect(buffer.elements.allSatisfy { $0 == 0 })
        #expect(buffer.canariesAreIntact)
    }
}
