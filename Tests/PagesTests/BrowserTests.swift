// The page in a real browser: sorting, filters, the state in the address, no complaint, nothing that scrolls sideways.
// Leaves to others: the markup (BoardPageTests), the process (Browser).

import FoundationEssentials
import Leaderboard
import Pages
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite("Page in Chromium", .serialized, .enabled(if: Browser.executable != nil, "needs Debian’s chromium: Scripts/setup --tests"))
struct BrowserTests {
    private static let ranks = "[...document.querySelectorAll('.w0 .ranked tr')].map(r => r.cells[0].textContent)"
    private static let machines = "[...document.querySelectorAll('.w0 .ranked tr')].map(r => r.cells[1].firstChild.textContent.trim())"
    private static let shown = "[...document.querySelectorAll('.w0 tr[data-find]')].filter(r => r.offsetParent !== null).length"
    private static let visibleTexts =
        "[...document.querySelectorAll('h2, h3, p, td, dd')].filter(e => e.offsetParent !== null).map(e => e.textContent)"

    private func texts(_ browser: Browser, _ expression: String) throws -> [String] {
        try browser.evaluate(expression).list.compactMap(\.text)
    }

    private func choose(_ browser: Browser, _ select: String, _ value: String) throws {
        _ = try browser.evaluate(
            "{ const s = document.getElementById('f-\(select)'); s.value = '\(value)'; s.dispatchEvent(new Event('change', {bubbles: true})) }"
        )
    }

    @Test func sortsFiltersAndSearchesWithoutAComplaint() throws {
        let browser = try Browser()
        try browser.open(SamplePage.html(), width: 1280)
        let board = SamplePage.board.workloads[0]
        #expect(try texts(browser, Self.machines) == board.rows.map(\.machine))
        #expect(try texts(browser, Self.ranks) == board.rows.map { $0.ranks.time?.text ?? "–" })

        // By price: what has none stands last, in both directions.
        let priceButton = "document.querySelector('.w0 th[data-k=rate] button').click()"
        let prices = "[...document.querySelectorAll('.w0 .ranked tr')].map(r => r.dataset.rate || '')"
        _ = try browser.evaluate(priceButton)
        let ascending = try texts(browser, prices)
        #expect(Array(ascending.prefix(4)) == ["0", "0.0341", "0.084", "0.085"] && Array(ascending.suffix(3)) == ["", "", ""])
        #expect(try browser.evaluate("document.querySelector('.w0 th[data-k=rate]').getAttribute('aria-sort')").text == "ascending")
        _ = try browser.evaluate(priceButton)
        let descending = try texts(browser, prices)
        #expect(descending.first == "3.06" && Array(descending.suffix(3)) == ["", "", ""])

        // By cost, ranks are those by cost.
        try choose(browser, "metric", "cost")
        #expect(try texts(browser, Self.machines).first == "Xeon 8375C, 2 vCPU")
        let costRanks = Set(board.rows.map { $0.ranks.cost?.text ?? "–" })
        #expect(Set(try texts(browser, Self.ranks)) == costRanks)
        #expect(try browser.evaluate("location.hash").text == "#sort=cost")

        // Filters hide rows and marks.
        let all = board.allRows.count
        #expect(try browser.evaluate(Self.shown).number == Double(all))
        try choose(browser, "device", "gpu")
        #expect(try browser.evaluate(Self.shown).number == Double(board.allRows.count { $0.device == .gpu }))
        let marks = "[...document.querySelectorAll('.w0 .wide .chart a')].filter(a => a.getBoundingClientRect().width > 0).length"
        #expect(try browser.evaluate(marks).number == Double(board.rows.count { $0.device == .gpu && $0.seconds != nil }))
        try choose(browser, "prov", "measured")
        #expect(try browser.evaluate(Self.shown).number == 1)
        try choose(browser, "quality", "a")
        #expect(try browser.evaluate(Self.shown).number == 0)
        #expect(try browser.evaluate("document.querySelector('.w0 .none').offsetParent !== null") == .bool(true))
        #expect(try browser.evaluate("location.hash").text == "#sort=cost&device=gpu&quality=a&prov=measured")
        _ = try browser.evaluate("document.querySelector('.w0 .none button').click()")
        _ = try browser.evaluate("new Promise(r => setTimeout(r, 20))")
        #expect(try browser.evaluate(Self.shown).number == Double(all))

        // The search box.
        _ = try browser.evaluate(
            "{ const s = document.getElementById('f-search'); s.value = 'k80 aws'; s.dispatchEvent(new Event('input', {bubbles: true})) }")
        #expect(try browser.evaluate(Self.shown).number == 1)
        #expect(browser.complaints == [])
    }

    @Test func theStateStandsInTheAddress() throws {
        let browser = try Browser()
        try browser.open(SamplePage.html(), width: 1280, fragment: "#sort=acc-&device=cpu&find=epyc&nonsense=%E0%A4&workload=w99")
        #expect(try browser.evaluate("document.querySelector('.w0 th[aria-sort]').dataset.k").text == "acc")
        #expect(try browser.evaluate("document.getElementById('f-device').value").text == "cpu")
        #expect(try browser.evaluate(Self.shown).number == 1)
        #expect(browser.complaints == [])
    }

    @Test func worksWithoutScripts() throws {
        let browser = try Browser()
        try browser.open(SamplePage.html(), width: 1280, scripts: false)
        let board = SamplePage.board.workloads[0]
        #expect(try texts(browser, Self.machines) == board.rows.map(\.machine))
        #expect(try browser.evaluate("document.querySelectorAll('th button').length").number == 0)
        #expect(try browser.evaluate("document.getElementById('f-search').offsetParent === null") == .bool(true))
        _ = try browser.evaluate("document.getElementById('f-device').value = 'cpu'")
        #expect(try browser.evaluate(Self.shown).number == Double(board.allRows.count { $0.device == .cpu }))
        let azure = try #require(
            try browser.evaluate("[...document.querySelectorAll('#f-provider option')].find(o => o.textContent === 'Azure').value").text)
        _ = try browser.evaluate("document.getElementById('f-device').value = 'all'")
        _ = try browser.evaluate("document.getElementById('f-provider').value = '\(azure)'")
        #expect(try browser.evaluate(Self.shown).number == 2)
        // Another workload in place of this one.
        _ = try browser.evaluate("document.getElementById('f-workload').value = 'w1'")
        #expect(try browser.evaluate(Self.shown).number == 0)
        #expect(try texts(browser, Self.visibleTexts).contains("No result for vgg16-bn in this file yet"))
        _ = try browser.evaluate("document.getElementById('theme-dark').checked = true")
        #expect(try browser.evaluate("getComputedStyle(document.body).backgroundColor").text == "rgb(18, 20, 23)")
        #expect(browser.complaints == [])
    }

    @Test func nothingScrollsSidewaysAndNoLabelCoversAnother() throws {
        let browser = try Browser()
        for width in [320, 400, 700, 1000, 1280, 1900] {
            try browser.open(SamplePage.html(), width: width)
            let overflow = try browser.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth").number
            #expect(overflow == 0, "at \(width)")
            #expect(try texts(browser, Self.overlaps) == [], "at \(width)")
            #expect(browser.complaints == [])
        }
    }

    /// With the real face of this machine: labels over labels, and labels over marks.
    private static let overlaps = """
        (() => {
          const found = [], box = e => { const b = e.getBoundingClientRect(); return {l: b.left + 1, r: b.right - 1, t: b.top + 2, b: b.bottom - 2}; };
          const meet = (a, b) => a.l < b.r && b.l < a.r && a.t < b.b && b.t < a.b;
          for (const chart of document.querySelectorAll('.chart')) {
            if (!chart.getBoundingClientRect().width) continue;
            const labels = [...chart.querySelectorAll('.lab, .lab2, .lacc')], marks = [...chart.querySelectorAll('circle, path.x')];
            labels.forEach((a, i) => labels.slice(i + 1).forEach(b => { if (meet(box(a), box(b))) found.push(a.textContent + ' / ' + b.textContent); }));
            labels.forEach(a => marks.forEach(m => { if (meet(box(a), box(m))) found.push(a.textContent + ' / mark'); }));
          }
          return found;
        })()
        """

    /// Pictures for whoever wants to look at them or show them, where `METTLE_SCREENSHOTS` names a folder.
    @Test(.enabled(if: getenv("METTLE_SCREENSHOTS") != nil, "pictures are only made into METTLE_SCREENSHOTS"))
    func pictures() throws {
        let folder = getenv("METTLE_SCREENSHOTS").map { String(cString: $0) } ?? ""
        let browser = try Browser()
        for (width, dark) in [(1280, false), (1280, true), (400, false), (400, true), (1900, false)] {
            try browser.open(SamplePage.html(), width: width, dark: dark)
            try browser.screenshot().write(to: URL(filePath: "\(folder)/leaderboard-\(width)-\(dark ? "dark" : "light").png"))
        }
        try Data(SamplePage.html()).write(to: URL(filePath: "\(folder)/leaderboard.html"))
    }
}
