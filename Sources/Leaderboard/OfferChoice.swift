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
    package static func offers(for record: Record, sheets: [PriceSheet]) -> [ChosenOffer] {
        let own = record.offers
        let candidates = own.isEmpty ? matching(record.machine, sheets) : own
        return Allocation.allCases.compactMap { allocation in
            candidates.filter { $0.allocation == allocation }.max(by: isWorse).map { ChosenOffer(offer: $0, fromSheet: own.isEmpty) }
        }
    }

    /// Prices differ between regions, so a machine that does not know its own matches only offers without one.
    private static func matching(_ machine: MachineEntry, _ sheets: [PriceSheet]) -> [Offer] {
        guard let provider = machine.provider, let instance = machine.instance else { return [] }
        return OfferMatcher.offers(for: InstanceName(provider: provider, instance: instance, region: machine.region ?? ""), in: sheets)
    }

    private static func isWorse(_ a: Offer, _ b: Offer) -> Bool {
        if a.date != b.date { return a.date < b.date }
        let (x, y) = (a.pricePerHour?.micros ?? .max, b.pricePerHour?.micros ?? .max)
        return x == y ? (a.region, a.source) > (b.region, b.source) : x > y
    }
}
