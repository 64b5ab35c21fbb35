// Courses on the page and in JSON.
// Leaves to others: the figures (LeaderboardTests), sound markup of the whole page (BoardPageTests).

import BoardSamples
import FoundationEssentials
import Leaderboard
import Pages
import Records
import Testing

@Suite("Courses on the page")
struct CoursePageTests {
    private func board(_ measurements: [MeasuredConfiguration]) -> Board {
        Board.make(records: [
            (Samples.measured("a <b>", runId: "99999999-9999-4999-8999-999999999999") { $0.measurements = measurements }, "r.json")
        ])
    }

    private func page(_ board: Board) -> String { String(decoding: SamplePage.html(board), as: UTF8.self) }

    @Test func bothTablesStandInASectionOfTheirOwn() {
        let page = page(board([Samples.sustained(), Samples.contended()]))
        #expect(HTMLCheck(page).complaints == [])
        #expect(page.contains("<a href=\"#courses\">Sustained</a>") && page.contains("<h3>a &lt;b&gt;</h3>"))
        for cell in [
            ">300<span class=\"q\">images/s</span>", ">240<span class=\"q\">±0.4 %</span>", ">−20 %<span class=\"q\">of speed</span>",
            ">1 min<span class=\"q\">of 10 min, within 2.0 %</span>", ">3.20 GHz<span class=\"q\">4.20 at first</span>",
            ">95 °C<span class=\"q\">60 at first</span>", ">30.0<span class=\"q\">GB/s</span>",
            ">21.0<span class=\"q\">4: 18.0–24.0</span>",
            ">84.0<span class=\"q\">±0.4 %</span>", ">70 %<span class=\"q\">of one alone</span>",
        ] { #expect(page.contains(cell), "\(cell)") }
    }

    @Test func aSustainedRunIsDrawnOverTime() throws {
        let page = page(board([Samples.sustained()]))
        #expect(page.contains("<h3>vgg16-bn/train over 10 min</h3>"))
        let finding = "300 images/s in the first seconds, 240 from 1 min on (−20 %)."
        #expect(page.components(separatedBy: finding).count == 4)  // under the heading, and for either drawing
        for part in [">Clock, GHz</text>", ">Temperature, °C</text>", ">settled</text>", ">Time, min</text>", "<td class=\"r\">4.20</td>"] {
            #expect(page.contains(part), "\(part)")
        }
        // Ten minutes end where the axis does.
        #expect(page.contains(/<text class="tick" x="588" y="[0-9.]+" text-anchor="end">10<\/text>/))
        // Half of what it began at 300 with: the line falls once and stays.
        let drawing = try #require(page.components(separatedBy: "<path class=\"a\" d=\"M").dropFirst().first?.prefix { $0 != "\"" })
        let heights = drawing.split(separator: "L").compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }
        #expect(heights.count == 120 && Set(heights).count == 2 && heights == heights.sorted() && heights[11] < heights[12])
        let bare = self.page(board([Samples.sustained(settles: false, hasSensors: false)]))
        #expect(!bare.contains(">Clock, GHz</text>") && !bare.contains(">settled</text>"))
        #expect(bare.contains("240 in the last third, without having settled"))
    }

    @Test func whatIsNotKnownIsWorded() {
        let page = page(board([Samples.sustained(settles: false, hasSensors: false)]))
        #expect(page.contains(">not settled<span class=\"q\">in 10 min</span>"))
        #expect(page.components(separatedBy: "not measured</span><span class=\"q\">no sensor").count == 3)
        #expect(!page.contains("Contended runs") && !page.contains("One single-threaded instance"))
    }

    @Test func aPageWithoutCoursesHasNoSection() { #expect(!page(board(Samples.kernels())).contains("id=\"courses\"")) }

    @Test func jsonHasThem() {
        let text = BoardJSON.text(board([Samples.sustained(), Samples.contended()]))
        for member in [
            "\"courses\": [", "\"sustained_seconds\": 600.0", "\"settled_after_seconds\": 60.0", "\"last_megahertz\": 3200.0",
            "\"first_celsius\": 60.0", "\"throttle_events\": 2", "\"processor\": 6",
        ] { #expect(text.contains(member), "\(member)") }
        #expect(!BoardJSON.text(board([Samples.sustained(hasSensors: false)])).contains("megahertz"))
    }
}
