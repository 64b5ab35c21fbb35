// The published records of the repository, read from their files, give the table that was published.
// Leaves to others: the files' form (RecordsTests).

import Leaderboard
import Prices
import Records
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite("Published files")
struct PublishedFilesTests {
    private static let folder = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/Results/published"

    private static let e1 = [
        "2018-paperspace-p4000", "2018-azure-nc6v2-p100", "2018-aws-p3-2xlarge-v100", "2018-gce-k80", "2018-azure-nc6-k80",
        "2018-aws-p2-xlarge-k80", "2018-acer-predator-gtx1070",
    ]

    @Test(.enabled(if: access(folder, R_OK) == 0, "needs the repository beside the tests"))
    func theyGiveTheTableOfE1() throws {
        let names = Self.e1 + ["2019-colab-pets-resnet34", "2019-laptop-cpu-pets-resnet34"]
        let records = try names.map { (try RecordFile.read("\(Self.folder)/\($0).json"), "\($0).json") }
        let board = Board.make(records: records)
        #expect(board.workloads.map(\.title) == ["cloud-check", "pets-resnet34"])
        let costs = board.workloads[0].rows.map { row -> String in
            guard case .priced(let priced) = row.price, let cost = priced.proRata else { return "unpriced" }
            return cost.decimalText(decimals: 2)
        }
        #expect(board.workloads[0].rows.map(\.seconds) == [176, 262, 331, 354, 1428, 1431, 1461])
        #expect(costs == ["0.10", "0.22", "unpriced", "0.04", "0.36", "0.36", "0.24"])
        #expect(board.workloads[1].rows.map(\.seconds) == [106, 8640])
    }
}
