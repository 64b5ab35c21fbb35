// What must never stand in a description: names, serial numbers, addresses, ids. Every fixture has some planted.
// The test also fails when a fixture has none, so that it cannot pass by looking at nothing.

import FoundationEssentials
import Machine
import Testing

@Suite struct PrivacyTests {
    /// Pieces of everything planted in the fixtures; looked for without regard to case.
    static let secrets = [
        "secret", "5ec2e7", "329910648901", "0929128ff2f73a2f1", "172.31.81.43", "172-31-81-43", "3.89.187.177", "10.0.0.4",
        "0e:53:ec", "00:15:5d", "0022485", "5219229119291192911", "c0ffee", "8b9b95454e44127de3152bbf8cea6239", "21HMCTO1WW", "12345678",
        "ssh-rsa", "/home", "/root", "0000:00:04.0",
    ]

    @Test(arguments: RecordedMachine.names) func nothingPersonalIsKept(name: String) throws {
        let machine = try RecordedMachine(name)
        let planted = Self.secrets.filter { secret in
            machine.files.holds(secret)
        }
        #expect(planted.count > 0, "the fixture has nothing to hide")
        let encoded = String(decoding: try JSONEncoder().encode(machine.describe()), as: UTF8.self).lowercased()
        for secret in Self.secrets {
            #expect(!encoded.contains(secret.lowercased()), "\(secret) was kept")
        }
        let words = (machine.describe().shortDescription + machine.describe().machineClass).lowercased()
        #expect(!Self.secrets.contains { words.contains($0.lowercased()) })
    }

    @Test func damagedCloudDataKeepsNothingElse() throws {
        let machine = try RecordedMachine("azure")
        machine.files.set(
            "/run/cloud-init/instance-data.json",
            #"{"v1": {"region": "secret host with blanks", "availability_zone": "1/../secret?x=1", "cloud_name": "azure"}}"#)
        let cloud = try #require(machine.describe().cloud)
        #expect(cloud.region == nil && cloud.zone == nil)
    }

    @Test func aDescriptionSurvivesCoding() throws {
        for name in RecordedMachine.names {
            let host = try RecordedMachine(name).describe()
            let copy = try JSONDecoder().decode(Host.self, from: JSONEncoder().encode(host))
            #expect(copy == host)
        }
    }
}

extension RecordedFiles {
    /// Whether any file's text or name holds a piece.
    func holds(_ piece: String) -> Bool {
        everything.contains { $0.lowercased().contains(piece.lowercased()) }
    }
}
