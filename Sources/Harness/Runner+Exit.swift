// Which exit status a run deserves.
// Leaves to others: ending the process.

extension RunResult {
    /// 0 when anything was completed, 69 when nothing could run here, 70 for a wrong answer, 128 + the signal after an interruption.
    package var exitStatus: Int32 {
        if hadWrongAnswer { return 70 }
        if let interruptedBy { return 128 + interruptedBy }
        return completed > 0 ? 0 : 69
    }
}
