// A workload's rows put in order: ranks by every metric, the frontier, the answers, the limit.
// Leaves to others: when two values are distinct (Ranking).

import Measurement
import Prices

extension WorkloadBoard {
    static func ranked(
        _ key: ComparabilityClass, title: String, rows: [BoardRow], highlight: String?, limit: Int
    ) -> WorkloadBoard {
        var shown = rows.filter { $0.isShownAmongRanked }.sorted(by: comesFirst)
        var rest = rows.filter { !$0.isShownAmongRanked }.sorted(by: comesFirst)
        let currency = mainCurrency(shown)
        rank(&shown, \.time, lowerIsBetter: true) { $0.timeValue }
        rank(&shown, \.cost, lowerIsBetter: true) { row in row.costValue(row.price.rankedCost(in: currency)) }
        rank(&shown, \.billed, lowerIsBetter: true) { row in row.costValue(row.price.rankedBill(in: currency)) }
        rank(&shown, \.rate, lowerIsBetter: false) { $0.rateValue }
        rank(&shown, \.accuracy, lowerIsBetter: false) { $0.accuracyValue }
        markOlderEngines(&shown, &rest)
        let total = shown.count + rest.count
        cut(&shown, to: limit)
        cut(&rest, to: max(0, limit - shown.count))
        for index in shown.indices { shown[index].id = "r\(index + 1)" }
        for index in rest.indices { rest[index].id = "n\(index + 1)" }
        return WorkloadBoard(
            comparability: key, title: title, currency: currency, rows: shown, notRanked: rest,
            omittedCount: total - shown.count - rest.count, frontier: frontier(shown, currency), answers: answers(shown, currency))
    }

    /// By time, then by everything that tells two rows apart, so that the order never depends on the input's.
    private static func comesFirst(_ a: BoardRow, _ b: BoardRow) -> Bool {
        let (x, y) = (a.seconds ?? .infinity, b.seconds ?? .infinity)
        if x != y { return x < y }
        return a.orderText.lexicographicallyPrecedes(b.orderText)
    }

    private static func markOlderEngines(_ shown: inout [BoardRow], _ rest: inout [BoardRow]) {
        func isOwn(_ row: BoardRow) -> Bool { row.engine == "mettle" && row.seconds != nil && row.provenance != .published }
        guard let newest = (shown + rest).filter(isOwn).map(\.engineRevision).max() else { return }
        for index in shown.indices { shown[index].hasOlderEngine = isOwn(shown[index]) && shown[index].engineRevision < newest }
        for index in rest.indices { rest[index].hasOlderEngine = isOwn(rest[index]) && rest[index].engineRevision < newest }
    }

    /// The best rows stay, and the reader's own wherever they stand.
    private static func cut(_ rows: inout [BoardRow], to limit: Int) {
        guard rows.count > limit else { return }
        rows = Array(rows.prefix(limit)) + rows.dropFirst(limit).filter(\.isHighlighted)
    }

    private static func rank(
        _ rows: inout [BoardRow], _ path: WritableKeyPath<Ranks, Rank?>, lowerIsBetter: Bool, value: (BoardRow) -> RankedValue?
    ) {
        let taking = rows.indices.filter { rows[$0].standing == .ranked && value(rows[$0]) != nil }
        let ranks = Ranking.ranks(taking.compactMap { value(rows[$0]) }, lowerIsBetter: lowerIsBetter)
        for (index, rank) in zip(taking, ranks) { rows[index].ranks[keyPath: path] = rank }
    }

    /// The currency that most prices of the ranking are in; US dollars where there is none.
    private static func mainCurrency(_ rows: [BoardRow]) -> String {
        var counts: [String: Int] = [:]
        for case .priced(let priced) in rows.map(\.price) { counts[priced.perHour.currency, default: 0] += 1 }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? "USD"
    }

    /// Rows that are ranked, priced and on demand, such that no other of them is both faster and cheaper.
    private static func frontier(_ rows: [BoardRow], _ currency: String) -> [String] {
        let offered = rows.compactMap { row -> (seconds: Double, cost: Double, id: String)? in
            guard row.standing == .ranked, case .priced(let priced) = row.price, priced.offer.allocation == .onDemand,
                let seconds = row.seconds, let cost = row.price.rankedCost(in: currency)
            else { return nil }
            return (seconds, cost, row.id)
        }
        var cheapest = Double.infinity
        return offered.sorted { ($0.seconds, $0.cost) < ($1.seconds, $1.cost) }.compactMap { offer in
            guard offer.cost < cheapest else { return nil }
            cheapest = offer.cost
            return offer.id
        }
    }

    private static func answers(_ rows: [BoardRow], _ currency: String) -> [Answer] {
        let ranked = rows.filter { $0.standing == .ranked }
        func best(_ pool: [BoardRow], _ value: (BoardRow) -> Double?) -> BoardRow? {
            pool.filter { value($0) != nil }.min { (value($0) ?? 0) < (value($1) ?? 0) }
        }
        var answers = [
            Answer(question: .fastest, row: ranked.first),
            Answer(question: .cheapest, row: best(ranked) { $0.price.rankedCost(in: currency) }),
            Answer(question: .fastestWithoutGPU, row: ranked.first { $0.device == .cpu }),
        ]
        if let mine = rows.first(where: \.isHighlighted) {
            answers.append(Answer(question: .thisMachine, row: mine))
        } else {
            answers.append(Answer(question: .mostAccurate, row: best(ranked) { $0.accuracyValue.map { -$0.value } }))
        }
        return answers
    }
}

extension BoardRow {
    var isShownAmongRanked: Bool { standing == .ranked || standing == .beside }

    fileprivate var orderText: [String] {
        var allocation = ""
        if case .priced(let priced) = price { allocation = priced.offer.allocation.rawValue + priced.offer.region }
        return [machine, parts, label, provider ?? "", instance ?? "", region ?? "", allocation, date, runId, engine]
    }

    var timeValue: RankedValue? { seconds.map { RankedValue(value: $0, interval: interval, floor: noiseFloor) } }

    var rateValue: RankedValue? {
        guard let seconds, let imagesPerSecond else { return nil }
        let images = imagesPerSecond * seconds
        return RankedValue(
            value: imagesPerSecond, interval: interval.map { Interval(lower: images / $0.upper, upper: images / $0.lower) },
            floor: noiseFloor)
    }

    /// A cost is known as well as the time that it follows from.
    func costValue(_ cost: Double?) -> RankedValue? {
        guard let cost, let seconds, seconds > 0 else { return nil }
        let scaled = interval.map { Interval(lower: cost * $0.lower / seconds, upper: cost * $0.upper / seconds) }
        return RankedValue(value: cost, interval: scaled, floor: noiseFloor)
    }

    /// Accuracies differ when their sampling intervals say so: a clock's noise does not blur them. Ranges and altered test images do not rank.
    var accuracyValue: RankedValue? {
        guard case .measured(let share, let interval, alteredTestImages: false, learned: true) = accuracy else { return nil }
        return RankedValue(value: share, interval: interval, floor: 1e-9)
    }
}
