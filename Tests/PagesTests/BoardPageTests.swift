// The page's markup: sound, self-contained, escaped, the same bytes for the same board.
// Leaves to others: what a browser makes of it (BrowserTests), which rows there are (LeaderboardTests).

import BoardSamples
import Digests
import FoundationEssentials
import Leaderboard
import Measurement
import Pages
import Prices
import Records
import Testing

@Suite("Board page")
struct BoardPageTests {
    private func text(_ board: Board) -> String { String(decoding: SamplePage.html(board), as: UTF8.self) }
    private func make(_ records: [Record], options: Board.Options = Board.Options()) -> Board {
        Board.make(records: records.map { ($0, "r.json") }, options: options)
    }

    @Test func theMarkupIsSound() {
        for board in [SamplePage.board, make(Samples.publishedRecords), make([]), make([Samples.synthetic]), make([Samples.notRun])] {
            let check = HTMLCheck(text(board))
            #expect(check.complaints == [])
            #expect(check.tags.count > 50)
        }
    }

    @Test func theCheckItselfFindsFaults() {
        for bad in ["<p></b></p>", "<a href=\"http://x\"></a>", "<b onclick=\"x\"></b>", "<i id=\"a\"></i><i id=\"a\"></i>", "<svg></svg>"]
        {
            #expect(HTMLCheck("<h1></h1>" + bad).complaints.count >= 1, "\(bad)")
        }
        #expect(HTMLCheck("<h1></h1><p></p>").complaints == [])
    }

    @Test func everyStringIsEscaped() {
        let page = text(SamplePage.board)
        #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;=cmd"))
        #expect(page.components(separatedBy: "<script").count == 2)
        #expect(page.components(separatedBy: "</style").count == 2)
        for wrong in ["<script>alert", "<img", "<b>Evil", "<svg onload", "<i>", "\u{1}"] { #expect(!page.contains(wrong), "\(wrong)") }
        #expect(page.contains("&lt;b&gt;Evil&lt;/b&gt;, | Cloud"))
    }

    @Test func nothingOfARecordEntersTheSheet() throws {
        let page = text(SamplePage.board)
        let sheet = try #require(page.components(separatedBy: "<style>").last?.components(separatedBy: "</style>").first)
        for name in ["Evil", "Colab", "Azure", "HYPERLINK", "EPYC"] { #expect(!sheet.contains(name), "\(name)") }
    }

    @Test func thePolicyAllowsSheetAndScriptByHashAndNothingElse() throws {
        let page = text(SamplePage.board)
        let policy = try #require(
            page.components(separatedBy: "Content-Security-Policy\" content=\"").last?.components(separatedBy: "\"").first)
        #expect(policy.hasPrefix("default-src &#39;none&#39;; style-src &#39;sha256-"))
        #expect(!policy.contains("unsafe") && !policy.contains("http"))
        for tag in ["style", "script"] {
            let content = try #require(page.components(separatedBy: "<\(tag)>").last?.components(separatedBy: "</\(tag)>").first)
            let hexadecimal = Array(SHA256.hexadecimal(of: Array(content.utf8)))
            let digest = Data(stride(from: 0, to: 64, by: 2).compactMap { UInt8(String(hexadecimal[$0...$0 + 1]), radix: 16) })
            #expect(policy.contains("sha256-\(digest.base64EncodedString())"), "\(tag)")
        }
    }

    @Test func equalBoardsGiveEqualBytes() {
        let again = Board.make(records: SamplePage.records.reversed(), options: Board.Options(highlight: SamplePage.mine))
        #expect(SamplePage.html(again) == SamplePage.html())
        let later = Board.make(records: SamplePage.records, options: Board.Options(asOf: "2030-01-01", highlight: SamplePage.mine))
        #expect(SamplePage.html(later) != SamplePage.html())
    }

    @Test func whatIsAbsentIsWorded() {
        let page = text(SamplePage.board)
        for words in [
            "unpriced<span class=\"q\">no purchase price entered", "unpriced<span class=\"q\">no price stated",
            "free<span class=\"q\">within a quota",
            "not measured<span class=\"q\">no counter", "not published<span class=\"q\">billing rule", "not run<span class=\"q\">projected",
            "not run<span class=\"q\">synthetic", "Flagged, implausible", "Synthetic data", "Not run", "projected, synthetic pixels",
            "one run",
        ] { #expect(page.contains(words), "\(words)") }
        #expect(!page.contains("statistically significant"))
    }

    @Test func theReadersRowIsMarked() {
        let page = text(SamplePage.board)
        #expect(page.contains("class=\"me\""))
        #expect(page.contains("<span class=\"tag alert\">this machine</span>"))
        #expect(!text(make(Samples.publishedRecords)).contains("<span class=\"tag alert\">"))
    }

    @Test func aWorkloadWithoutResultsSaysWhatToType() {
        let page = text(make([]))
        #expect(page.contains("No result for cloud-check in this file yet"))
        #expect(page.contains("mettle run --only &#39;cloud-check/*&#39;\nmettle board Results --out leaderboard.html"))
        #expect(text(make(Samples.publishedRecords)).contains("No result for vgg16-bn in this file yet"))
    }

    @Test func everyWorkloadHasItsOptionAndItsSection() {
        var other = Samples.measured("Other", runId: "99999999-9999-4999-8999-999999999999")
        other.measurements[0].configuration.benchmark = "vgg16-bn/train"
        let page = text(make(Samples.publishedRecords + [other]))
        for index in 0..<3 {
            #expect(page.contains("<option value=\"w\(index)\""))
            #expect(page.contains(":root:has(#f-workload>[value=w\(index)]:checked) .w:not(.w\(index)){display:none}"))
        }
        #expect(page.contains("id=\"w0r1\"") && page.contains("id=\"w1r1\""))
    }

    @Test func theWorkloadOfTheReadersRunIsShownFirst() {
        var other = Samples.measured("Other", runId: "99999999-9999-4999-8999-999999999999")
        other.measurements[0].configuration.benchmark = "vgg16-bn/train"
        let page = text(make(Samples.publishedRecords + [other], options: Board.Options(highlight: other.runId)))
        #expect(page.contains("<option value=\"w1\" class=\"all\" selected=\"\">"))
    }

    @Test func aFileThatHoldsOnlyTheBestSaysSo() {
        let many = (0..<30).map {
            Samples.measured("Box \($0)", runId: "99999999-9999-4999-8999-9999999999\(10 + $0)", seconds: 1000 + Double($0) * 100)
        }
        #expect(text(make(many, options: Board.Options(rowLimit: 20))).contains("This file holds the best 20 of 30 rows."))
    }

    @Test func anOddBoardIsDrawn() {
        // No price at all, one row, times over six decades, a currency without a sign.
        var norwegian = Samples.measured("Oslo", runId: "99999999-9999-4999-8999-999999999991")
        norwegian.offers = [Samples.offer("UH-IaaS", "m", "osl", micros: 1)]
        norwegian.offers[0].pricePerHour?.currency = "NOK"
        var quick = Samples.measured("Quick", runId: "99999999-9999-4999-8999-999999999992", seconds: 0.01)
        quick.measurements[0].samples = []
        let slow = Samples.measured("Slow", runId: "99999999-9999-4999-8999-999999999993", seconds: 1e4)
        for records in [[Samples.measured()], [norwegian], [quick, slow]] {
            let page = text(make(records))
            #expect(HTMLCheck(page).complaints == [])
            for wrong in ["\"nan", ">nan", "\"inf", ">inf<", "-inf"] { #expect(!page.contains(wrong)) }
        }
        #expect(text(make([norwegian])).contains("NOK"))
    }
}
