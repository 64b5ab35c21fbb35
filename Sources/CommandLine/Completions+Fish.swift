// The completion script for fish.
// Leaves what is completed to the program's declarations.

extension Program {
    var fishCompletions: String {
        let names = allCommands.map(\.name).joined(separator: " ")
        let none = quoted("not __fish_seen_subcommand_from \(names)")
        var lines = [
            "# fish completions of \(name) \(version): keep this file as ~/.config/fish/completions/\(name).fish",
            "complete -c \(name) -f",
            "complete -c \(name) -n \(none) -s h -l help -d 'Print help.'",
            "complete -c \(name) -n \(none) -l version -d 'Print the version.'",
        ]
        for command in allCommands {
            lines.append("complete -c \(name) -n \(none) -a \(command.name) -d \(quoted(command.summary))")
        }
        for command in allCommands {
            let seen = "complete -c \(name) -n \(quoted("__fish_seen_subcommand_from \(command.name)"))"
            lines += (command.options + [Self.helpOption]).map { seen + fishOption($0) }
            lines += command.positionals.map { fishAction($0.completion, isList: false) }.filter { !$0.isEmpty }.map { seen + $0 }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func fishOption(_ option: Option) -> String {
        let short = option.short.map { " -s \($0)" } ?? ""
        let value = option.placeholder == nil ? "" : " -r" + fishAction(option.completion, isList: option.isList)
        return "\(short) -l \(option.name)\(value) -d \(quoted(option.help))"
    }

    private func fishAction(_ completion: Completion, isList: Bool) -> String {
        let values = completion.values.joined(separator: " ")
        let offer = isList ? "(__fish_append , \(values))" : values
        let words = values.isEmpty ? "" : " -a " + quoted(offer)
        return switch completion {
        case .none: ""
        case .directory: " -a '(__fish_complete_directories)'"
        case .file, .valuesOrFile, .values: (completion.offersFiles ? " -F" : "") + words
        }
    }

    /// Text in fish's single quotes, which know \\ and \'.
    private func quoted(_ text: String) -> String {
        "'" + text.map { "\\'".contains($0) ? "\\\($0)" : String($0) }.joined() + "'"
    }
}
