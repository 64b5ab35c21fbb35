// Which offers a row is joined with: the record's own, else, marked, those of the sheets that were given.
// Leaves to others: reading sheets (PriceSheet), the cost under an offer (Cost).

package import Prices
package import Records

package struct ChosenOffer: Sendable, Equatable {
    package var offer: Offer
    package var fromSheet: Bool
    package init(offer: Offer, fromSheet: Bool) {
        self.offer = offer
        self.fromSheet = fromSheet
    }
}

package enum OfferChoice {
    /// One offer an allocation (on demand, spot, …), in a fixed order; empty where no price is known.
    ///
    /// An offer that was frozen in the record wins over every sheet, so that a later price never rewrites history. Of several in one
    /// allocation the newest is taken, then the cheaper one.
    package static func offers(for record: Record, sheets: [Offer]) -> [ChosenOffer] {
        let own = record.offers
        let candidates = own.isEmpty ? sheets.filter { matches($0, record.machine) } : own
        return Allocation.allCases.compactMap { allocation in
            candidates.filter { $0.allocation == allocation }.max(by: isWorse).map { ChosenOffer(offer: $0, fromSheet: own.isEmpty) }
        }
    }

    /// Provider and instance are the same, whatever the case of the letters; the region is, where both name one.
    static func matches(_ offer: Offer, _ machine: MachineEntry) -> Bool {
        guard let provider = machine.provider, let instance = machine.instance else { return false }
        guard offer.provider.lowercased() == provider.lowercased(), offer.instance.lowercased() == instance.lowercased() else { return false }
        guard let region = machine.region, !region.isEmpty, !offer.region.isEmpty else { return true }
        return offer.region.lowercased() == region.lowercased()
    }

    private static func isWorse(_ a: Offer, _ b: Offer) -> Bool {
        if a.date != b.date { return a.date < b.date }
        let (x, y) = (a.pricePerHour?.micros ?? .max, b.pricePerHour?.micros ?? .max)
        return x == y ? (a.region, a.source) > (b.region, b.source) : x > y
    }
}
