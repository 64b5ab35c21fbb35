// The completion script for bash, from 3.2 on, without the bash-completion package.
// Leaves what is completed to the program's declarations.

extension Program {
    var bashCompletions: String {
        let names = allCommands.map(\.name)
        return """
            # bash completions of \(name) \(version): source this file, or keep it as
            # ~/.local/share/bash-completion/completions/\(name)
            _\(name)_words() {  # completes the item behind the last comma or =
                local head=''
                [[ $cur == *,* && $2 == list ]] && head=${cur%,*},
                COMPREPLY+=($(compgen -P "$head" -W "$1" -- "${cur#"$head"}"))
            }
            _\(name)_files() {
                local IFS=$'\\n'
                compopt -o filenames 2>/dev/null
                COMPREPLY+=($(compgen "$1" -- "$cur"))
            }
            _\(name)() {
                local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command='' i
                COMPREPLY=()
                if [[ $cur == = ]]; then cur=''; elif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi
                for ((i = 1; i < COMP_CWORD; i++)); do
                    case ${COMP_WORDS[i]} in \(names.joined(separator: "|"))) command=${COMP_WORDS[i]}; break ;; esac
                done
                case $command:$prev in
            \(allCommands.flatMap(bashValueCases).map { "        " + $0 }.joined(separator: "\n"))
                esac
                case $command:$cur in
                    :*) _\(name)_words \(singleQuoted((names + ["--help", "--version"]).joined(separator: " "))) ;;
            \(allCommands.flatMap(bashCommandCases).map { "        " + $0 }.joined(separator: "\n"))
                esac
            }
            complete -F _\(name) \(name)

            """
    }

    /// What follows an option that takes a value.
    private func bashValueCases(_ command: Command) -> [String] {
        command.options.filter { $0.kind != .flag }.map { option in
            let patterns = ["\(command.name):--\(option.name)"] + (option.short.map { ["\(command.name):-\($0)"] } ?? [])
            return "\(patterns.joined(separator: "|"))) \(bashAction(option.completion, isList: option.isList))return ;;"
        }
    }

    /// The options of a command where a dash was begun, and its arguments elsewhere.
    private func bashCommandCases(_ command: Command) -> [String] {
        let options = (command.options + [Self.helpOption]).map { "--" + $0.name }.joined(separator: " ")
        let arguments = command.positionals.map { bashAction($0.completion, isList: false) }.joined()
        return ["\(command.name):-*) _\(name)_words \(singleQuoted(options)) ;;"]
            + (arguments.isEmpty ? [] : ["\(command.name):*) \(arguments.dropLast(2)) ;;"])
    }

    private func bashAction(_ completion: Completion, isList: Bool) -> String {
        let values = completion.values.joined(separator: " ")
        let words = values.isEmpty ? "" : "_\(name)_words \(singleQuoted(values))\(isList ? " list" : ""); "
        let files = completion.offersFiles ? "_\(name)_files -f; " : completion == .directory ? "_\(name)_files -d; " : ""
        return words + files
    }
}
