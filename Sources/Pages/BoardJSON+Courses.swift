// Courses in the board's JSON.
// Leaves to others: the figures (Leaderboard), the rest of the document (BoardJSON).

import Leaderboard
import Measurement

extension BoardJSON {
    static func write(_ board: CourseBoard, _ writer: inout Writer) {
        writer.object {
            $0.member("run_id") { $0.string(board.runId) }
            $0.member("machine") { $0.string(board.machine) }
            $0.member("sustained") { $0.array(board.sustained, write) }
            $0.member("contended") { $0.array(board.contended, write) }
        }
    }

    private static func write(_ line: SustainedLine, _ writer: inout Writer) {
        writer.object {
            $0.member("benchmark", .text(line.benchmark))
            $0.member("title", .text(line.title))
            $0.member("metric", .text(line.metric.rawValue))
            $0.member("sustained_seconds", ExportValue(line.seconds))
            $0.member("first_value", ExportValue(line.first))
            $0.member("steady_value", ExportValue(line.steady))
            $0.member("steady_value_lower", ExportValue(line.steadyInterval.lower))
            $0.member("steady_value_upper", ExportValue(line.steadyInterval.upper))
            $0.member("speed_change", ExportValue(line.change))
            $0.member("settled_after_seconds", ExportValue(line.settledAfterSeconds))
            $0.member("tolerance", ExportValue(line.tolerance))
            $0.member("first_megahertz", ExportValue(line.megahertz?.first))
            $0.member("last_megahertz", ExportValue(line.megahertz?.last))
            $0.member("first_celsius", ExportValue(line.celsius?.first))
            $0.member("last_celsius", ExportValue(line.celsius?.last))
            $0.member("throttle_events", line.throttleEvents.map { .whole($0) } ?? .absent)
            $0.member("grade", ExportValue(line.grade?.rawValue))
            $0.member("moments") { $0.array(line.moments, write) }
        }
    }

    private static func write(_ moment: SustainedLine.Moment, _ writer: inout Writer) {
        writer.object {
            $0.member("seconds", ExportValue(moment.seconds))
            $0.member("value", ExportValue(moment.value))
            $0.member("megahertz", ExportValue(moment.megahertz))
            $0.member("celsius", ExportValue(moment.celsius))
        }
    }

    private static func write(_ line: ContendedLine, _ writer: inout Writer) {
        writer.object {
            $0.member("benchmark", .text(line.benchmark))
            $0.member("title", .text(line.title))
            $0.member("metric", .text(line.metric.rawValue))
            $0.member("alone_value", ExportValue(line.alone))
            $0.member("instances") {
                $0.array(line.instances) { instance, writer in
                    writer.object {
                        $0.member("processor", .whole(instance.processor))
                        $0.member("value", ExportValue(instance.value))
                    }
                }
            }
            $0.member("aggregate_value", ExportValue(line.aggregate))
            $0.member("aggregate_value_lower", ExportValue(line.aggregateInterval?.lower))
            $0.member("aggregate_value_upper", ExportValue(line.aggregateInterval?.upper))
            $0.member("efficiency", ExportValue(line.efficiency))
            $0.member("grade", ExportValue(line.grade?.rawValue))
        }
    }
}
