// One line of a price sheet to an offer; every mistake with file, line, column, value and remedy.
// Leaves to others: the header and the other lines (PriceSheet).

struct PriceRow {
    let row: CSVRow
    let columns: [String: Int]
    let file: String

    func offer() throws(PriceError) -> Offer {
        try checkFieldCount()
        let allocation = try allocation()
        return Offer(
            provider: try text("provider"), instance: try text("instance"), region: try text("region"), allocation: allocation,
            pricePerHour: try price(allocation), billingGranularitySeconds: try granularity(),
            minimumSeconds: try number("minimum_seconds", .notSeconds), date: try date(), source: try text("source"),
            gpu: field("gpu"), gpuCount: try number("gpu_count", .notACount))
    }

    /// The field without spaces at its ends; nil where it is empty or the sheet has no such column.
    private func field(_ column: String) -> String? {
        guard let index = columns[column] else { return nil }
        let value = row.fields[index].trimmed
        return value.isEmpty ? nil : value
    }

    private func fault(_ column: String, _ value: String, _ fault: PriceError.Fault) -> PriceError {
        .field(file: file, line: columns[column].map { row.fieldLines[$0] } ?? row.line, column: column, value: value, fault)
    }

    private func text(_ column: String) throws(PriceError) -> String {
        guard let value = field(column) else { throw fault(column, "", .empty) }
        return value
    }

    /// A decimal comma makes one field too many: that is the mistake to name, not the count.
    private func checkFieldCount() throws(PriceError) {
        guard row.fields.count != columns.count else { return }
        if row.fields.count == columns.count + 1, let index = columns["price_per_hour"] {
            let parts = row.fields[index...(index + 1)].map(\.trimmed)
            if parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }) {
                let value = parts.joined(separator: ",")
                throw fault("price_per_hour", value, .notANumber(remedy: parts.joined(separator: ".")))
            }
        }
        throw .fieldCount(file: file, line: row.line, found: row.fields.count, expected: columns.count)
    }

    private func allocation() throws(PriceError) -> Allocation {
        let value = try text("allocation")
        guard let allocation = Allocation(rawValue: value) else { throw fault("allocation", value, .unknownAllocation) }
        return allocation
    }

    /// An empty price is no price; 0 is one for free offers only, so that a missing price is never the cheapest.
    private func price(_ allocation: Allocation) throws(PriceError) -> Money? {
        let currency = field("currency")
        if let currency, currency.utf8.count != 3 || !currency.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) {
            throw fault("currency", currency, .notACurrency)
        }
        guard let value = field("price_per_hour") else { return nil }
        guard let currency else { throw fault("currency", "", .empty) }
        guard let price = Money(decimal: value, currency: currency) else { throw fault("price_per_hour", value, priceFault(value)) }
        if price.micros == 0, allocation != .free { throw fault("price_per_hour", value, .zero) }
        guard price.micros <= 1_000_000_000_000 else { throw fault("price_per_hour", value, .tooLarge) }
        return price
    }

    private func priceFault(_ value: String) -> PriceError.Fault {
        let isDecimal = { (text: String) in Money(decimal: text, currency: "USD") != nil }
        if value.hasPrefix("-"), isDecimal(String(value.dropFirst())) { return .negative }
        if value.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".") }), value.utf8.count > 12
        {
            return .tooLarge
        }
        // `2,11`, `$2.11`, `2.11 USD`: what is left without sign and word, with a point, is offered where it is a number.
        let digits = value.filter { $0.isASCII && ($0.isNumber || $0 == "," || $0 == ".") }
        let pointed = String(digits.map { $0 == "," ? "." : $0 })
        return .notANumber(remedy: isDecimal(pointed) ? pointed : nil)
    }

    private func granularity() throws(PriceError) -> Int? {
        switch field("billing_granularity") {
        case "second": 1
        case "minute": 60
        case "hour": 3600
        default: try number("billing_granularity", .notSeconds)
        }
    }

    private func number(_ column: String, _ kind: PriceError.Fault) throws(PriceError) -> Int? {
        guard let value = field(column) else { return nil }
        guard let number = Int(value), number > 0, number <= 100_000_000, !value.hasPrefix("+") else { throw fault(column, value, kind) }
        return number
    }

    private func date() throws(PriceError) -> String {
        let value = try text("date")
        let isDate = Offer(
            provider: "", instance: "", region: "", allocation: .free, pricePerHour: nil, date: value, source: ""
        ).hasValidDate
        guard isDate else { throw fault("date", value, .notADate) }
        return value
    }
}
