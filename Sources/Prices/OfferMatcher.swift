// Which offers are this very machine: the same provider, instance and region.
// Leaves to others: machines that are merely like it, whose times are not known (a later issue).

package enum OfferMatcher {
    /// The offers of exactly this instance, in the order of the sheets. Capitals do not matter; everything else does.
    package static func offers(for name: InstanceName, in sheets: [PriceSheet]) -> [Offer] {
        sheets.flatMap(\.offers).filter { offer in
            provider(offer.provider) == provider(name.provider)
                && offer.instance.lowercased() == name.instance.lowercased() && offer.region.lowercased() == name.region.lowercased()
        }
    }

    /// One name for a provider that goes by several.
    package static func provider(_ name: String) -> String {
        switch name.lowercased() {
        case "aws", "amazon", "amazon web services", "ec2": "aws"
        case "gcp", "gce", "google", "google cloud", "google compute engine": "gcp"
        case "azure", "microsoft", "microsoft azure": "azure"
        case let other: other
        }
    }
}
