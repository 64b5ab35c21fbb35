// Money as integers of micro-units with a currency: no binary fractions of a cent.
// Leaves to others: what something costs (Offer, Cost), and how many digits are shown.

/// An amount in millionths of the currency's unit.
package struct Money: Sendable, Hashable, Codable {
    package var micros: Int64
    /// ISO 4217 code.
    package var currency: String

    package init(micros: Int64, currency: String) {
        self.micros = micros
        self.currency = currency
    }

    /// The amount in the currency's unit, for charts and text; never computed with further.
    package var value: Double { Double(micros) / 1e6 }
}
