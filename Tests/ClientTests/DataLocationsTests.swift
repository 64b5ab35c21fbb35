// Where data sets are looked for.
// Leaves to others: looking.

import Client
import Testing

@Suite struct DataLocationsTests {
    @Test func aNamedDirectoryAlone() {
        let environment = ["METTLE_DATA": "/m", "HOME": "/h", "XDG_DATA_HOME": "/x"]
        #expect(DataLocations(option: "here", environment: environment).searched == ["here"])
        #expect(DataLocations(option: nil, environment: environment).searched == ["/m"])
        #expect(DataLocations(option: "", environment: ["METTLE_DATA": ""]).searched == ["Datasets"])
    }

    @Test func theUsualPlaces() {
        #expect(DataLocations(option: nil, environment: ["HOME": "/h"]).searched == ["/h/.local/share/mettle", "Datasets"])
        #expect(DataLocations(option: nil, environment: ["HOME": "/h", "XDG_DATA_HOME": "/x"]).searched == ["/x/mettle", "Datasets"])
        #expect(
            DataLocations(option: nil, environment: ["HOME": "/h", "XDG_DATA_HOME": "x"]).searched
                == ["/h/.local/share/mettle", "Datasets"])
        #expect(DataLocations(option: nil, environment: ["HOME": "/h"]).target == "/h/.local/share/mettle")
        #expect(DataLocations(option: nil, environment: [:]).target == "Datasets")
    }
}
