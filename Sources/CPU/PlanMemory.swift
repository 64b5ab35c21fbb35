// The static memory plan of an executor: who needs how many vectors, before anything is allocated.
// Leaves to others: the stages that reserve (Stage…), allocation (CPUExecutor).

import Tiles

/// What an executor will hold, known before it allocates.
package struct MemoryPlan: Sendable, Equatable {
    package enum Use: String, Sendable, CaseIterable { case parameters, activations, gradients, scratch }

    /// Bytes by use.
    package private(set) var bytes: [Use: Int] = [:]
    /// Vectors in all.
    private(set) var count = 0
    /// Whether canaries lie between the pieces, for tests.
    private let isGuarded: Bool
    private var guards: [Int] = []

    init(isGuarded: Bool = false) { self.isGuarded = isGuarded }

    package var byteCount: Int { MemoryLayout<Lanes>.stride * count }

    /// Reserves vectors, rounded up to pages of 4 KB.
    mutating func reserve(_ vectors: Int, _ use: Use) -> PlanSlot {
        // A guard begins right after the last vector.
        let rounded = isGuarded ? vectors + Canary.count : (vectors + 63) / 64 * 64
        if isGuarded { guards.append(count + vectors) }
        defer {
            count += rounded
            bytes[use, default: 0] += rounded * MemoryLayout<Lanes>.stride
        }
        return PlanSlot(offset: count)
    }

    /// Reserves vectors of activations, which may take less than one of floats each.
    mutating func reserve(_ vectors: Int, _ use: Use, vectorBytes: Int) -> StoredSlot {
        let stride = MemoryLayout<Lanes>.stride
        return StoredSlot(slot: reserve((vectors * vectorBytes + stride - 1) / stride, use), vectorBytes: vectorBytes)
    }

    /// Zero, or where guarded: not a number everywhere, so that nobody reads what nobody wrote.
    func fill(_ memory: AlignedBuffer<Lanes>, by team: WorkerTeam) {
        if isGuarded { memory.pointer.update(repeating: Canary.value, count: memory.count) } else { memory.zero(by: team) }
    }

    /// False when someone wrote beside a piece.
    func canariesAreIntact(in memory: LanePointer) -> Bool {
        guards.allSatisfy { offset in
            (offset..<offset + Canary.count).allSatisfy { vector in
                (0..<16).allSatisfy { memory[vector][$0].bitPattern == Canary.value[0].bitPattern }
            }
        }
    }

    private enum Canary {
        static let count = 128
        static let value = Lanes(repeating: Float(bitPattern: 0x7FC0_A5A5))
    }
}

/// A reserved piece of the plan.
struct PlanSlot {
    let offset: Int

    func callAsFunction(_ base: LanePointer) -> LanePointer { base + offset }
}

/// A reserved piece of the plan that holds activations.
struct StoredSlot {
    let slot: PlanSlot
    let vectorBytes: Int

    func callAsFunction(_ base: LanePointer) -> StoredPointer { StoredPointer(slot(base), vectorBytes: vectorBytes) }
}

/// Why an executor cannot be made.
package enum ExecutorError: Error, Equatable, Sendable {
    /// Bytes that the plan needs, and those that it may have.
    case doesNotFit(needed: Int, available: Int)
    /// The system refused memory.
    case outOfMemory(byteCount: Int)
}
