// What can be filtered by on a page: the attributes rows, bars and marks carry, and the rules that read the selects.
// Leaves to others: the form (BoardPage+Filters), fixed rules (mettle.css).

import Leaderboard
import Measurement

/// Providers and workloads of one page, numbered: a name from a record never becomes part of a rule.
struct FilterKeys {
    /// Names as written, in order; a machine without one has the key `own`.
    let providers: [String]
    private let numbers: [String: Int]

    init(_ board: Board) {
        let named =
            board.workloads.flatMap { $0.allRows.map(\.provider) } + board.kernels.flatMap { $0.groups.flatMap { $0.bars.map(\.provider) } }
        providers = Set(named.compactMap { $0?.isEmpty == false ? $0 : nil }).sorted { $0.lowercased() < $1.lowercased() }
        numbers = Dictionary(uniqueKeysWithValues: providers.enumerated().map { ($0.element, $0.offset) })
    }

    /// `p3`, or `own` for a machine of nobody's cloud.
    func key(_ provider: String?) -> String { provider.flatMap { numbers[$0] }.map { "p\($0)" } ?? "own" }

    func attributes(of row: BoardRow) -> Markup.Attributes {
        [
            "data-device": row.device.rawValue, "data-provider": key(row.provider), "data-grade": row.grade?.rawValue ?? "none",
            "data-prov": row.provenance.rawValue,
        ]
    }

    func attributes(of bar: KernelBar) -> Markup.Attributes {
        [
            "data-device": bar.device.rawValue, "data-provider": key(bar.provider), "data-grade": bar.grade?.rawValue ?? "none",
            "data-prov": bar.provenance.rawValue,
        ]
    }

    /// Rules for the page's own workloads and providers, to follow the sheet.
    func rules(workloadCount: Int) -> String {
        var rules = ""
        for key in providers.indices.map({ "p\($0)" }) + ["own"] {
            rules += ":root:has(#f-provider>[value=\(key)]:checked) [data-provider]:not([data-provider=\(key)]){display:none}\n"
        }
        for index in 0..<workloadCount {
            rules += ":root:has(#f-workload>[value=w\(index)]:checked) .w:not(.w\(index)){display:none}\n"
        }
        return rules
    }
}
