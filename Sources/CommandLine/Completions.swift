// Completion scripts for shells, made from the program's declarations.
// Leaves each shell's language to Completions+Bash.swift, +Zsh.swift and +Fish.swift.

extension Program {
    /// The script that teaches `shell` to complete this program's commands, options and values.
    package func completions(for shell: Shell) -> String {
        switch shell {
        case .bash: bashCompletions
        case .zsh: zshCompletions
        case .fish: fishCompletions
        }
    }

    /// The help option, which every command has.
    static let helpOption = Option("help", short: "h", .flag, help: "Print help.")
}

/// Text in single quotes of a shell whose quoting has no escapes: bash and zsh.
func singleQuoted(_ text: String) -> String {
    "'" + text.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
}
