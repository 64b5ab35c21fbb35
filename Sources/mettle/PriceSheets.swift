// Price sheets: those of --prices, of --profiles, or the built-in ones.
// Leaves to others: reading them (Prices), matching offers.

import CommandLine
import Pages
import Prices

enum PriceSheets {
    static func load(_ directory: String?, profiles: String?) throws -> [PriceSheet] {
        do throws(PriceError) {
            if let directory = directory ?? profiles.map({ $0 + "/prices" }) { return try PriceSheet.readAll(directory) }
            var sheets: [PriceSheet] = []
            for path in EmbeddedFile.paths where path.hasPrefix("Profiles/prices/") {
                if let bytes = EmbeddedFile.bytes(path) { sheets.append(try PriceSheet.parse(bytes, file: path)) }
            }
            return sheets
        } catch {
            if case .unreadable = error { throw Failure(error.sentence, status: .noInput) }
            throw Failure(error.sentence, "Nothing was written.", status: .dataError)
        }
    }
}
