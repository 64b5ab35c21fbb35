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

    package var byteCount: Int { MemoryLayout<Lanes>.stride * count }

    /// Reserves vectors beginning at a page of 4 KB.
    mutating func reserve(_ vectors: Int, _ use: Use) -> PlanSlot {
        let rounded = (vectors + 63) / 64 * 64
        defer {
            count += rounded
            bytes[use, default: 0] += rounded * MemoryLayout<Lanes>.stride
        }
        return PlanSlot(offset: count)
    }
}

/// A reserved piece of the plan.
struct PlanSlot {
    let offset: Int

    func callAsFunction(_ base: LanePointer) -> LanePointer { base + offset }
}

/// Why an executor cannot be made.
package enum ExecutorError: Error, Equatable, Sendable {
    /// Bytes that the plan needs, and those that it may have.
    case doesNotFit(needed: Int, available: Int)
    /// The system refused memory.
    case outOfMemory(byteCount: Int)
}
