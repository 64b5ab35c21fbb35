// A program and its commands, as data.
// Leaves what a command does to its owner.

/// A program: its commands, and pages of help that belong to none of them.
package struct Program: Sendable, Equatable {
    package let name: String
    package let version: String
    /// One sentence without its full stop.
    package let summary: String
    package let commands: [Command]
    package let topics: [Topic]

    package init(name: String, version: String, summary: String, commands: [Command], topics: [Topic] = []) {
        self.name = name
        self.version = version
        self.summary = summary
        self.commands = commands
        self.topics = topics
    }

    /// The commands that were declared, and `help`, which every program has.
    var allCommands: [Command] { commands + [helpCommand] }

    func command(named name: String) -> Command? { allCommands.first { $0.name == name } }

    /// `help [COMMAND]`, parsed and completed like any other command.
    private var helpCommand: Command {
        Command(
            "help", summary: "Explain a command", options: [.completions],
            positionals: [
                Positional(
                    "COMMAND", .optional, completion: .values(commands.map(\.name) + topics.map(\.name)),
                    help: "Which command or topic; without it, the whole program.")
            ])
    }
}

/// One command of a program.
package struct Command: Sendable, Equatable {
    package let name: String
    /// One line, an imperative without its full stop.
    package let summary: String
    /// Paragraphs, one a line.
    package let discussion: String
    package let options: [Option]
    package let positionals: [Positional]

    package init(_ name: String, summary: String, discussion: String = "", options: [Option] = [], positionals: [Positional] = []) {
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.options = options
        self.positionals = positionals
    }
}

/// A page of help that is no command's: `mettle help grades`.
package struct Topic: Sendable, Equatable {
    package let name: String
    package let summary: String
    /// Paragraphs, one a line; a line that begins with a space is printed as it is.
    package let text: String

    package init(_ name: String, summary: String, text: String) {
        self.name = name
        self.summary = summary
        self.text = text
    }
}

/// The shells that completions are made for.
package enum Shell: String, Sendable, CaseIterable {
    case bash, zsh, fish
}

extension Option {
    static let completions = Option(
        "completions", .value("SHELL"), choices: Shell.allCases.map(\.rawValue), help: "Print the shell's completion script.")
}
