// From the words that a person typed to a command with its arguments, or to a text that answers them.
// Leaves the types of values to Arguments+Values.swift.

/// What a command line asks for.
package enum Invocation: Sendable, Equatable {
    case run(Command, Arguments)
    /// Help, the version or completions: print it and end.
    case print(String, ExitCode)
}

extension Program {
    /// Reads the words after the program's name; help is made for `terminal`.
    package func parse(_ words: [String], on terminal: Terminal) throws(UsageError) -> Invocation {
        guard let first = words.first else { return .print(help(on: terminal), .usage) }
        if first == "-h" || first == "--help" { return .print(help(on: terminal), .ok) }
        if first == "--version" { return .print("\(name) \(version)\n", .ok) }
        guard let command = command(named: first) else { throw UsageError(notACommand(first), program: name, command: nil) }
        let rest = words.dropFirst()
        if rest.prefix(while: { $0 != "--" }).contains(where: { $0 == "-h" || $0 == "--help" }) {
            return .print(help(for: command, on: terminal), .ok)
        }
        var reader = CommandReader(program: name, command: command, words: Array(rest))
        let arguments = try reader.read()
        return command.name == "help" ? try answer(arguments, on: terminal) : .run(command, arguments)
    }

    private func notACommand(_ word: String) -> UsageError.Problem {
        guard word.hasPrefix("-") else { return .unknownCommand(word, nearest: nearest(to: word, among: allCommands.map(\.name))) }
        let option = word.prefix { $0 != "=" }
        let owner = commands.first { $0.options.contains { "--" + $0.name == option } }
        guard let owner else { return .unknownOption(String(option), nearest: nearest(to: word, among: ["--help", "--version"])) }
        return .optionBeforeCommand(String(option), command: owner.name)
    }

    private func answer(_ arguments: Arguments, on terminal: Terminal) throws(UsageError) -> Invocation {
        if let shell = arguments.value(of: .completions).flatMap(Shell.init) { return .print(completions(for: shell), .ok) }
        guard let word = arguments.positionals.first else { return .print(help(on: terminal), .ok) }
        if let topic = topics.first(where: { $0.name == word }) { return .print(help(for: topic, on: terminal), .ok) }
        guard let command = command(named: word) else {
            let known = allCommands.map(\.name) + topics.map(\.name)
            throw UsageError(.unknownCommand(word, nearest: nearest(to: word, among: known)), program: name, command: nil)
        }
        return .print(help(for: command, on: terminal), .ok)
    }
}

/// Goes through the words of one command.
private struct CommandReader {
    let program: String
    let command: Command
    let words: [String]
    var position = 0
    var given: [String: [String]] = [:]
    var positionals: [String] = []

    init(program: String, command: Command, words: [String]) {
        self.program = program
        self.command = command
        self.words = words
    }

    mutating func read() throws(UsageError) -> Arguments {
        var optionsEnded = false
        while position < words.count {
            let word = words[position]
            position += 1
            if !optionsEnded, word == "--" {
                optionsEnded = true
            } else if !optionsEnded, word.hasPrefix("-"), word.count > 1 {
                try readOption(word)
            } else {
                positionals.append(word)
            }
        }
        try checkPositionals()
        return Arguments(program: program, command: command, given: given, positionals: positionals)
    }

    private mutating func readOption(_ word: String) throws(UsageError) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let written = parts[0]
        guard let option = command.options.first(where: { $0.isWritten(written) }) else {
            let known = command.options.map { "--" + $0.name } + ["--help"]
            let intended = written.hasPrefix("--") ? written : "-" + written
            throw error(.unknownOption(written, nearest: nearest(to: intended, among: known)))
        }
        guard let placeholder = option.placeholder else {
            if parts.count > 1 { throw error(.valueForFlag(option: written)) }
            given[option.name] = []
            return
        }
        if given[option.name] != nil, !option.isList { throw error(.repeated(option: "--" + option.name)) }
        let value = parts.count > 1 ? parts[1] : nextValue()
        guard let value, !value.isEmpty else { throw error(.missingValue(option: written, placeholder: placeholder)) }
        given[option.name, default: []] += try items(of: option, value)
    }

    /// The next word, unless it is an option itself.
    private mutating func nextValue() -> String? {
        guard position < words.count else { return nil }
        let word = words[position]
        if word.hasPrefix("-"), word.count > 1 { return nil }
        position += 1
        return word
    }

    private func items(of option: Option, _ value: String) throws(UsageError) -> [String] {
        var items = [value]
        if option.isList {
            items = value.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            if items.contains("") { throw error(.emptyItem(option: "--" + option.name, value: value)) }
        }
        for item in items { try check(item, named: "--" + option.name, among: option.choices) }
        return items
    }

    private func checkPositionals() throws(UsageError) {
        var rest = positionals[...]
        for positional in command.positionals {
            let needsOne = positional.count == .one || positional.count == .atLeastOne
            if needsOne, rest.isEmpty { throw error(.missingArgument(positional.name)) }
            let takesAll = positional.count == .atLeastOne || positional.count == .any
            let taken = takesAll ? rest : rest.prefix(1)
            for word in taken { try check(word, named: positional.name, among: positional.choices) }
            rest = rest.dropFirst(taken.count)
        }
        guard let extra = rest.first else { return }
        let option = nearest(to: "--" + extra, among: command.options.map { "--" + $0.name })
        throw error(.unexpectedArgument(extra, nearestOption: option))
    }

    private func check(_ value: String, named name: String, among choices: [String]) throws(UsageError) {
        guard !choices.isEmpty, !choices.contains(value) else { return }
        throw error(.notAChoice(name: name, value: value, choices: choices, nearest: nearest(to: value, among: choices)))
    }

    private func error(_ problem: UsageError.Problem) -> UsageError {
        UsageError(problem, program: program, command: command.name)
    }
}

extension Option {
    fileprivate func isWritten(_ word: String) -> Bool { word == "--" + name || short.map { word == "-\($0)" } ?? false }
}
