// What an option or an argument of a command is, as data.
// Leaves reading a command line to Program+Parse.swift, and help and completions to their own files.

/// One option of a command. Declared once; parsing, help, completions and errors come from it.
package struct Option: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// Present or not.
        case flag
        /// Takes one value; the text stands for it in help.
        case value(String)
        /// Takes values parted by commas, and may be repeated.
        case list(String)
    }

    package enum Default: Sendable, Equatable {
        /// What `Arguments.value(of:)` gives where the option is absent.
        case value(String)
        /// Words for help only: the command works the value out.
        case described(String)
    }

    /// The long name, without its dashes.
    package let name: String
    package let short: Character?
    package let kind: Kind
    /// All that the option accepts; empty where anything may be written.
    package let choices: [String]
    package let defaultValue: Default?
    /// One sentence.
    package let help: String
    package let completion: Completion

    package init(
        _ name: String, short: Character? = nil, _ kind: Kind, choices: [String] = [], default defaultValue: Default? = nil,
        completion: Completion = .none, help: String
    ) {
        self.name = name
        self.short = short
        self.kind = kind
        self.choices = choices
        self.defaultValue = defaultValue
        self.help = help
        self.completion = choices.isEmpty ? completion : .values(choices)
    }

    /// The word that stands for the value in help; nil for a flag.
    package var placeholder: String? {
        switch kind {
        case .flag: nil
        case .value(let word), .list(let word): word
        }
    }

    package var isList: Bool {
        if case .list = kind { true } else { false }
    }
}

/// One argument of a command that is not an option.
package struct Positional: Sendable, Equatable {
    package enum Count: Sendable, Equatable {
        case one, optional, atLeastOne, any
    }

    /// The word that stands for it in help: `FILE`.
    package let name: String
    package let count: Count
    /// All that is accepted; empty where anything may be written.
    package let choices: [String]
    package let help: String
    package let completion: Completion

    package init(_ name: String, _ count: Count = .one, choices: [String] = [], completion: Completion = .none, help: String) {
        self.name = name
        self.count = count
        self.choices = choices
        self.help = help
        self.completion = choices.isEmpty ? completion : .values(choices)
    }
}

/// What a shell offers in the place of a value.
package enum Completion: Sendable, Equatable {
    case none, file, directory
    case values([String])
    case valuesOrFile([String])

    var values: [String] {
        switch self {
        case .values(let values), .valuesOrFile(let values): values
        case .none, .file, .directory: []
        }
    }

    var offersFiles: Bool {
        switch self {
        case .file, .valuesOrFile: true
        case .none, .directory, .values: false
        }
    }
}
