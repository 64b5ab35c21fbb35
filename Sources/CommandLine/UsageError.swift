// What can be wrong with a command line, with its data.
// Leaves the sentences for a person to UsageError+Sentences.swift.

/// A command line that cannot be carried out. The exit status is `ExitCode.usage`.
package struct UsageError: Error, Sendable, Equatable {
    package enum Problem: Sendable, Equatable {
        case unknownCommand(String, nearest: String?)
        /// An option that belongs to commands, written before one.
        case optionBeforeCommand(String, command: String)
        case unknownOption(String, nearest: String?)
        case missingValue(option: String, placeholder: String)
        case valueForFlag(option: String)
        case repeated(option: String)
        /// `name` is an option with its dashes or an argument's word.
        case notAChoice(name: String, value: String, choices: [String], nearest: String?)
        case emptyItem(option: String, value: String)
        /// `remedy` says how such a value is written.
        case malformed(name: String, value: String, expected: String, remedy: String)
        case unexpectedArgument(String, nearestOption: String?)
        case missingArgument(String)
        /// Two things that exclude each other, or one that needs another: the command's own sentence.
        case contradiction(String)
    }

    package let problem: Problem
    package let program: String
    /// Nil where no command was recognised.
    package let command: String?

    package init(_ problem: Problem, program: String, command: String?) {
        self.problem = problem
        self.program = program
        self.command = command
    }
}
