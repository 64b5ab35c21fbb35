// Tables to the character of the design's screens, and what happens when they do not fit.
// Leaves the words in the cells to the commands.

import CommandLine
import Testing

/// The table of results of `mettle run`.
let results = TextTable([
    .init("benchmark", minimumWidth: 18, canShrink: true), .init("configuration", minimumWidth: 16, canShrink: true),
    .init("median", .point(integer: 5, fraction: 2), style: .bold), .init("unit", style: .dim, minimumWidth: 8),
    .init("±95 %", .right, minimumWidth: 6), .init("95 % interval", style: .dim, minimumWidth: 15, shownFrom: 120),
    .init("roof", .right), .init("n", .right, minimumWidth: 3, shownFrom: 120), .init("grade", narrow: "g"),
    .init("caveat", style: .yellow, shownFrom: 120),
])

let resultRows: [TextTable.Row] = [
    .cells(["peak/fma", "fp32, 1 thread", "252", "GFLOP/s", "±0.1 %", "251.8–252.1", "", "40", "A", ""]),
    .cells(["memory/bandwidth", "triad, 512 MiB", "38.2", "GB/s", "±0.6 %", "38.0–38.5", "", "48", "A", ""]),
    .cells(["conv2d", "forward, 64→64", "401", "GFLOP/s", "±0.7 %", "398.2–403.9", "81 %", "36", "A", ""]),
    .cells(["dispatch/fork-join", "2 threads", "2.9", "µs", "±9.2 %", "2.7–3.2", "", "60", .init("C", .yellow), "two modes"]),
    .remark(["cloud-check/train"], .init("cuda:0 skipped: no CUDA device", .dim)),
]

@Suite struct TableTests {
    @Test func resultsIn80Columns() {
        #expect(
            results.lines(resultRows, on: .plain80) == [
                "  benchmark           configuration      median  unit       ±95 %  roof  g",
                "  peak/fma            fp32, 1 thread      252    GFLOP/s   ±0.1 %        A",
                "  memory/bandwidth    triad, 512 MiB       38.2  GB/s      ±0.6 %        A",
                "  conv2d              forward, 64→64      401    GFLOP/s   ±0.7 %  81 %  A",
                "  dispatch/fork-join  2 threads             2.9  µs        ±9.2 %        C",
                "  cloud-check/train   cuda:0 skipped: no CUDA device",
            ])
    }

    @Test func resultsIn120Columns() {
        #expect(
            results.lines(resultRows, on: .plain120) == [
                "  benchmark           configuration      median  unit       ±95 %  95 % interval    roof    n  grade  caveat",
                "  peak/fma            fp32, 1 thread      252    GFLOP/s   ±0.1 %  251.8–252.1             40  A",
                "  memory/bandwidth    triad, 512 MiB       38.2  GB/s      ±0.6 %  38.0–38.5               48  A",
                "  conv2d              forward, 64→64      401    GFLOP/s   ±0.7 %  398.2–403.9      81 %   36  A",
                "  dispatch/fork-join  2 threads             2.9  µs        ±9.2 %  2.7–3.2                 60  C      two modes",
                "  cloud-check/train   cuda:0 skipped: no CUDA device",
            ])
    }

    @Test func coloursAreAddedToTheSameCharacters() {
        let lines = results.lines(resultRows, on: .colour80)
        #expect(lines[0] == "\u{1B}[2m  benchmark           configuration      median  unit       ±95 %  roof  g\u{1B}[0m")
        #expect(
            lines[4]
                == "  dispatch/fork-join  2 threads             \u{1B}[1m2.9\u{1B}[0m  \u{1B}[2mµs\u{1B}[0m        ±9.2 %        \u{1B}[33mC\u{1B}[0m"
        )
        #expect(lines.map(withoutEscapes) == results.lines(resultRows, on: .plain80))
    }

    @Test func standInsAreMeasuredAsTheyAreShown() {
        let lines = results.lines(resultRows, on: .ascii80)
        #expect(lines[0] == "  benchmark           configuration      median  unit       +/-95 %  roof  g")
        #expect(lines[3] == "  conv2d              forward, 64->64     401    GFLOP/s   +/-0.7 %  81 %  A")
        #expect(lines.allSatisfy { $0.utf8.count <= 80 && $0.utf8.allSatisfy { $0 < 0x80 } })
    }

    @Test func aGroupedTable() {
        let table = TextTable([
            .init("benchmark", minimumWidth: 22), .init("unit", style: .dim, minimumWidth: 9, gap: 1),
            .init("A", .right, minimumWidth: 5, gap: 1), .init("B", .right, minimumWidth: 5), .init("B/A", .right, minimumWidth: 5, gap: 3),
            .init("verdict"),
        ])
        #expect(
            table.lines(
                [
                    .heading("CPU, one thread"), .cells(["peak/fma fp32", "GFLOP/s", "252", "131", "0.520", "slower"]),
                    .cells(["memory/bandwidth triad", "GB/s", "24.1", "88.0", "3.65", "faster"]),
                    .cells(["geometric mean", "", "", "", "1.24", "faster"]),
                ], on: .plain80) == [
                    "  benchmark              unit          A      B     B/A  verdict", "CPU, one thread",
                    "  peak/fma fp32          GFLOP/s     252    131   0.520  slower",
                    "  memory/bandwidth triad GB/s       24.1   88.0    3.65  faster",
                    "  geometric mean                                   1.24  faster",
                ])
    }

    @Test func aRankingWithItsMark() {
        let table = TextTable([
            .init("rank", .right), .init(" machine", minimumWidth: 36, gap: 1, canShrink: true), .init("time, s", .point(), gap: 1),
            .init("$/run", .point(fraction: 4), gap: 4), .init("grade", gap: 3),
        ])
        let rows: [TextTable.Row] = [
            .cells(["8", " Azure NC6v2, P100", "176", "0.103", "none"]),
            .emphasised(["18", "▸this machine", "1,810", "0.042", "B"], .bold),
        ]
        let expected = [
            "  rank  machine                             time, s    $/run   grade",
            "     8  Azure NC6v2, P100                       176    0.103   none",
            "    18 ▸this machine                          1,810    0.042   B",
        ]
        #expect(table.lines(rows, on: .plain80) == expected)
        #expect(table.lines(rows, on: .colour80)[2] == "\u{1B}[1m\(expected[2])\u{1B}[0m")
    }

    @Test func wordsEndWhereThePointWouldStand() {
        let table = TextTable([
            .init("", minimumWidth: 18), .init("", .point(integer: 7, fraction: 4), style: .bold, gap: 0), .init("", gap: 1),
        ])
        let rows: [TextTable.Row] = [
            .cells(["run time, s", "1,810", "1,795–1,828"]), .cells(["cost, $", "0.042", "pro rata"]),
            .cells(["energy", "", "not measured"]),
            .cells(["grade", "B", "steal 0.8 %"]),
        ]
        #expect(
            table.lines(rows, on: .plain80).dropFirst() == [
                "  run time, s         1,810     1,795–1,828", "  cost, $                 0.042 pro rata",
                "  energy                        not measured", "  grade                   B     steal 0.8 %",
            ])
    }

    @Test(arguments: [10, 40, 79, 80, 100, 119, 120, 200])
    func neverWiderThanTheTerminal(width: Int) {
        let long = String(repeating: "å日", count: 60)
        let rows: [TextTable.Row] =
            resultRows + [
                .cells(.init(repeating: .init(long), count: 10)), .remark(["a", "b"], .init(long)), .heading(.init(long)),
                .emphasised([.init(long), .init(long)], .bold),
            ]
        for line in results.lines(rows, on: Terminal.plain80.resized(to: width)) { #expect(displayWidth(line) <= width) }
    }

    @Test func namesAreCutAndNumbersAreNot() {
        let table = TextTable([.init("name", canShrink: true), .init("value", .right)])
        let rows: [TextTable.Row] = [.cells(["a rather long name of a machine", "123456"]), .cells(["short", "7"])]
        #expect(
            table.lines(rows, on: Terminal.plain80.resized(to: 26)) == [
                "  name               value", "  a rather long n…  123456", "  short                  7",
            ])
    }

    @Test func whatWrapsGoesOnBelowAndIsNotCut() {
        let table = TextTable([.init("kind"), .init("name", canShrink: true, wraps: true), .init("value", .right)])
        let rows: [TextTable.Row] = [.cells(["a", "rather, 16 KiB, 8", "123456"]), .emphasised(["b", "a long name of one", "7"], .bold)]
        #expect(
            table.lines(rows, on: Terminal.plain80.resized(to: 26)).map { $0.trimmingSuffix(while: \.isWhitespace) } == [
                "  kind  name         value", "  a     rather,     123456", "        16 KiB, 8", "  b     a long           7",
                "        name of", "        one",
            ])
    }

    @Test func remarksAreWrappedUnderTheirColumn() {
        let reason = "skipped: 512 MiB of buffers and the reference answer do not fit the 256 MiB that this container may use"
        let row = TextTable.Row.remark(["memory/bandwidth"], .init(reason, .dim))
        #expect(
            results.layout(for: [], on: .plain80).lines(row) == [
                "  memory/bandwidth    skipped: 512 MiB of buffers and the reference answer do",
                "                      not fit the 256 MiB that this container may use",
            ])
    }

    @Test func rowsThatComeLaterStandInTheSameColumns() {
        let layout = results.layout(for: [], on: .plain80)
        #expect(layout.head == results.lines(resultRows, on: .plain80)[0])
        #expect(resultRows.map(layout.line) == Array(results.lines(resultRows, on: .plain80).dropFirst()))
    }
}

func withoutEscapes(_ line: String) -> String {
    line.replacing(/\u{1B}\[[0-9]*m/, with: "")
}

extension String {
    func trimmingSuffix(while isBlank: (Character) -> Bool) -> Substring {
        var rest = self[...]
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return rest
    }
}
