// The board as JSON: every row, the kernels' bars and the curves, numbers as numbers in SI units.
// Leaves to others: a row's members (ExportColumns).

package import Leaderboard
import Measurement

package enum BoardJSON {
    /// One document, indented by two spaces, ending in a newline.
    package static func text(_ board: Board) -> String {
        var writer = Writer()
        writer.object {
            $0.member("mettle_board") { $0.raw("1") }
            $0.member("as_of") { $0.string(board.asOf) }
            $0.member("record_count") { $0.raw("\(board.recordCount)") }
            $0.member("price_sheet_count") { $0.raw("\(board.sheetCount)") }
            $0.member("workloads") { $0.array(board.workloads, write) }
            $0.member("kernels") { $0.array(board.kernels, write) }
            $0.member("curves") { $0.array(board.curves, write) }
            $0.member("rooflines") { $0.array(board.rooflines, write) }
            $0.member("thread_scaling") { $0.array(board.scalings, write) }
            $0.member("courses") { $0.array(board.courses, write) }
        }
        return writer.text + "\n"
    }

    private static func write(_ workload: WorkloadBoard, _ writer: inout Writer) {
        let key = workload.comparability
        writer.object {
            $0.member("benchmark") { $0.string(key.benchmark) }
            $0.member("title") { $0.string(workload.title) }
            $0.member("train_images") { $0.raw("\(key.trainImages)") }
            $0.member("currency") { $0.string(workload.currency) }
            $0.member("omitted_rows") { $0.raw("\(workload.omittedCount)") }
            $0.member("frontier_run_ids") {
                $0.array(workload.frontier.compactMap { id in workload.rows.first { $0.id == id }?.runId }) { $1.string($0) }
            }
            $0.member("rows") {
                $0.array(workload.allRows) { row, writer in
                    writer.object { object in
                        for column in ExportColumn.all { object.member(column.name, column.value(row, workload)) }
                    }
                }
            }
        }
    }

    private static func write(_ kernel: KernelBoard, _ writer: inout Writer) {
        writer.object {
            $0.member("benchmark") { $0.string(kernel.benchmark) }
            $0.member("metric") { $0.string(kernel.metric.rawValue) }
            $0.member("configurations") {
                $0.array(kernel.groups) { group, writer in
                    writer.object {
                        $0.member("title") { $0.string(group.title) }
                        $0.member("machines") { $0.array(group.bars, write) }
                    }
                }
            }
        }
    }

    private static func write(_ bar: KernelBar, _ writer: inout Writer) {
        writer.object {
            $0.member("run_id", .text(bar.runId))
            $0.member("machine", .text(bar.machine))
            $0.member("value", ExportValue(bar.value))
            $0.member("value_lower", ExportValue(bar.interval.lower))
            $0.member("value_upper", ExportValue(bar.interval.upper))
            $0.member("engine", .text(bar.engine))
            $0.member("threads", .whole(bar.threads))
            $0.member("instruction_set", ExportValue(bar.instructionSet))
            $0.member("working_set_bytes", ExportValue(bar.byteCount))
            $0.member("roof_fraction", ExportValue(bar.roofFraction))
            $0.member("executed_roof_fraction", ExportValue(bar.executedRoofFraction))
            $0.member("grade", ExportValue(bar.grade?.rawValue))
            $0.member("flagged", ExportValue(bar.flags.first?.sentence))
        }
    }

    private static func write(_ curve: CurveBoard, _ writer: inout Writer) {
        writer.object {
            $0.member("benchmark") { $0.string(curve.benchmark) }
            $0.member("metric") { $0.string(curve.metric.rawValue) }
            $0.member("run_id") { $0.string(curve.runId) }
            $0.member("machine") { $0.string(curve.machine) }
            $0.member("threads") { $0.raw("\(curve.threads)") }
            $0.member("lines") {
                $0.array(curve.curves) { line, writer in
                    writer.object {
                        $0.member("title") { $0.string(line.title) }
                        $0.member("points") {
                            $0.array(line.points) { point, writer in
                                writer.object {
                                    $0.member("working_set_bytes", ExportValue(point.byteCount))
                                    $0.member("value", ExportValue(point.value))
                                    $0.member("value_lower", ExportValue(point.interval.lower))
                                    $0.member("value_upper", ExportValue(point.interval.upper))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

extension BoardJSON {
    private static func write(_ scaling: ScalingBoard, _ writer: inout Writer) {
        writer.object {
            $0.member("run_id") { $0.string(scaling.runId) }
            $0.member("machine") { $0.string(scaling.machine) }
            $0.member("lines") {
                $0.array(scaling.lines) { line, writer in
                    writer.object {
                        $0.member("benchmark", .text(line.benchmark))
                        $0.member("title", .text(line.title))
                        $0.member("metric", .text(line.metric.rawValue))
                        $0.member("teams") {
                            $0.array(line.points) { point, writer in
                                writer.object {
                                    $0.member("threads", .whole(point.threads))
                                    $0.member("value", ExportValue(point.value))
                                    $0.member("speed_up", ExportValue(point.speedUp))
                                    $0.member("speed_up_lower", ExportValue(point.speedUpInterval.lower))
                                    $0.member("speed_up_upper", ExportValue(point.speedUpInterval.upper))
                                    $0.member("efficiency", ExportValue(point.efficiency))
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private static func write(_ roofline: RooflineBoard, _ writer: inout Writer) {
        writer.object {
            $0.member("run_id") { $0.string(roofline.runId) }
            $0.member("machine") { $0.string(roofline.machine) }
            $0.member("threads") { $0.raw("\(roofline.threads)") }
            $0.member("instruction_set", ExportValue(roofline.instructionSet))
            $0.member("arithmetic_roofs") {
                $0.array(roofline.arithmetic) { roof, writer in
                    writer.object {
                        $0.member("precision", .text(roof.precision))
                        $0.member("operations_per_second", ExportValue(roof.operationsPerSecond))
                    }
                }
            }
            $0.member("memory_roofs") {
                $0.array(roofline.memory) { roof, writer in
                    writer.object {
                        $0.member("level", .text(roof.name))
                        $0.member("bytes_per_second", ExportValue(roof.bytesPerSecond))
                        $0.member("capacity_bytes", ExportValue(roof.capacityBytes))
                    }
                }
            }
            $0.member("points") { $0.array(roofline.points, write) }
        }
    }

    private static func write(_ point: RooflinePoint, _ writer: inout Writer) {
        writer.object {
            $0.member("benchmark", .text(point.group))
            $0.member("title", .text(point.title))
            $0.member("pass", ExportValue(point.pass))
            $0.member("precision", ExportValue(point.precision))
            $0.member("seconds", ExportValue(point.seconds))
            $0.member("operations", ExportValue(point.operations))
            $0.member("executed_operations", ExportValue(point.executedOperations))
            $0.member("bytes", ExportValue(point.bytes))
            $0.member("least_seconds", ExportValue(point.leastSeconds))
            $0.member("attainable_fraction", ExportValue(point.fraction))
            $0.member("bound", point.bound == nil ? .absent : .text(point.bound == .arithmetic ? "arithmetic" : RooflineWords.bound(point)))
        }
    }

    /// Writes JSON text; members that are absent are left out.
    struct Writer {
        private(set) var text = ""
        private var depth = 0
        private var isFirst = true

        mutating func object(_ content: (inout Writer) -> Void) { nest("{", "}", content) }

        mutating func array<Element>(_ elements: [Element], _ write: (Element, inout Writer) -> Void) {
            nest("[", "]") { writer in
                for element in elements {
                    writer.separate()
                    write(element, &writer)
                }
            }
        }

        mutating func member(_ name: String, _ write: (inout Writer) -> Void) {
            separate()
            string(name)
            text += ": "
            write(&self)
        }

        mutating func member(_ name: String, _ value: ExportValue) {
            switch value {
            case .absent: break
            case .text(let text): member(name) { $0.string(text) }
            case .number(let number): member(name) { $0.raw("\(number)") }
            case .whole(let whole): member(name) { $0.raw("\(whole)") }
            case .flag(let flag): member(name) { $0.raw(flag ? "true" : "false") }
            }
        }

        mutating func raw(_ token: String) { text += token }

        mutating func string(_ value: String) {
            text += "\""
            for scalar in value.unicodeScalars {
                switch scalar {
                case "\"": text += "\\\""
                case "\\": text += "\\\\"
                case "\n": text += "\\n"
                case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
                    let digits = String(scalar.value, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                default: text.unicodeScalars.append(scalar)
                }
            }
            text += "\""
        }

        private mutating func nest(_ open: String, _ close: String, _ content: (inout Writer) -> Void) {
            text += open
            depth += 1
            isFirst = true
            content(&self)
            depth -= 1
            if !isFirst { newLine() }
            isFirst = false
            text += close
        }

        private mutating func separate() {
            if !isFirst { text += "," }
            isFirst = false
            newLine()
        }

        private mutating func newLine() { text += "\n" + String(repeating: "  ", count: depth) }
    }
}
