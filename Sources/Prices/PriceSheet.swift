// A price sheet: a CSV file of offers, one a line, each with its date and source.
// Leaves to others: files and directories (PriceSheet+Files), which offer fits a machine (OfferMatcher).

package struct PriceSheet: Sendable, Equatable {
    /// The file's name as it was given, for errors and for saying where a price came from.
    package var file: String
    package var offers: [Offer]

    package init(file: String, offers: [Offer]) {
        self.file = file
        self.offers = offers
    }

    package static let required = [
        "provider", "instance", "region", "allocation", "currency", "price_per_hour", "billing_granularity", "date", "source",
    ]
    package static let optional = ["gpu", "gpu_count", "minimum_seconds"]

    /// Reads a sheet that is in memory; `file` is its name in errors.
    package static func parse(_ bytes: [UInt8], file: String) throws(PriceError) -> PriceSheet {
        let rows: [CSVRow]
        do {
            rows = try CSV.rows(bytes)
        } catch {
            switch error {
            case .notUTF8(let line): throw .notUTF8(file: file, line: line)
            case .openQuote(let line): throw .openQuote(file: file, line: line)
            case .strayQuote(let line): throw .strayQuote(file: file, line: line)
            }
        }
        guard let header = rows.first else { throw .empty(file: file) }
        let columns = try columns(header, file: file)
        var offers: [Offer] = []
        var firstLines: [String: Int] = [:]
        for row in rows.dropFirst() {
            let reader = PriceRow(row: row, columns: columns, file: file)
            let offer = try reader.offer()
            let identity = [offer.provider, offer.instance, offer.region, offer.allocation.rawValue, offer.date].joined(separator: "\u{1F}")
            if let first = firstLines.updateValue(row.line, forKey: identity) {
                throw .repeatedOffer(file: file, line: row.line, firstLine: first)
            }
            offers.append(offer)
        }
        return PriceSheet(file: file, offers: offers)
    }

    private static func columns(_ header: CSVRow, file: String) throws(PriceError) -> [String: Int] {
        var columns: [String: Int] = [:]
        for (index, field) in header.fields.enumerated() {
            let name = field.trimmed
            guard (required + optional).contains(name) else { throw .unknownColumn(file: file, column: name) }
            guard columns.updateValue(index, forKey: name) == nil else { throw .repeatedColumn(file: file, column: name) }
        }
        for name in required where columns[name] == nil { throw .missingColumn(file: file, column: name) }
        return columns
    }
}

extension Offer {
    /// Whether the date is a month or a day: `2018-03`, `2018-03-14`.
    package var hasValidDate: Bool {
        let parts = date.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2].prefix(parts.count).map({ $0 }),
            parts.allSatisfy({ $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }),
            let year = Int(parts[0]), let month = Int(parts[1]), (1...12).contains(month)
        else { return false }
        guard parts.count == 3 else { return true }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return Int(parts[2]).map { (1...days[month - 1]).contains($0) } ?? false
    }
}

extension String {
    /// Without spaces at its ends.
    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
