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
        let cost = seconds.flatMap { Cost(seconds: $0, offer: offer) }
        self = .priced(
            PricedRow(
                offer: offer, perHour: perHour, fromSheet: chosen.fromSheet, proRata: cost?.proRata, billed: cost?.billed,
                billedSeconds: cost?.billedSeconds))
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
