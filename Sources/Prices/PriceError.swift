// Everything that can be wrong with a price sheet or an instance's name, and the one sentence for each.
// Leaves to others: exit codes (mettle).

package enum PriceError: Error, Sendable, Equatable {
    /// The file cannot be read; `code` is the system's.
    case unreadable(file: String, code: Int32)
    case tooLarge(file: String, limit: Int)
    case empty(file: String)
    case notUTF8(file: String, line: Int)
    case openQuote(file: String, line: Int)
    case strayQuote(file: String, line: Int)
    case missingColumn(file: String, column: String)
    case unknownColumn(file: String, column: String)
    case repeatedColumn(file: String, column: String)
    case fieldCount(file: String, line: Int, found: Int, expected: Int)
    case field(file: String, line: Int, column: String, value: String, Fault)
    /// The same offer stands twice in one sheet.
    case repeatedOffer(file: String, line: Int, firstLine: Int)
    /// `--instance` with text of another form.
    case instance(String)

    package enum Fault: Sendable, Equatable {
        case empty
        case notANumber(remedy: String?)
        case negative
        case tooLarge
        case zero
        case notACurrency
        case unknownAllocation
        case notSeconds
        case notADate
        case notACount
    }
}

extension PriceError {
    package var sentence: String {
        switch self {
        case .unreadable(let file, let code): "\(file) cannot be read: \(PriceError.reason(code))."
        case .tooLarge(let file, let limit): "\(file) is larger than \(limit >> 20) MiB, the most that is read of a price sheet."
        case .empty(let file): "\(file) is empty. Its first line names the columns: \(PriceSheet.required.joined(separator: ","))."
        case .notUTF8(let file, let line): "\(file), line \(line): this is not UTF-8 text. Save the sheet as CSV in UTF-8."
        case .openQuote(let file, let line): "\(file), line \(line): a quoted field begins here and does not end. Close it with \"."
        case .strayQuote(let file, let line):
            "\(file), line \(line): a quote stands inside a field. Put the whole field in quotes and double those inside: \"\"."
        case .missingColumn(let file, let column): "\(file), line 1: the column \(column) is missing. Add it; its fields may be empty."
        case .unknownColumn(let file, let column):
            "\(file), line 1: the column “\(column)” is not known. Known are \((PriceSheet.required + PriceSheet.optional).joined(separator: ", "))."
        case .repeatedColumn(let file, let column): "\(file), line 1: the column \(column) stands here twice. Remove one."
        case .fieldCount(let file, let line, let found, let expected):
            "\(file), line \(line): \(found) fields stand here, and the header has \(expected). Put a field that holds a comma in quotes."
        case .field(let file, let line, let column, let value, let fault):
            "\(file), line \(line), column \(column): \(fault.sentence(for: value))"
        case .repeatedOffer(let file, let line, let firstLine):
            "\(file), line \(line): this offer stands in line \(firstLine) already. Remove one, or give them different dates."
        case .instance(let text):
            "“\(text)” names no instance. Write provider:instance@region, for example aws:p3.2xlarge@us-east-1."
        }
    }
}

extension PriceError.Fault {
    func sentence(for value: String) -> String {
        switch self {
        case .empty: "the field is empty. Only a price, and what is said of billing and GPUs, may be."
        case .notANumber(let remedy):
            "“\(value)” is not a number. " + (remedy.map { "Write it with a point: \($0)." } ?? "Write digits and a point: 2.11.")
        case .negative: "“\(value)” is negative. Leave the field empty where no price is known."
        case .tooLarge: "“\(value)” is more than a price of one hour can be. Write the price in the currency’s unit."
        case .zero: "“\(value)” is a price for free offers only. Leave the field empty where no price is known."
        case .notACurrency: "“\(value)” is no currency. Write the three capitals of ISO 4217: USD."
        case .unknownAllocation:
            "“\(value)” is no allocation. Known are \(Allocation.allCases.map(\.rawValue).joined(separator: ", "))."
        case .notSeconds: "“\(value)” is no whole number of seconds. Write 1, 60 or 3600; leave it empty where it is not known."
        case .notADate: "“\(value)” is no date. Write the month or the day on which the price was read: 2018-03 or 2018-03-14."
        case .notACount: "“\(value)” is no number of GPUs. Write 1, 2, …; leave it empty where there is none."
        }
    }
}
