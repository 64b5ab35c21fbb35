// The exit statuses of the program, named once.
// Leaves which command ends with which to the commands.

/// How the program ends: `sysexits` where one fits, 128 + the signal's number after a signal.
package enum ExitCode: Int32, Sendable {
    /// Something was completed; for `compare`: same or faster.
    case ok = 0
    /// `compare`: something is slower.
    case slower = 1
    /// `compare`: nothing is slower, something is inconclusive.
    case inconclusive = 2
    /// The command line is wrong.
    case usage = 64
    /// A file's content is wrong, or nothing in it is comparable.
    case dataError = 65
    /// A named file or folder is not there, or cannot be read.
    case noInput = 66
    /// Nothing of what was asked could run here.
    case unavailable = 69
    /// Our fault: a wrong answer among it.
    case software = 70
    /// Writing or reading failed on the way.
    case ioError = 74
    /// Ended by Ctrl-C.
    case interrupted = 130
    /// Ended by SIGTERM.
    case terminated = 143
}
