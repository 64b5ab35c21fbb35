// What a run costs at an offer: pro rata by the second, and as it would be billed.
// Leaves to others: storage, start-up time and ownership (later issues), and ranking by cost (Leaderboard).

package import Measurement

/// Two amounts of one currency.
package struct MoneyInterval: Sendable, Equatable {
    package var lower: Money
    package var upper: Money
    package init(lower: Money, upper: Money) {
        self.lower = lower
        self.upper = upper
    }
}

/// The cost of one run at one offer. No price, no cost.
package struct Cost: Sendable, Equatable {
    /// Seconds × price per hour ÷ 3600, rounded half to even to a millionth (MISSION C1).
    package var proRata: Money
    /// The same at the ends of the time's interval, where it has one.
    package var proRataInterval: MoneyInterval?
    /// What the provider would bill, and for how many seconds; nil where its billing rules are not known.
    package var billed: Money?
    package var billedSeconds: Int?

    /// - Parameters:
    ///   - seconds: the run time; it and its interval are finite and not negative.
    ///   - offer: nil is answered where it has no price.
    package init?(seconds: Double, interval: Interval? = nil, offer: Offer) {
        guard let price = offer.pricePerHour else { return nil }
        proRata = Cost.proRata(seconds: seconds, price: price)
        if let interval {
            proRataInterval = MoneyInterval(
                lower: Cost.proRata(seconds: interval.lower, price: price), upper: Cost.proRata(seconds: interval.upper, price: price))
        }
        if let granularity = offer.billingGranularitySeconds {
            let charged = max(Cost.roundedUp(seconds, to: granularity), offer.minimumSeconds ?? 0)
            billedSeconds = charged
            billed = Cost.proRata(seconds: Double(charged), price: price)
        }
    }

    /// Computed in whole nanoseconds and micro-units, so that no binary fraction of a cent enters.
    package static func proRata(seconds: Double, price: Money) -> Money {
        let nanoseconds = Int128((min(max(seconds, 0), 1e12) * 1e9).rounded())
        let micros = (nanoseconds * Int128(price.micros)).dividedHalfEven(by: 3_600_000_000_000)
        return Money(micros: Int64(clamping: micros), currency: price.currency)
    }

    /// Seconds rounded up to whole steps of the bill; a nanosecond over is not a new step, it is rounding.
    private static func roundedUp(_ seconds: Double, to granularity: Int) -> Int {
        let nanoseconds = Int128((min(max(seconds, 0), 1e12) * 1e9).rounded())
        let step = Int128(max(granularity, 1)) * 1_000_000_000
        return Int((nanoseconds + step - 1) / step) * max(granularity, 1)
    }
}
