// What one iteration of a workload does: bytes and operations, declared beside the kernel.
// Leaves to others: timing (Sample), and turning work and time into a rate (Metric).

/// The work of one iteration. Bandwidth, FLOP/s and intensity are derived from it, never typed in.
package struct Work: Sendable, Equatable, Codable {
    /// Bytes that the algorithm must read and write, as STREAM counts them (no write-allocate traffic).
    package var bytesRead: Double
    package var bytesWritten: Double
    /// Bytes that each of n threads must send and receive at least in a collective operation: 2 (n − 1) / n of its vector in an all-reduce
    /// (NCCL-tests' bus bandwidth); nil elsewhere.
    package var busBytes: Double?
    /// Useful arithmetic operations: a fused multiply-add is two; a convolution counts as the direct one.
    package var operations: Double
    /// Operations really executed where the algorithm needs fewer or more than the direct count (Winograd); nil where equal.
    package var executedOperations: Double?
    /// Things processed that a person counts: images, dependent loads, fork-joins. 0 where there are none.
    package var items: Double

    package init(
        bytesRead: Double = 0, bytesWritten: Double = 0, busBytes: Double? = nil, operations: Double = 0, executedOperations: Double? = nil,
        items: Double = 0
    ) {
        self.bytesRead = bytesRead
        self.bytesWritten = bytesWritten
        self.busBytes = busBytes
        self.operations = operations
        self.executedOperations = executedOperations
        self.items = items
    }

    package var bytes: Double { bytesRead + bytesWritten }
}
