// What the terminal behind a stream can show: is it one, how wide, which characters, whether colour.
// Leaves what is shown to tables, paragraphs and the progress block.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The abilities of the terminal, or of the file or pipe, that the program writes to.
package struct Terminal: Sendable, Equatable {
    /// A terminal whose cursor can be moved: what is drawn can be redrawn.
    package let isInteractive: Bool
    /// Columns; 80 where nothing says otherwise.
    package let width: Int
    /// Whether the locale is UTF-8; ASCII stand-ins serve elsewhere.
    package let isUTF8: Bool
    package let hasColour: Bool

    package init(isInteractive: Bool, width: Int, isUTF8: Bool, hasColour: Bool) {
        self.isInteractive = isInteractive
        self.width = width
        self.isUTF8 = isUTF8
        self.hasColour = hasColour
    }

    /// Reads the abilities of `descriptor` from the environment and the system.
    package init(
        descriptor: Int32, environment: (String) -> String? = Self.variable, isTerminal: (Int32) -> Bool = { isatty($0) == 1 },
        columns: (Int32) -> Int? = Self.columns
    ) {
        let term = environment("TERM") ?? ""
        let isTerminal = isTerminal(descriptor)
        isInteractive = isTerminal && term != "dumb"
        hasColour = isInteractive && (environment("NO_COLOR") ?? "").isEmpty
        let declared = environment("COLUMNS").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        width = (isTerminal ? columns(descriptor) : nil) ?? declared ?? 80
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment($0) }.first { !$0.isEmpty } ?? ""
        isUTF8 = ["utf-8", "utf8"].contains { locale.lowercased().hasSuffix($0) || locale.lowercased().contains($0 + "@") }
    }

    /// This terminal at another width, after it was resized.
    package func resized(to width: Int) -> Terminal {
        Terminal(isInteractive: isInteractive, width: width, isUTF8: isUTF8, hasColour: hasColour)
    }

    /// An environment variable; nil where it is not set.
    package static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    /// The columns that the system reports for a terminal; nil where it reports none.
    package static func columns(_ descriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}
