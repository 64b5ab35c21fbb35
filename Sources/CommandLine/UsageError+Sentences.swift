// The sentences for a person who typed a wrong command line.
// Leaves wrapping and the word "error:" to Terminal+Paragraphs.swift.

extension UsageError {
    /// What is wrong, then what to do: each begins on a line of its own.
    package var sentences: [String] { [statement, remedy] }

    private var statement: String {
        switch problem {
        case .unknownCommand(let name, let nearest): "no command \(name)." + suggestion(nearest)
        case .optionBeforeCommand(let option, _): "\(option) stands before the command."
        case .unknownOption(let name, let nearest): "no option \(name)." + suggestion(nearest)
        case .missingValue(let option, let placeholder): "\(option) needs a value: \(option) \(placeholder)."
        case .valueForFlag(let option): "\(option) takes no value."
        case .repeated(let option): "\(option) is given twice."
        case .notAChoice(let name, let value, let choices, let nearest):
            "\(name) cannot be “\(value)”."
                + (nearest.map { " Did you mean \($0)?" } ?? " It is \(list(choices)).")
        case .emptyItem(let option, let value): "\(option): “\(value)” has an empty item."
        case .malformed(let name, let value, let expected, _): "\(name): “\(value)” is not \(expected)."
        case .unexpectedArgument(let word, let nearest): "unexpected argument “\(word)”." + suggestion(nearest)
        case .missingArgument(let name): "\(program) \(command ?? "") needs \(name)."
        case .contradiction(let sentence): sentence
        }
    }

    private var remedy: String {
        switch problem {
        case .optionBeforeCommand(let option, let command): "Write \(program) \(command) \(option)."
        case .notAChoice(_, _, let choices, .some): "It is \(list(choices))."
        case .malformed(_, _, _, let remedy): remedy
        case .unknownCommand: "\(program) help lists the commands."
        default: "\(program) help\(command.map { " " + $0 } ?? "") lists the options."
        }
    }

    private func suggestion(_ nearest: String?) -> String { nearest.map { " Did you mean \($0)?" } ?? "" }

    private func list(_ choices: [String]) -> String {
        guard choices.count > 1, let last = choices.last else { return choices.first ?? "" }
        return choices.dropLast().joined(separator: ", ") + " or " + last
    }
}
