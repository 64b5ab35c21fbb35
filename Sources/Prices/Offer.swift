// One way to have a machine: who offers it, where, under which terms, at which price, and where that price was read.
// Leaves to others: sheets (PriceSheet), matching an offer with a machine, and the cost of a run (Cost).

package enum Allocation: String, Sendable, Hashable, Codable, CaseIterable {
    case onDemand = "on-demand"
    case spot
    case reserved
    case free
    case owned
}

package struct Offer: Sendable, Hashable, Codable {
    package var provider: String
    /// The provider's own name of the instance or machine: `p3.2xlarge`.
    package var instance: String
    package var region: String
    package var allocation: Allocation
    /// Price of one hour; nil where no price is known (an owned machine, an unpriced row): never 0 in its place.
    package var pricePerHour: Money?
    /// Seconds to which a bill is rounded up: 1, 60, 3600; nil where not known.
    package var billingGranularitySeconds: Int?
    package var minimumSeconds: Int?
    /// The day on which the price was valid, `2018-03` or `2018-03-14`.
    package var date: String
    package var source: String
    package var gpu: String?
    package var gpuCount: Int?

    package init(
        provider: String, instance: String, region: String, allocation: Allocation, pricePerHour: Money?,
        billingGranularitySeconds: Int? = nil, minimumSeconds: Int? = nil, date: String, source: String, gpu: String? = nil,
        gpuCount: Int? = nil
    ) {
        self.provider = provider
        self.instance = instance
        self.region = region
        self.allocation = allocation
        self.pricePerHour = pricePerHour
        self.billingGranularitySeconds = billingGranularitySeconds
        self.minimumSeconds = minimumSeconds
        self.date = date
        self.source = source
        self.gpu = gpu
        self.gpuCount = gpuCount
    }
}
