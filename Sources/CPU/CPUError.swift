// What can go wrong in this module for reasons that are not our own mistake.
// Wrong shapes and misuse are preconditions; the sentence for a person is made by the command line.

/// A failure of the CPU module that a caller can meet on a sound program.
package enum CPUError: Error, Equatable, Sendable {
    /// The system refused this many bytes.
    case outOfMemory(byteCount: Int)
}
