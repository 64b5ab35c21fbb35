// The price of an hour and the cost of a run under one offer.
// Leaves to others: the arithmetic and rounding of money (Cost), which offer (OfferChoice).

import Prices

extension RowPrice {
    init(_ chosen: ChosenOffer?, seconds: Double?) {
        guard let chosen, let perHour = chosen.offer.pricePerHour else {
            self = .unpriced
            return
        }
        let offer = chosen.offer
        guard perHour.micros > 0, offer.allocation != .free else {
            self = .free(offer)
            return
        }
        var row = PricedRow(offer: offer, perHour: perHour, fromSheet: chosen.fromSheet, proRata: nil, billed: nil, billedSeconds: nil)
        if let seconds {
            row.proRata = Money(micros: Int64((seconds * Double(perHour.micros) / 3600).rounded()), currency: perHour.currency)
        }
        self = .priced(row)
    }

    /// The amount of a run, where it counts in a ranking by cost.
    func rankedCost(in currency: String) -> Double? {
        guard case .priced(let row) = self, let cost = row.proRata, cost.currency == currency else { return nil }
        return cost.value
    }

    func rankedBill(in currency: String) -> Double? {
        guard case .priced(let row) = self, let billed = row.billed, billed.currency == currency else { return nil }
        return billed.value
    }
}
