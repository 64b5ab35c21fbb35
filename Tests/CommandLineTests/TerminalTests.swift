// What a terminal is found to be able to show, and text fitted to it.
// Leaves tables and progress to their own suites.

import CommandLine
import Testing

@Suite struct TerminalTests {
    private func terminal(_ variables: [String: String], isTerminal: Bool = true, columns: Int? = nil) -> Terminal {
        Terminal(descriptor: 1, environment: { variables[$0] }, isTerminal: { _ in isTerminal }, columns: { _ in columns })
    }

    @Test func nothingKnown() {
        #expect(terminal([:], isTerminal: false) == Terminal(isInteractive: false, width: 80, isUTF8: false, hasColour: false))
    }

    @Test func widthFromTheSystemThenTheEnvironment() {
        #expect(terminal(["COLUMNS": "100"], columns: 132).width == 132)
        #expect(terminal(["COLUMNS": "100"]).width == 100)
        #expect(terminal(["COLUMNS": "100"], isTerminal: false, columns: 132).width == 100)
        #expect(terminal(["COLUMNS": "-3"]).width == 80)
        #expect(terminal(["COLUMNS": "wide"]).width == 80)
    }

    @Test(arguments: [
        (["LANG": "en_GB.UTF-8"], true), (["LANG": "nb_NO.utf8@euro"], true), (["LANG": "C"], false), ([:], false),
        (["LC_ALL": "C", "LANG": "en_GB.UTF-8"], false), (["LC_ALL": "", "LC_CTYPE": "C.UTF-8", "LANG": "C"], true),
    ])
    func locale(variables: [String: String], isUTF8: Bool) {
        #expect(terminal(variables).isUTF8 == isUTF8)
    }

    @Test func colourOnlyOnAWillingTerminal() {
        #expect(terminal(["TERM": "xterm"]).hasColour)
        #expect(!terminal(["TERM": "xterm", "NO_COLOR": "1"]).hasColour)
        #expect(terminal(["TERM": "xterm", "NO_COLOR": "1"]).isInteractive)
        #expect(terminal(["TERM": "xterm", "NO_COLOR": ""]).hasColour)
        #expect(!terminal(["TERM": "dumb"]).hasColour)
        #expect(!terminal(["TERM": "dumb"]).isInteractive)
        #expect(!terminal(["TERM": "xterm"], isTerminal: false).hasColour)
    }

    @Test func standInsAreThoseOfTheDesign() {
        #expect(
            Terminal.ascii80.shown("±1 %, 251.8–252.1, 64→64, ━━─, ●, │, “two”, ▸this, µs")
                == "+/-1 %, 251.8-252.1, 64->64, ##-, o, |, \"two\", >this, us")
        #expect(Terminal.ascii80.shown("95 °C") == "95 C")
        #expect(Terminal.ascii80.shown("æ日") == "??")
        #expect(Terminal.plain80.shown("±æ日") == "±æ日")
    }

    @Test func controlCharactersNeverReachTheTerminal() {
        #expect(Terminal.plain80.shown("a\u{1B}[2Jb\u{7}\u{9B}c\u{202E}d\r\n") == "a?[2Jb??c?d?")
    }

    @Test func paintUsesSixteenColourCodes() {
        #expect(Terminal.colour80.paint("a", .bold) == "\u{1B}[1ma\u{1B}[0m")
        #expect(Terminal.colour80.paint("a", .dim) == "\u{1B}[2ma\u{1B}[0m")
        #expect(Terminal.colour80.paint("a", .yellow) == "\u{1B}[33ma\u{1B}[0m")
        #expect(Terminal.colour80.paint("a", .red) == "\u{1B}[31ma\u{1B}[0m")
        #expect(Terminal.plain80.paint("a", .red) == "a")
    }

    @Test func errorsHangBehindTheirWord() {
        let sentences = ["no option --suit. Did you mean --suite?", "mettle help run lists the options."]
        let text = "no option --suit. Did you mean --suite?\n       mettle help run lists the options.\n"
        #expect(Terminal.plain80.error(sentences) == "error: " + text)
        #expect(Terminal.colour80.error(sentences) == "\u{1B}[31merror:\u{1B}[0m " + text)
    }

    @Test func longErrorsAreWrappedByUs() {
        let place = "Profiles/prices/2018-cloud-check.csv, line 3, column price_per_hour:\u{A0}“2,11” is not a number."
        let remedy = "Write it with a point: 2.11. Nothing was written"
        #expect(
            Terminal.plain120.error([place, remedy + ", leaderboard.html is unchanged."]) == """
                error: Profiles/prices/2018-cloud-check.csv, line 3, column price_per_hour: “2,11” is not a number.
                       Write it with a point: 2.11. Nothing was written, leaderboard.html is unchanged.

                """)
        #expect(
            Terminal.plain80.error([place, remedy + "."]) == """
                error: Profiles/prices/2018-cloud-check.csv, line 3, column
                       price_per_hour: “2,11” is not a number.
                       Write it with a point: 2.11. Nothing was written.

                """)
        #expect(Terminal.ascii80.error([place]).contains("\n       price_per_hour: \"2,11\" is not a number.\n"))
    }

    @Test func remediesHangInTheirColumn() {
        let terminal = Terminal.plain80
        let sentence = "This shell may use 1 of the 2 vCPU. Figures for 2 threads would be those of one core."
        let lines =
            terminal.hanging(Span("affinity", .bold), from: 2, at: 13, [sentence])
            + terminal.hanging(Span("remedy:", .dim), from: 13, at: 21, ["start mettle without taskset"])
        #expect(
            lines == [
                "  affinity   This shell may use 1 of the 2 vCPU. Figures for 2 threads would be",
                "             those of one core.", "             remedy: start mettle without taskset",
            ])
    }

    @Test func wrapCountsCharacters() {
        #expect(wrap("ææææ øøøø åååå", width: 9) == ["ææææ øøøø", "åååå"])
        #expect(wrap("日本 日本", width: 5) == ["日本", "日本"])
        #expect(wrap("ab\n\ncd ef", width: 4, indent: 1) == [" ab", "", " cd", " ef"])
        #expect(wrap("1 %\u{A0}x", width: 4) == ["1", "%\u{A0}x"])
        #expect(wrap("abcdefgh", width: 3) == ["abc", "def", "gh"])
        #expect(wrap("a b", width: 0) == ["a", "b"])
    }
}
