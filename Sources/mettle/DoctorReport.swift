// The findings of `mettle doctor` as JSON.
// Leaves to others: the rules (Machine.Diagnosis).

import Machine
import Records

struct DoctorReport: Codable {
    struct Entry: Codable {
        var id: String
        var severity: String
        var sentence: String
        var remedy: String?
    }
    var machine: String
    var findings: [Entry]

    init(machine: String, findings: [Finding]) {
        self.machine = machine
        self.findings = findings.map {
            let severity =
                switch $0.severity {
                case .wouldMakeNumbersWrong: "makes_numbers_wrong"
                case .wouldLeaveNumbersOut: "leaves_numbers_out"
                case .worthKnowing: "worth_knowing"
                case .inOrder: "in_order"
                }
            return Entry(id: $0.id.rawValue, severity: severity, sentence: $0.sentence, remedy: $0.remedy)
        }
    }

    var json: String { (try? JSONCoder.encodeText(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}" }
}
