// Durations, sizes, counts and seeds as they are typed, wrong ones first.
// Leaves the shape of a command line to ParseTests.swift.

import CommandLine
import Testing

@Suite struct ValueTests {
    @Test(arguments: [
        "", "5", "5x", "m", "-5m", "1m1h", "1h1h", "5 m", ".5s", "5.s", "1..5s", "1e3s", "٥m", "367d", "99999999999999999999d", "5m ",
    ])
    func wrongDuration(text: String) {
        #expect(parseDuration(text) == nil)
    }

    @Test(arguments: [
        ("5m", Duration.seconds(300)), ("90s", .seconds(90)), ("1h30m", .seconds(5400)), ("250ms", .milliseconds(250)),
        ("1.5h", .seconds(5400)), ("1d2h3m4s5ms", .milliseconds(93_784_005)), ("0s", .zero),
    ])
    func duration(text: String, expected: Duration) {
        #expect(parseDuration(text) == expected)
    }

    @Test(arguments: ["", "64", "64K", "KiB", "-1B", "0.3B", "1e3B", "64 kib", "9999999999TiB"])
    func wrongSize(text: String) {
        #expect(parseByteCount(text) == nil)
    }

    @Test(arguments: [
        ("4096B", 4096), ("64KiB", 65_536), ("1.5GiB", 1_610_612_736), ("2GB", 2_000_000_000), ("512 MiB", 536_870_912), ("0B", 0),
    ])
    func size(text: String, expected: Int) {
        #expect(parseByteCount(text) == expected)
    }

    @Test(arguments: [
        ("run --budget 5x", ["--budget: “5x” is not a duration.", "Write it like 90s, 5m or 1h30m."]),
        ("run --budget 0s", ["--budget: “0s” is not a duration.", "Write it like 90s, 5m or 1h30m."]),
        ("run --memory 3", ["--memory: “3” is not a size.", "Write it like 64KiB, 512MiB or 2GB."]),
        (
            "run --threads 1,all",
            ["--threads: “all” is not a count.", "Write numbers like 1,2,4, or one of the words all and scaling by itself."]
        ),
        (
            "run --threads 0",
            ["--threads: “0” is not a count.", "Write numbers like 1,2,4, or one of the words all and scaling by itself."]
        ),
        ("run --seed=-1", ["--seed: “-1” is not a seed.", "Write a whole number from 0 to 18446744073709551615."]),
        ("run --threshold 150%", ["--threshold: “150%” is not a fraction.", "Write it like 2% or 0.02."]),
        ("run --threshold nan", ["--threshold: “nan” is not a fraction.", "Write it like 2% or 0.02."]),
    ])
    func wrongValue(line: String, sentences: [String]) throws {
        let arguments = try parse(line)
        let error = #expect(throws: UsageError.self) {
            _ = try arguments.duration(of: .budget)
            _ = try arguments.byteCount(of: .memory)
            _ = try arguments.counts(of: .threads)
            _ = try arguments.seed(of: .seed)
            _ = try arguments.fraction(of: .threshold)
        }
        #expect(error?.sentences == sentences)
    }

    @Test func rightValues() throws {
        let arguments = try parse("run --budget 5m --memory 2GiB --threads 1,2,4 --seed 0xff --threshold 2%")
        #expect(try arguments.duration(of: .budget) == .seconds(300))
        #expect(try arguments.byteCount(of: .memory) == 2_147_483_648)
        #expect(try arguments.counts(of: .threads) == .counts([1, 2, 4]))
        #expect(try arguments.seed(of: .seed) == 255)
        #expect(try arguments.fraction(of: .threshold) == 0.02)
        #expect(try parse("run").counts(of: .threads) == .all)
        #expect(try parse("run --threads scaling").counts(of: .threads) == .scaling)
        #expect(try parse("run").duration(of: .budget) == nil)
        #expect(try parse("run").seed(of: .seed) == 1)
    }

    @Test func integersStayInRange() throws {
        let arguments = try parse("run --threads 3,12 --seed 7")
        #expect(try arguments.integers(of: .threads, in: 1...12) == [3, 12])
        #expect(try arguments.integer(of: .seed, in: 0...7) == 7)
        #expect(throws: UsageError.self) { try arguments.integers(of: .threads, in: 1...8) }
        #expect(throws: UsageError.self) { try arguments.integer(of: .seed, in: 8...9) }
    }

    @Test func contradictionNamesTheCommand() throws {
        let error = try parse("run").contradiction("--resume takes its suite from the file: leave --suite out.")
        #expect(error.sentences == ["--resume takes its suite from the file: leave --suite out.", "mettle help run lists the options."])
    }
}
