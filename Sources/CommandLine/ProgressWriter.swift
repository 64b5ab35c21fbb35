// Draws the progress block below the finished lines, again and again in the same place, and takes it away at the end.
// Leaves what it shows to ProgressBlock.swift, and how often to its caller.

import Synchronization

/// Writes finished lines and one redrawn block below them. Any thread may call it.
/// Where the output is not a terminal nothing is drawn and finished lines are written as they are.
package final class ProgressWriter: Sendable {
    private struct State {
        var block: ProgressBlock?
        /// The widths of the lines on the screen: a narrower terminal has broken them since.
        var drawnWidths: [Int] = []
    }

    private let terminal: Terminal
    private let layout: TextTable.Layout?
    private let columns: @Sendable () -> Int?
    private let write: @Sendable (String) -> Void
    private let state = Mutex(State())

    /// - Parameters:
    ///   - layout: the table that the finished lines are rows of.
    ///   - columns: the terminal's width at this moment; nil where it is not known.
    package init(
        terminal: Terminal, layout: TextTable.Layout? = nil, columns: @escaping @Sendable () -> Int? = { Terminal.columns(1) },
        write: @escaping @Sendable (String) -> Void = { StandardStream.output.write($0) }
    ) {
        self.terminal = terminal
        self.layout = layout
        self.columns = columns
        self.write = write
    }

    /// Draws the block in place of the one before.
    package func show(_ block: ProgressBlock) {
        guard terminal.isInteractive else { return }
        state.withLock { state in
            state.block = block
            write(redrawn(&state, finished: ""))
        }
    }

    /// Writes lines that stay, above the block.
    package func finish(_ lines: [String]) {
        let text = lines.map { $0 + "\n" }.joined()
        state.withLock { write(redrawn(&$0, finished: text)) }
    }

    /// Takes the block away.
    package func clear() {
        state.withLock { state in
            state.block = nil
            let text = redrawn(&state, finished: "")
            if !text.isEmpty { write(text) }
        }
    }

    /// One write for everything, so that nothing flickers: clear the block, the finished text, the block again.
    private func redrawn(_ state: inout State, finished: String) -> String {
        let now = columns().map(terminal.resized) ?? terminal
        let rowCount = state.drawnWidths.reduce(0) { $0 + max(1, ($1 + now.width - 1) / max(1, now.width)) }
        let erase = rowCount > 0 ? "\r\u{1B}[\(rowCount)A\u{1B}[J" : ""
        let lines = state.block?.lines(on: now, under: layout) ?? []
        state.drawnWidths = lines.map(visibleWidth)
        return erase + finished + lines.map { $0 + "\n" }.joined()
    }
}

/// The columns of a painted line: what is between an escape and its final letter takes none.
private func visibleWidth(_ line: String) -> Int {
    var isEscape = false
    return line.reduce(0) { width, character in
        if character == "\u{1B}" { isEscape = true }
        defer { if isEscape, character == "m" { isEscape = false } }
        return isEscape ? width : width + displayWidth(character)
    }
}
