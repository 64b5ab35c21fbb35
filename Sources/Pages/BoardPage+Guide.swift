// How to read the page: grades, provenance, words that stand in place of a number.
// Leaves to others: the rules themselves (Grade+Rules, Ranking).

import Leaderboard
import Measurement

extension BoardPage {
    func writeGuide(into side: inout Markup) {
        side.element("section", ["class": "guide", "id": "guide", "aria-labelledby": "guide-head"]) { guide in
            guide.element("h2", ["id": "guide-head"], text: "How to read this")
            guide.element("h3", text: "Grade: how far to trust the time")
            guide.element("dl") { list in
                for (grade, meaning) in Self.grades {
                    list.element("dt", ["class": grade == nil ? "abs" : nil]) { GradeMark.write(grade, into: &$0) }
                    list.element("dd", text: meaning)
                }
            }
            guide.element("h3", text: "Provenance: where the number comes from")
            guide.element("dl") { list in
                for (provenance, meaning) in Self.provenances {
                    list.element("dt") { ProvenanceMark.write(provenance, into: &$0) }
                    list.element("dd", text: meaning)
                }
            }
            guide.element("h3", text: "Words in place of a number")
            guide.element("dl") { list in
                for (word, meaning) in Self.words {
                    list.element("dt", text: word)
                    list.element("dd", text: meaning)
                }
            }
        }
    }

    /// The widths are those that are applied.
    private static let grades: [(Grade?, String)] = [
        (
            .a,
            "95 % interval within ±\(percent(GradeRules.widthA)) of the median (±\(percent(GradeRules.widthASingleRun)) for a single end-to-end run), and nothing disturbed it."
        ),
        (.b, "Interval within ±\(percent(GradeRules.widthB)), or one caveat whose effect is known and small."),
        (.c, "Interval within ±\(percent(GradeRules.widthC)), or throttling, steal or a shared machine was seen."),
        (.d, "Wider, or something changed the answer; the notes under the ranking say what."),
        (nil, "A published figure: one number, no samples to judge. Or a flagged one, whose grade is withheld."),
    ]

    private static func percent(_ share: Double) -> String { Digits.tick(share * 100) + " %" }

    private static let provenances: [(BoardRow.Provenance, String)] = [
        (.published, "Copied from a cited document; Mettle did not see the run."),
        (.measured, "Measured by Mettle and handed over as it was written."),
        (.signed, "Measured, and unchanged since its key signed it; a signature says who, not which machine."),
        (.reproduced, "Another key measured the same class of machine within 2 %."),
    ]

    private static let words = [
        ("unpriced", "No price is known. It is not 0, and it never ranks by cost."),
        ("free", "The price is zero within a quota; a run that fits it costs nothing, so it does not rank by cost."),
        ("pro rata", "Seconds × price per hour ÷ 3,600."),
        ("billed", "The same after the provider’s rounding and minimum; stated only where they are known."),
        ("sheet", "The price comes from a sheet given to this page, not from the record itself."),
        ("not measured", "This machine could not tell."),
        ("not published", "The source does not say."),
        ("one run", "One number without samples: no interval, and it is taken as exact to 2 % when ranks are shared."),
        ("projected", "Time scaled from fewer batches of the same step; the accuracy was not reached, so it is not given."),
        ("synthetic pixels", "Generated images of the same shape: time and cost are real, there is no rank and no accuracy."),
        ("engine revision", "An older engine of Mettle than the newest here: part of the difference is the program’s."),
        ("altered data", "Accuracy on test images that are not the original bytes; it does not rank."),
        ("3=", "A shared rank: the difference is inside the noise, or the intervals do not settle it."),
    ]
}
