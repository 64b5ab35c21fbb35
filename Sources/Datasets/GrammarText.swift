// Text that the program makes for language models: sentences of a small stochastic grammar, from a seed.
// Leaves to others: batches of it (Workloads).

import Measurement

/// English-like sentences in ASCII, a line each. Words are easy to learn, then which follow which; agreement of number across a relative clause
/// and sums of two numbers take a model that looks back.
package struct GrammarText {
    private let random: Philox
    private var drawn = 0
    private var text: [UInt8] = []

    /// The first `count` bytes of the text of a seed.
    package static func bytes(count: Int, seed: UInt64) -> [UInt8] {
        var maker = GrammarText(random: Philox(seed: seed, stream: RandomStream.text))
        maker.text.reserveCapacity(count + 200)
        while maker.text.count < count { maker.sentence() }
        return Array(maker.text.prefix(count))
    }

    private init(random: Philox) { self.random = random }

    private mutating func draw(_ bound: Int) -> Int {
        defer { drawn += 1 }
        return random.integer(drawn, below: bound)
    }

    private mutating func say(_ words: String) { text += Array(words.utf8) }

    private mutating func sentence() {
        switch draw(5) {
        case 0: sum()
        case 1:
            say("when ")
            clause()
            say(", ")
            clause()
        default: clause()
        }
        say(".\n")
    }

    private mutating func sum() {
        let left = draw(10), right = draw(10)
        say("\(Self.numbers[left]) and \(Self.numbers[right]) are \(Self.numbers[left + right])")
    }

    private mutating func clause() {
        let isPlural = draw(2) == 1
        subject(isPlural, depth: 0)
        let verb = Self.verbs[draw(Self.verbs.count)]
        say(isPlural ? verb : verb + "s")
        if draw(3) > 0 { say(" " + Self.manners[draw(Self.manners.count)]) }
    }

    /// With a space behind it.
    private mutating func subject(_ isPlural: Bool, depth: Int) {
        say(isPlural ? "the " : ["a ", "the "][draw(2)])
        if draw(2) == 0 { say(Self.qualities[draw(Self.qualities.count)] + " ") }
        let noun = Self.nouns[draw(Self.nouns.count)]
        say(isPlural ? noun + "s " : noun + " ")
        guard depth < 2, draw(4) == 0 else { return }
        let otherIsPlural = draw(2) == 1
        say("that ")
        subject(otherIsPlural, depth: depth + 1)
        let verb = Self.verbsOfTwo[draw(Self.verbsOfTwo.count)]
        say(otherIsPlural ? verb + " " : verb + "s ")
    }

    private static let nouns = [
        "cat", "dog", "farmer", "river", "teacher", "machine", "cloud", "singer", "painter", "train", "bird", "king",
    ]
    private static let qualities = ["old", "small", "quick", "green", "quiet", "heavy", "bright", "tired"]
    private static let verbs = ["sleep", "run", "sing", "wait", "fall", "shine", "return", "turn"]
    private static let verbsOfTwo = ["see", "follow", "hear", "like", "know", "help"]
    private static let manners = ["slowly", "at night", "in the rain", "again", "by the wall", "every day"]
    private static let numbers = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen",
    ]
}
