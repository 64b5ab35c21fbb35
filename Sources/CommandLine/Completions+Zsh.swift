// The completion script for zsh.
// Leaves what is completed to the program's declarations.

extension Program {
    var zshCompletions: String {
        let commands = allCommands.map { singleQuoted("\($0.name):\(escaped($0.summary))") }
        return """
            #compdef \(name)
            # zsh completions of \(name) \(version): keep this file as _\(name) in a folder of $fpath, or source it after compinit
            _\(name)_or_file() { compadd -- "$@"; _files }
            _\(name)() {
                local curcontext=$curcontext state line
                typeset -A opt_args
                local -a commands=(
            \(commands.map { "        " + $0 }.joined(separator: "\n"))
                )
                _arguments -C '(- *)'{-h,--help}'[Print help.]' '(- *)--version[Print the version.]' \\
                    '1: :->command' '*:: :->rest' && return
                case $state in
                command) _describe -t commands command commands ;;
                rest)
                    case $words[1] in
            \(allCommands.map(zshCommand).joined(separator: "\n"))
                    esac ;;
                esac
            }
            if [[ $funcstack[1] == _\(name) ]]; then _\(name) "$@"; else compdef _\(name) \(name); fi

            """
    }

    private func zshCommand(_ command: Command) -> String {
        let specifications = (command.options + [Self.helpOption]).map(zshOption) + command.positionals.map(zshPositional)
        return "        \(command.name)) _arguments \\\n"
            + specifications.map { "            " + $0 }.joined(separator: " \\\n") + " ;;"
    }

    private func zshOption(_ option: Option) -> String {
        let value = option.placeholder.map { ":\($0):\(zshAction(option.completion, isList: option.isList))" } ?? ""
        let help = "[\(escaped(option.help))]"
        let assignment = option.placeholder == nil ? "" : "="
        guard let short = option.short else {
            return singleQuoted("\(option.isList ? "*" : "")--\(option.name)\(assignment)\(help)\(value)")
        }
        let exclusion = option.isList ? "*" : "(-\(short) --\(option.name))"
        return singleQuoted(exclusion) + "{-\(short),--\(option.name)\(assignment)}" + singleQuoted(help + value)
    }

    private func zshPositional(_ positional: Positional) -> String {
        let repeats = positional.count == .any || positional.count == .atLeastOne
        let optional = positional.count == .optional ? ":" : ""
        return singleQuoted("\(repeats ? "*" : "")\(optional):\(positional.name):\(zshAction(positional.completion, isList: false))")
    }

    private func zshAction(_ completion: Completion, isList: Bool) -> String {
        let values = completion.values.map(escaped).joined(separator: " ")
        return switch completion {
        case .none: " "
        case .file: "_files"
        case .directory: "_files -/"
        case .values where isList: "_values -s , value \(values)"
        case .values: "(\(values))"
        case .valuesOrFile: " _\(name)_or_file \(values)"
        }
    }

    private func escaped(_ text: String) -> String {
        text.map { ":[]\\".contains($0) ? "\\\($0)" : String($0) }.joined()
    }
}
