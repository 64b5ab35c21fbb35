// `mettle board`: result files and price sheets in, one page out.
// Leaves to others: ranking (Leaderboard), the page (Pages).

import CommandLine
import Digests
import Leaderboard
import Pages
import Prices
import Records

struct BoardCommand {
    let arguments: Arguments
    let console: Console

    init(_ arguments: Arguments, console: Console) {
        self.arguments = arguments
        self.console = console
    }

    func run() throws -> Int32 {
        let output = arguments.value(of: .boardOut) ?? "leaderboard.html"
        let format = try BoardFormat(path: output)
        if let asOf = arguments.value(of: .asOf), CivilDay(asOf) == nil {
            throw arguments.contradiction("--as-of takes a date like 2026-11-21, not \(asOf).")
        }
        let inputs = arguments.positionals.isEmpty ? ["Results"] : arguments.positionals
        let loaded = try RecordLoader.load(inputs, withPublished: true, console: console)
        let sheets = try PriceSheets.load(arguments.value(of: .pricesDirectory), profiles: arguments.value(of: .profiles))
        let board = Board.make(
            records: loaded, sheets: sheets,
            options: Board.Options(asOf: arguments.value(of: .asOf), highlight: RecordLoader.newestMeasured(loaded)))
        try write(format.render(board), to: output)
        console.print("Wrote \(output)")
        return ExitCode.ok.rawValue
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        do throws(FileFailure) {
            try FileBytes.replace(path, with: bytes)
        } catch {
            throw Failure("\(path) cannot be written: \(error.reason).", "What stood there before is unchanged.", status: .ioError)
        }
    }
}

/// The form that a file's name asks for.
enum BoardFormat: String {
    case html, json, csv, md

    init(path: String) throws {
        guard let dot = path.lastIndex(of: "."), let format = BoardFormat(rawValue: String(path[path.index(after: dot)...]).lowercased())
        else {
            throw Failure(
                "\(path) does not say in which form: end it in .html, .json, .csv or .md.", "Nothing was written.", status: .usage)
        }
        self = format
    }

    func render(_ board: Board) -> [UInt8] {
        switch self {
        case .html: BoardPage.html(board, sha256: SHA256.hexadecimal)
        case .json: Array(BoardJSON.text(board).utf8)
        case .csv: Array(BoardCSV.text(board).utf8)
        case .md: Array(BoardMarkdown.text(board).utf8)
        }
    }
}
