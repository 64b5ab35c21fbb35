// The progress block to the character of the design's first screen, and what reaches the terminal when it is redrawn.
// Leaves when it is redrawn to the harness.

import CommandLine
import Synchronization
import Testing

private let nearlyDone = ProgressBlock(
    doneCount: 9, totalCount: 10, elapsedSeconds: 126, remainingSeconds: 34,
    current: .init(
        benchmark: "cloud-check/train", figure: "138 images/s", interval: "±1.8 %", target: "±1 %",
        row: .remark(["cloud-check/train", "fp32", "138", "images/s", "±1.8 %"], .init("to ±1", .dim))))

@Suite struct ProgressTests {
    @Test func twoLinesIn80Columns() {
        #expect(
            nearlyDone.lines(on: .plain80, under: results.layout(for: [], on: .plain80)) == [
                "  cloud-check/train   fp32                138    images/s  ±1.8 %  to ±1",
                "  ━━━━━━━━━━━━━━━━━━━─────  9 of 10   2:06 gone, 0:34 left",
            ])
    }

    @Test func oneLineIn120Columns() {
        #expect(
            nearlyDone.lines(on: .plain120, under: results.layout(for: [], on: .plain120)) == [
                "  ━━━━━━━━━━━━━━━━━━━━━━──────  9 of 10   2:06 gone, 0:34 left   cloud-check/train 138 images/s, ±1.8 % aiming at ±1 %"
            ])
    }

    @Test func colour() {
        let lines = nearlyDone.lines(on: .colour80, under: results.layout(for: [], on: .colour80))
        #expect(lines[1] == "  ━━━━━━━━━━━━━━━━━━━\u{1B}[2m─────\u{1B}[0m  9 of 10   2:06 gone, 0:34 left")
        #expect(lines[0].hasSuffix("±1.8 %  \u{1B}[2mto ±1\u{1B}[0m"))
    }

    @Test func asciiBar() {
        let lines = nearlyDone.lines(on: .ascii80, under: nil)
        #expect(lines == ["  ###################-----  9 of 10   2:06 gone, 0:34 left   cloud-check/trai..."])
    }

    @Test func nothingKnownYet() {
        let start = ProgressBlock(doneCount: 0, totalCount: 0, elapsedSeconds: 0)
        #expect(start.lines(on: .plain80, under: nil) == ["  " + String(repeating: "─", count: 24) + "  0 of 0   0:00 gone"])
        var first = ProgressBlock(doneCount: 0, totalCount: 4, elapsedSeconds: 3661, current: .init(benchmark: "gemm", row: .cells([])))
        #expect(first.lines(on: .plain120, under: nil)[0].hasSuffix("  0 of 4   1:01:01 gone   gemm"))
        first.remainingSeconds = .nan
        #expect(first.lines(on: .plain120, under: nil)[0].contains("0 of 4"))
    }

    @Test(arguments: [1, 20, 45, 60, 80, 119, 120])
    func neverWiderThanTheTerminal(width: Int) {
        let terminal = Terminal.plain80.resized(to: width)
        for line in nearlyDone.lines(on: terminal, under: results.layout(for: [], on: terminal)) { #expect(displayWidth(line) <= width) }
    }

    @Test func finishedLinesStayAboveTheRedrawnBlock() {
        let screen = Screen()
        let writer = ProgressWriter(terminal: .colour80, layout: nil, columns: { nil }, write: screen.write)
        let block = ProgressBlock(doneCount: 0, totalCount: 2, elapsedSeconds: 0)
        writer.show(block)
        writer.finish(["first"])
        writer.finish(["second", "third"])
        writer.clear()
        writer.clear()
        #expect(screen.rows == ["first", "second", "third"])
        let drawn = block.lines(on: .colour80, under: nil)[0] + "\n"
        #expect(
            screen.writes == [
                drawn, "\r\u{1B}[1A\u{1B}[Jfirst\n" + drawn, "\r\u{1B}[1A\u{1B}[Jsecond\nthird\n" + drawn, "\r\u{1B}[1A\u{1B}[J",
            ])
    }

    @Test func aNarrowedTerminalIsClearedWhole() {
        let screen = Screen()
        let width = Mutex(80)
        let writer = ProgressWriter(terminal: .colour80, layout: nil, columns: { width.withLock { $0 } }, write: screen.write)
        writer.show(ProgressBlock(doneCount: 0, totalCount: 2, elapsedSeconds: 0))
        width.withLock { $0 = 20 }
        writer.clear()
        #expect(screen.writes.last == "\r\u{1B}[3A\u{1B}[J")
    }

    @Test func withoutATerminalOnlyFinishedLinesAreWritten() {
        let screen = Screen()
        let writer = ProgressWriter(terminal: .plain80, layout: nil, columns: { nil }, write: screen.write)
        writer.show(nearlyDone)
        writer.finish(["gemm fp32,n=1024 median 468 GFLOP/s"])
        writer.show(nearlyDone)
        writer.clear()
        #expect(screen.writes == ["gemm fp32,n=1024 median 468 GFLOP/s\n"])
    }

    @Test func manyThreadsWriteWholeLines() async {
        let screen = Screen()
        let writer = ProgressWriter(terminal: .colour80, layout: nil, columns: { nil }, write: screen.write)
        await withTaskGroup { group in
            for worker in 0..<8 {
                group.addTask {
                    for line in 0..<50 {
                        writer.show(ProgressBlock(doneCount: line, totalCount: 50, elapsedSeconds: Double(worker)))
                        writer.finish(["\(worker) \(line)"])
                    }
                }
            }
        }
        writer.clear()
        #expect(Set(screen.rows) == Set((0..<8).flatMap { worker in (0..<50).map { "\(worker) \($0)" } }))
        #expect(screen.rows.count == 400)
    }
}

/// A terminal that understands what the writer sends: lines, cursor up, erase to the end.
private final class Screen: Sendable {
    private let log = Mutex<[String]>([])

    func write(_ text: String) { log.withLock { $0.append(text) } }

    var writes: [String] { log.withLock { $0 } }

    var rows: [String] {
        var rows: [String] = []
        for text in writes {
            var rest = text[...]
            if rest.hasPrefix("\r\u{1B}["), let up = rest.firstIndex(of: "A") {
                rows.removeLast(Int(rest[rest.index(rest.startIndex, offsetBy: 3)..<up]) ?? 0)
                rest = rest[rest.index(up, offsetBy: 4)...]
            }
            rows += rest.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
        }
        return rows
    }
}
