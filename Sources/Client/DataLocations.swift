// Where data sets are looked for and where fetched ones go.
// Leaves to others: whether a directory holds one (Datasets), and fetching (ArchiveFetch).

package struct DataLocations: Sendable, Equatable {
    /// In the order in which they are tried. One that a person named is tried alone: never silently another's data.
    package var searched: [String]

    /// `option` is `--data`; after it come `METTLE_DATA`, then `$XDG_DATA_HOME/mettle` (`~/.local/share/mettle`) and `./Datasets`.
    /// An XDG_DATA_HOME that is no absolute path is ignored, as the XDG Base Directory Specification asks.
    package init(option: String?, environment: [String: String]) {
        func named(_ value: String?) -> String? { value.flatMap { $0.isEmpty ? nil : $0 } }
        if let named = named(option) ?? named(environment["METTLE_DATA"]) {
            searched = [named]
            return
        }
        let home = named(environment["HOME"]).map { $0 + "/.local/share" }
        let data = named(environment["XDG_DATA_HOME"]).flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home
        searched = (data.map { [$0 + "/mettle"] } ?? []) + ["Datasets"]
    }

    /// Where a fetched data set goes.
    package var target: String { searched[0] }
}
