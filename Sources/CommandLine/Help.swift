// The help of a program, a command and a topic, made from their declarations.
// Leaves the words to the declarations and the shells' scripts to Completions.swift.

extension Program {
    /// What the program is and its commands.
    package func help(on terminal: Terminal) -> String {
        var page = HelpPage(terminal)
        page.add("\(name) \(version): \(summary)")
        page.add("\nusage: \(name) COMMAND [options]")
        page.add("Commands", allCommands.map { ($0.name, $0.summary) })
        page.add("Topics", topics.map { ($0.name, $0.summary) })
        page.add("\n\(name) help COMMAND lists a command's options, \(name) --version prints the version.")
        page.add("\(name) help --completions bash (or zsh, or fish) prints a shell's completions.")
        return page.text
    }

    /// A command's usage, arguments and options.
    package func help(for command: Command, on terminal: Terminal) -> String {
        var page = HelpPage(terminal)
        page.add("\(name) \(command.name): \(command.summary)\n")
        let options = command.options.isEmpty ? [] : ["[options]"]
        page.add((["usage:", name, command.name] + options + command.positionals.map(\.usage)).joined(separator: " "))
        if !command.discussion.isEmpty { page.add("\n" + command.discussion) }
        page.add("Arguments", command.positionals.map { ($0.name, $0.sentence) })
        page.add("Options", command.options.map { ($0.label, $0.sentence) } + [("-h, --help", "Print this help.")])
        return page.text
    }

    package func help(for topic: Topic, on terminal: Terminal) -> String {
        var page = HelpPage(terminal)
        page.add(topic.text)
        return page.text
    }
}

/// Lines of help, wrapped to a terminal.
private struct HelpPage {
    private let terminal: Terminal
    private var lines: [String] = []

    init(_ terminal: Terminal) {
        self.terminal = terminal.resized(to: max(40, terminal.width))
    }

    var text: String { lines.joined(separator: "\n") + "\n" }

    /// Paragraphs, one a line; a line that begins with a blank is left as it is.
    mutating func add(_ paragraphs: String) {
        for paragraph in paragraphs.split(separator: "\n", omittingEmptySubsequences: false) {
            let text = terminal.shown(String(paragraph))
            lines += text.hasPrefix(" ") ? [text] : wrap(text, width: terminal.width).map { terminal.paint($0) }
        }
    }

    /// A heading, then names with their sentences beside them, or below where the name is too long.
    mutating func add(_ heading: String, _ entries: [(name: String, text: String)]) {
        guard !entries.isEmpty else { return }
        let longest = 24
        let widths = entries.map { displayWidth(terminal.shown($0.name)) }
        let column = 4 + (widths.filter { $0 <= longest }.max() ?? 0)
        lines += ["", terminal.paint(heading, .bold)]
        for (entry, width) in zip(entries, widths) {
            if width > longest {
                lines += [terminal.paint("  " + entry.name)] + terminal.hanging(Span(""), at: column, [entry.text])
            } else {
                lines += terminal.hanging(Span(entry.name), from: 2, at: column, [entry.text])
            }
        }
    }
}

extension Option {
    /// `-s, --suite NAME`; options without a short name stand under the long ones.
    fileprivate var label: String {
        let value =
            switch kind {
            case .flag: ""
            case .value(let word): " " + word
            case .list(let word): " \(word),…"
            }
        return (short.map { "-\($0), " } ?? "    ") + "--" + name + value
    }

    fileprivate var sentence: String {
        var sentences = [help]
        if !choices.isEmpty { sentences.append("One of " + choices.joined(separator: ", ") + ".") }
        switch defaultValue {
        case .value(let text), .described(let text): sentences.append("Default: \(text).")
        case nil: break
        }
        return sentences.joined(separator: " ")
    }
}

extension Positional {
    fileprivate var usage: String {
        switch count {
        case .one: name
        case .optional: "[\(name)]"
        case .atLeastOne: "\(name)..."
        case .any: "[\(name)...]"
        }
    }

    fileprivate var sentence: String {
        choices.isEmpty ? help : help + " One of " + choices.joined(separator: ", ") + "."
    }
}
