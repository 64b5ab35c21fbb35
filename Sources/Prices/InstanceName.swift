// An instance by name: `aws:p3.2xlarge@us-east-1`.
// Leaves to others: finding out where this machine is (Machine), its offers (OfferMatcher).

/// Provider, instance and region, as `--instance` takes them or as a machine says of itself.
package struct InstanceName: Sendable, Hashable {
    package var provider: String
    package var instance: String
    package var region: String

    package init(provider: String, instance: String, region: String) {
        self.provider = provider
        self.instance = instance
        self.region = region
    }

    /// Reads `provider:instance@region`; an instance may hold colons, a region may not hold an at sign.
    package init(parsing text: String) throws(PriceError) {
        guard let colon = text.firstIndex(of: ":"), let at = text.lastIndex(of: "@"), colon < at else { throw .instance(text) }
        provider = String(text[..<colon])
        instance = String(text[text.index(after: colon)..<at])
        region = String(text[text.index(after: at)...])
        guard ![provider, instance, region].contains(where: { $0.isEmpty || $0.contains(where: \.isWhitespace) }) else {
            throw .instance(text)
        }
    }

    package var description: String { "\(provider):\(instance)@\(region)" }
}
