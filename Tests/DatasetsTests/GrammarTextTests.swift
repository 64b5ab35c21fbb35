// Text made by a grammar: the same for a seed, with the rules that a model may learn.
// Leaves to others: batches of it (WorkloadsTests).

import Datasets
import Testing

@Suite struct GrammarTextTests {
    static let text = GrammarText.bytes(count: 60_000, seed: 1)
    static let lines = String(decoding: text, as: UTF8.self).split(separator: "\n").dropLast()

    @Test func isTheSameForASeedAndAnyLength() {
        #expect(GrammarText.bytes(count: 60_000, seed: 1) == Self.text)
        #expect(GrammarText.bytes(count: 777, seed: 1) == Array(Self.text.prefix(777)))
        #expect(GrammarText.bytes(count: 777, seed: 2) != Array(Self.text.prefix(777)))
        #expect(Self.text.allSatisfy { $0 == 10 || (32..<127).contains($0) })
    }

    @Test func sumsAreRight() throws {
        let names = [
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
            "fourteen",
            "fifteen", "sixteen", "seventeen", "eighteen",
        ]
        let sums = Self.lines.filter { $0.contains(" are ") }
        #expect(sums.count > 100)
        for line in sums {
            let words = line.dropLast().split(separator: " ").map(String.init)
            let (a, b) = (try #require(names.firstIndex(of: words[0])), try #require(names.firstIndex(of: words[2])))
            #expect(words[4] == names[a + b], "\(line)")
        }
    }

    /// A short clause: its verb has an s where its noun has none.
    @Test func verbsAgreeWithTheirNouns() {
        let verbs: Set<String> = ["sleep", "run", "sing", "wait", "fall", "shine", "return", "turn"]
        var checked = 0
        for line in Self.lines where !line.contains("that") && !line.contains("when") && !line.contains(" are ") {
            let words = line.dropLast().split(separator: " ").map(String.init)
            guard let place = words.firstIndex(where: { verbs.contains($0) || verbs.contains(String($0.dropLast())) }), place > 0 else {
                Issue.record("no verb in \(line)")
                continue
            }
            #expect(verbs.contains(words[place]) == words[place - 1].hasSuffix("s"), "\(line)")
            checked += 1
        }
        #expect(checked > 300)
    }
}
