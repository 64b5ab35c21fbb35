// Grade and provenance as they stand in tables and in the guide.
// Leaves to others: their rules (Grade's in Measurement), their explanation (BoardPage+Guide).

import Leaderboard
import Measurement

enum GradeMark {
    /// A filled, B solid, C dashed, D dotted: density of ink, and the letter.
    static func write(_ grade: Grade?, into markup: inout Markup) {
        guard let grade else { return markup.element("span", ["class": "abs"], text: "none") }
        markup.element("span", ["class": "grade \(grade.rawValue)"], text: grade.rawValue)
    }
}

enum ProvenanceMark {
    /// Hollow, dot, ringed dot, two that overlap; and the word.
    static func write(_ provenance: BoardRow.Provenance, into markup: inout Markup) {
        markup.element("span", ["class": "prov"]) {
            $0.element("svg", ["viewBox": "0 0 12 12", "aria-hidden": "true", "focusable": "false"]) { svg in
                switch provenance {
                case .published: svg.literal("<circle class=\"g-o\" cx=\"6\" cy=\"6\" r=\"4\"/>")
                case .measured: svg.literal("<circle class=\"g-f\" cx=\"6\" cy=\"6\" r=\"4.2\"/>")
                case .signed:
                    svg.literal("<circle class=\"g-f\" cx=\"6\" cy=\"6\" r=\"2.6\"/><circle class=\"g-o\" cx=\"6\" cy=\"6\" r=\"5\"/>")
                case .reproduced:
                    svg.literal("<circle class=\"g-f\" cx=\"4\" cy=\"6\" r=\"3.2\"/><circle class=\"g-o\" cx=\"8\" cy=\"6\" r=\"3.2\"/>")
                }
            }
            $0.text(provenance.rawValue)
        }
    }
}
