// Standard output and standard error, with what their terminals can show.
// Leaves to others: tables, progress and wrapping (CommandLine).

import CommandLine

struct Console: Sendable {
    let terminal = Terminal(descriptor: 1)
    let errorTerminal = Terminal(descriptor: 2)

    func print(_ line: String = "") { StandardStream.output.write(line + "\n") }

    func print(_ spans: [Span]) { print(terminal.line(spans)) }

    /// Running text, broken at the terminal's width.
    func paragraph(_ text: String, indent: Int = 0) {
        for line in wrap(terminal.shown(text), width: terminal.width, indent: indent) { print(line) }
    }

    /// Running text to standard error: what is not a result and not an error.
    func remark(_ text: String) {
        for line in wrap(errorTerminal.shown(text), width: errorTerminal.width) { StandardStream.error.write(line + "\n") }
    }

    func error(_ sentences: [String]) { StandardStream.error.write(errorTerminal.error(sentences)) }
}
