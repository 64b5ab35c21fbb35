// One end-to-end workload's ranking: its comparability class, its rows, the frontier and the answers.
// Leaves to others: who belongs into it (ComparabilityClass), the order and ranks (Ranking).

package struct WorkloadBoard: Sendable, Equatable {
    package var comparability: ComparabilityClass
    /// `cloud-check`, with what tells it from its neighbours where a file holds several classes of one benchmark.
    package var title: String
    /// The currency in which this board ranks cost; a row of another currency shows its price and has no rank by cost.
    package var currency: String
    /// In order of run time. Rows that stand `beside` are among them, without a rank.
    package var rows: [BoardRow]
    package var notRanked: [BoardRow]
    /// Rows that the limit left out.
    package var omittedCount: Int
    /// Ids of the rows on the frontier of on-demand prices, fastest first: nothing is both faster and cheaper.
    package var frontier: [String]
    package var answers: [Answer]

    package init(
        comparability: ComparabilityClass, title: String, currency: String, rows: [BoardRow], notRanked: [BoardRow], omittedCount: Int = 0,
        frontier: [String] = [], answers: [Answer] = []
    ) {
        self.comparability = comparability
        self.title = title
        self.currency = currency
        self.rows = rows
        self.notRanked = notRanked
        self.omittedCount = omittedCount
        self.frontier = frontier
        self.answers = answers
    }

    package var allRows: [BoardRow] { rows + notRanked }
    package var rankedCount: Int { rows.count { $0.standing == .ranked } }
}

/// One of the sentences that most readers come for: the best row by a metric.
package struct Answer: Sendable, Equatable {
    package enum Question: String, Sendable, Equatable, CaseIterable {
        case fastest, cheapest, fastestWithoutGPU, mostAccurate, thisMachine
    }
    package var question: Question
    /// nil where no row can answer.
    package var row: BoardRow?
    package init(question: Question, row: BoardRow?) {
        self.question = question
        self.row = row
    }
}
