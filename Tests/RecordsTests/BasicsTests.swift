// Tests of digests, run identifiers and dates against published vectors.
// Leaves to others: where they are used.

import Digests
import Records
import Testing

@Suite("Digests, identifiers, dates")
struct BasicsTests {
    @Test(
        "SHA-256 of FIPS 180-4's examples",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func sha256(text: String, digest: String) { #expect(SHA256.hexadecimal(of: Array(text.utf8)) == digest) }

    @Test("a file's digest is that of its bytes, in pieces too")
    func fileDigest() throws {
        #expect(throws: RecordError.self) { try SHA256.hexadecimal(ofFile: "/no/such/file") }
        let scratch = try ScratchDirectory()
        let bytes = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        try FileBytes.create(scratch.path + "/f", with: bytes)
        #expect(try SHA256.hexadecimal(ofFile: scratch.path + "/f") == SHA256.hexadecimal(of: bytes))
    }

    @Test(
        "what is no random UUID",
        arguments: [
            "", "0e4c1a52-93a7-1c1e-8a7d-5f1f0a6b2c3d", "0e4c1a52-93a7-4c1e-7a7d-5f1f0a6b2c3d", "0E4C1A52-93A7-4C1E-8A7D-5F1F0A6B2C3D",
            "0e4c1a52993a7-4c1e-8a7d-5f1f0a6b2c3d",
        ])
    func noUUID(text: String) { #expect(!RunIdentifier.isValid(text)) }

    @Test("random UUIDs have version 4 and differ")
    func uuids() {
        let made = (0..<100).map { _ in RunIdentifier.make() }
        #expect(made.allSatisfy(RunIdentifier.isValid))
        #expect(Set(made).count == 100)
    }

    @Test(
        "dates against GNU date",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
            (1_795_266_283, "2026-11-21T13:04:43Z"), (4_107_542_399, "2100-02-28T23:59:59Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
            (-62_135_596_800, "0001-01-01T00:00:00Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
        ] as [(Int64, String)])
    func dates(seconds: Int64, text: String) {
        #expect(UTCTime(secondsSince1970: seconds).text == text)
        #expect(UTCTime(text)?.seconds == seconds)
    }

    @Test(
        "what is no time",
        arguments: [
            "", "2026-11-21", "2026-11-21 13:04:43Z", "2026-11-21T13:04:43", "2026-11-21T24:00:00Z", "2026-02-29T00:00:00Z",
            "2026-11-21T13:04:43+00", "2026-11-2١T13:04:43Z", "2026-00-01T00:00:00Z",
        ])
    func noTimes(text: String) { #expect(UTCTime(text) == nil) }
}
