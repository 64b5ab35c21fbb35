// What the program carries is what the repository holds.
// Leaves to others: what the files mean.

import FoundationEssentials
import Pages
import Testing

@Suite("Embedded files")
struct EmbeddedFileTests {
    private static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
    private static let hasRepository = FileManager.default.fileExists(atPath: root + "/Package.swift")

    @Test func theSheetAndTheScriptAreThere() {
        for path in ["Sources/Assets/web/mettle.css", "Sources/Assets/web/mettle.js"] {
            #expect(EmbeddedFile.bytes(path)?.isEmpty == false)
        }
        #expect(EmbeddedFile.bytes("nothing") == nil)
        #expect(Set(EmbeddedFile.paths).count == EmbeddedFile.paths.count)
    }

    @Test func theScriptCannotEndItsElement() {
        let script = String(decoding: EmbeddedFile.bytes("Sources/Assets/web/mettle.js") ?? [], as: UTF8.self)
        #expect(!script.lowercased().contains("</script") && !script.contains("<!--"))
        let sheet = String(decoding: EmbeddedFile.bytes("Sources/Assets/web/mettle.css") ?? [], as: UTF8.self)
        #expect(!sheet.lowercased().contains("</style") && !sheet.contains("url(") && !sheet.contains("@import"))
    }

    @Test(.enabled(if: hasRepository, "needs the repository beside the tests"))
    func theyEqualTheRepositorys() throws {
        for path in EmbeddedFile.paths {
            let file = try Data(contentsOf: URL(filePath: "\(Self.root)/\(path)"))
            let isEqual = EmbeddedFile.bytes(path) == Array(file)
            #expect(isEqual, "\(path) changed: touch Sources/Assets/assets.c and build again")
        }
    }

    @Test(.enabled(if: hasRepository, "needs the repository beside the tests"))
    func everyProfileIsEmbedded() throws {
        var folders = ["Profiles"]
        var files: [String] = []
        while let folder = folders.popLast() {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: "\(Self.root)/\(folder)")) ?? [] {
                let isFile = [".json", ".csv", ".py"].contains { name.hasSuffix($0) }
                if isFile { files.append("\(folder)/\(name)") } else { folders.append("\(folder)/\(name)") }
            }
        }
        #expect(
            Set(files) == Set(EmbeddedFile.paths.filter { $0.hasPrefix("Profiles/") }), "each needs its lines in Sources/Assets/assets.c")
    }
}
