// Comma-separated values as RFC 4180 has them: quotes, doubled quotes, line breaks inside quotes, LF or CRLF.
// Leaves to others: what the columns mean (PriceSheet).

struct CSVRow: Equatable {
    /// The line in which the row begins, from 1.
    var line: Int
    var fields: [String]
    /// The line in which each field begins.
    var fieldLines: [Int]
}

/// Why text is no CSV, with the line.
enum CSVError: Error, Equatable {
    case notUTF8(line: Int)
    /// A quoted field does not end.
    case openQuote(line: Int)
    /// Something stands between a closing quote and the next comma, or a quote inside an unquoted field.
    case strayQuote(line: Int)
}

enum CSV {
    /// Rows without empty lines. A byte order mark is passed over.
    static func rows(_ bytes: [UInt8]) throws(CSVError) -> [CSVRow] {
        var reader = CSVReader(bytes: bytes, offset: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
        var rows: [CSVRow] = []
        while reader.offset < bytes.count {
            let row = try reader.row()
            if row.fields != [""] { rows.append(row) }
        }
        return rows
    }
}

private struct CSVReader {
    let bytes: [UInt8]
    var offset: Int
    var line = 1

    private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    mutating func row() throws(CSVError) -> CSVRow {
        var row = CSVRow(line: line, fields: [], fieldLines: [])
        while true {
            row.fieldLines.append(line)
            row.fields.append(try field())
            switch current {
            case UInt8(ascii: ","): offset += 1
            default:
                skipLineEnd()
                return row
            }
        }
    }

    /// Reads up to a comma, the end of the line or of the text.
    private mutating func field() throws(CSVError) -> String {
        let first = line
        var content: [UInt8] = []
        if current == UInt8(ascii: "\"") {
            content = try quoted()
            guard isAtFieldEnd else { throw .strayQuote(line: line) }
        } else {
            while !isAtFieldEnd, let byte = current {
                guard byte != UInt8(ascii: "\"") else { throw .strayQuote(line: line) }
                content.append(byte)
                offset += 1
            }
        }
        guard let text = String(validating: content, as: UTF8.self) else { throw .notUTF8(line: first) }
        return text
    }

    private mutating func quoted() throws(CSVError) -> [UInt8] {
        let first = line
        var content: [UInt8] = []
        offset += 1
        while let byte = current {
            offset += 1
            if byte == UInt8(ascii: "\"") {
                guard current == UInt8(ascii: "\"") else { return content }
                offset += 1
            }
            if byte == UInt8(ascii: "\n") { line += 1 }
            content.append(byte)
        }
        throw .openQuote(line: first)
    }

    private var isAtFieldEnd: Bool {
        switch current {
        case nil, UInt8(ascii: ","), UInt8(ascii: "\n"): true
        case UInt8(ascii: "\r"): offset + 1 >= bytes.count || bytes[offset + 1] == UInt8(ascii: "\n")
        default: false
        }
    }

    private mutating func skipLineEnd() {
        if current == UInt8(ascii: "\r") { offset += 1 }
        if current == UInt8(ascii: "\n") { offset += 1 }
        line += 1
    }
}
