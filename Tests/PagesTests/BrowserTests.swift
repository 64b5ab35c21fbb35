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
    private static let machines = "[...document.querySelectorAll('.w0 .ranked tr')].map(r => r.cells[1].firstChild.textContent)"
    private static let shown = "[...document.querySelectorAll('.w0 tr[data-find]')].filter(r => r.offsetParent !== null).length"

    private func texts(_ browser: Browser, _ expression: String) throws -> [String] {
        try browser.evaluate(expression).list.compactMap(\.text)
    }

    @Test func pictures() throws {
        guard let folder = getenv("METTLE_SCREENSHOTS").map({ String(cString: $0) }) else { return }
        let browser = try Browser()
        for (width, dark) in [(1280, false), (400, false), (400, true), (1280, true), (1800, false)] {
            try browser.open(SamplePage.html(), width: width, dark: dark)
            try browser.screenshot().write(to: URL(filePath: "\(folder)/leaderboard-\(width)-\(dark ? "dark" : "light").png"))
            print(width, browser.complaints)
        }
        try Data(SamplePage.html()).write(to: URL(filePath: "\(folder)/leaderboard.html"))
    }
}
