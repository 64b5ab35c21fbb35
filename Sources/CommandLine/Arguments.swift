// The options and arguments that a command was given.
// Leaves durations, sizes and numbers to Arguments+Values.swift.

/// What was written after a command's name, already checked against the command's declaration.
package struct Arguments: Sendable, Equatable {
    let program: String
    package let command: Command
    let given: [String: [String]]
    package let positionals: [String]

    /// Whether the option was written.
    package func has(_ option: Option) -> Bool { written(option) != nil }

    /// The option's value as written, or its default.
    package func value(of option: Option) -> String? { values(of: option).last }

    /// All values of a list as written, or its default split at its commas.
    package func values(of option: Option) -> [String] {
        if let written = written(option) { return written }
        guard case .value(let text) = option.defaultValue else { return [] }
        return option.isList ? text.split(separator: ",").map(String.init) : [text]
    }

    /// A usage error of this command that its declaration cannot express: two options that exclude each other.
    package func contradiction(_ sentence: String) -> UsageError { error(.contradiction(sentence)) }

    func error(_ problem: UsageError.Problem) -> UsageError { UsageError(problem, program: program, command: command.name) }

    private func written(_ option: Option) -> [String]? {
        precondition(command.options.contains(option), "\(command.name) does not declare --\(option.name)")
        return given[option.name]
    }
}
