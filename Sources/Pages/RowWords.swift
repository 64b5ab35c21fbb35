// A row's values as the words and figures that every form of the board shows.
// Leaves to others: markup (RankingTable), columns of the other forms (BoardCSV, BoardMarkdown).

import Leaderboard
import Measurement
import Prices

enum Currency {
    /// `$` where a sign is unambiguous here, else the code.
    static func sign(_ code: String) -> String {
        switch code {
        case "USD": "$"
        case "EUR": "€"
        case "GBP": "£"
        case "JPY": "¥"
        default: code
        }
    }

    /// `$0.0036`, `NOK 0.42`.
    static func amount(_ text: String, _ code: String) -> String {
        let sign = sign(code)
        return sign.count > 1 ? "\(sign) \(text)" : sign + text
    }
}

extension Allocation {
    var words: String {
        switch self {
        case .onDemand: "on demand"
        case .spot: "spot"
        case .reserved: "reserved"
        case .free: "free tier"
        case .owned: "owned"
        }
    }
}

extension BoardRow {
    /// The row's machine with what sets it apart from the same machine elsewhere.
    var titleText: String { place.isEmpty ? machine : "\(machine), \(place)" }

    var offer: Offer? {
        switch price {
        case .unpriced: nil
        case .free(let offer): offer
        case .priced(let priced): priced.offer
        }
    }

    /// Line one of `Where it ran`: provider and instance, else the user's name for the machine.
    var place: String {
        guard let provider, !provider.isEmpty else { return label == machine ? "" : label }
        guard let instance, !instance.isEmpty, instance != machine else { return provider }
        return "\(provider) \(instance)"
    }

    /// Line two: region and terms; the user's name where line one is the provider's.
    var terms: String {
        let region = region ?? offer?.region
        var parts = [region, offer?.allocation.words].compactMap { $0?.isEmpty == false ? $0 : nil }
        if provider == nil, offer == nil { parts.append("no provider") }
        if provider != nil, provenance != .published, !label.isEmpty, label != machine { parts.append(label) }
        return parts.joined(separator: ", ")
    }

    /// Line two of the machine: its parts, and what computed there where that was not Mettle.
    var partsText: String {
        [parts, engine == "mettle" ? "" : engine].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    /// `1,810 s`, or that it did not run.
    var timeText: String { seconds.map { Digits.time($0) + " s" } ?? "not run" }

    /// `$0.042 a run`, `unpriced`, `free tier`.
    var costText: String {
        switch price {
        case .unpriced: "unpriced"
        case .free: "free tier"
        case .priced(let priced):
            priced.proRata.map { Currency.amount(Digits.cost($0.value), $0.currency) + " a run" } ?? "not run"
        }
    }

    /// The price of an hour with all its digits; nil where there is none.
    var rateText: String? {
        switch price {
        case .unpriced: nil
        case .free: "0.00"
        case .priced(let priced): MoneyText.rate(priced.perHour.value)
        }
    }

    /// Under the price: when it was valid, and where it comes from if not from the record.
    var rateQualifier: String {
        switch price {
        case .unpriced: ""
        case .free: "free tier"
        case .priced(let priced):
            priced.fromSheet ? "sheet, \(priced.offer.date)" : priced.offer.date
        }
    }

    /// Why there is no price.
    var unpricedReason: String {
        if provenance == .published { return "no price stated" }
        return provider == nil ? "no purchase price entered" : "no offer known"
    }

    /// The qualifier under the time.
    var intervalText: String {
        guard let seconds else { return "" }
        guard let interval else { return projected ? "no interval" : "one run" }
        return Digits.range(interval.lower, interval.upper, Digits.timeDecimals(seconds))
    }

    var imagesText: String? { imagesPerSecond.map { Decimals.text($0, places: $0 < 10 ? 1 : 0) } }

    var accuracyText: (value: String, qualifier: String?) {
        switch accuracy {
        case .measured(let share, _, let altered, let learned):
            (Decimals.text(share * 100, places: 1), learned ? (altered ? "altered data" : nil) : "did not learn")
        case .range(let range): (Digits.range(range.lower * 100, range.upper * 100, 0), "range")
        case .notRun: ("not run", "projected")
        case .meaningless: ("not run", "synthetic")
        case .notPublished: ("not published", nil)
        case .notMeasured: ("not measured", nil)
        }
    }

    var energyText: (value: String, qualifier: String?) {
        switch energy {
        case .measured(let wattHours, let source): (Digits.significant(wattHours), source)
        case .notMeasured: ("not measured", "no counter")
        case .notPublished: ("not published", nil)
        }
    }

    /// Tags after the machine's name: what a reader must know before the time.
    var tags: [String] {
        var tags: [String] = []
        if isHighlighted { tags.append("this machine") }
        if standing == .beside { tags.append("projected, synthetic pixels") } else if projected { tags.append("projected") }
        if hasOlderEngine { tags.append("engine revision \(engineRevision)") }
        return tags
    }

    /// Why a row is not ranked: the tag and the sentence after it.
    var reason: (tag: String, sentence: String, isAlert: Bool)? {
        guard case .notRanked(let reason) = standing else { return nil }
        switch reason {
        case .flagged(let flags):
            return ("Flagged, implausible", flags.map(\.sentence).joined(separator: " ") + " Its grade is withheld.", true)
        case .synthetic:
            return (
                "Synthetic data",
                "Trained on generated images, not the published ones: the time is real, the accuracy means nothing.", false
            )
        case .alteredTraining:
            return ("Other images", "Trained on images whose bytes are not the published ones: neither time nor accuracy compares.", false)
        case .notRun(let sentence): return ("Not run", sentence, false)
        }
    }

    /// A few words beside a mark in a chart; `short` leaves the place out.
    func chartLabel(short: Bool) -> String {
        if isHighlighted { return "this machine" }
        var name = machine.prefix { $0 != "," && $0 != "(" }[...]
        for word in ["NVIDIA ", "Tesla ", "GeForce ", "Quadro ", "AMD ", "Intel "] where name.hasPrefix(word) {
            name = name.dropFirst(word.count)
        }
        let limit = short ? 14 : 24
        let base = String(name).trimmed
        let place = instance ?? provider ?? ""
        let isSaid = short || place.isEmpty || base.contains(place) || place.contains(base) || base.count + place.count >= limit
        let full = isSaid ? base : "\(base) \(place)"
        return full.count > limit ? String(full.prefix(limit - 1)) + "…" : full
    }
}

extension String {
    /// Without spaces at its ends.
    var trimmed: String {
        let start = drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }
}

extension ImplausibilityFlag {
    /// Figure and limit in a sentence.
    var sentence: String {
        switch self {
        case .aboveRoof(let rate, let peak, let headroom):
            let unit = FigureUnit.suited(to: rate, metric: .operationsPerSecond)
            return "It needs \(unit.text(rate)) \(unit.symbol); this machine’s own measured peak is \(unit.text(peak)), "
                + "and \(Digits.tick(headroom)) times that is the limit."
        case .shorterThanSamples(let seconds, let least):
            return "It says \(Digits.time(seconds)) s; at the speed of its fastest sample the run takes \(Digits.time(least)) s."
        case .repeatedSamples(let count, let distinct):
            return "Its \(count) samples repeat to the last digit: \(distinct == 1 ? "all are the same" : "only \(distinct) differ")."
        case .impossibleLoss(let step, let loss): return "Its loss at step \(step) is \(loss), which no cross-entropy is."
        case .constantLoss(let count): return "Its \(count) losses are the same to the last digit, though the batches differ."
        }
    }
}

extension MarkStyle {
    init(_ row: BoardRow) {
        if case .notRanked(.flagged) = row.standing {
            self = .flagged
        } else if row.synthetic {
            self = .synthetic
        } else {
            self = row.provenance == .published ? .published : .measured
        }
    }
}
