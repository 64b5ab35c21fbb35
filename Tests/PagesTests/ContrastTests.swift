// The palette's contrast by WCAG 2, from the sheet itself: text at least 4.5, marks and borders at least 3, on every ground.
// Leaves to others: which token stands where (mettle.css).

import FoundationEssentials
import Pages
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite("Contrast")
struct ContrastTests {
    /// `--ink:light-dark(#1a1d21,#ece9e2)` as two colours.
    private static let tokens: [String: [String]] = {
        let sheet = String(decoding: EmbeddedFile.bytes("Sources/Assets/web/mettle.css") ?? [], as: UTF8.self)
        var tokens: [String: [String]] = [:]
        for part in sheet.components(separatedBy: "--").dropFirst() {
            let pieces = part.components(separatedBy: ":light-dark(")
            guard pieces.count == 2, let colours = pieces[1].components(separatedBy: ")").first else { continue }
            tokens[pieces[0]] = colours.components(separatedBy: ",")
        }
        return tokens
    }()

    private func luminance(_ colour: String) -> Double {
        let channels = stride(from: 1, to: 7, by: 2).map { start -> Double in
            let digits = Array(colour)[start...start + 1]
            let value = Double(Int(String(digits), radix: 16) ?? 0) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    }

    private func ratio(_ a: String, _ b: String) -> Double {
        let (x, y) = (luminance(a), luminance(b))
        return (max(x, y) + 0.05) / (min(x, y) + 0.05)
    }

    @Test func blackOnWhiteIsTwentyOne() {
        #expect(abs(ratio("#000000", "#ffffff") - 21) < 1e-9)
    }

    @Test(arguments: ["ink", "ink2", "ink3", "accent", "blue", "teal", "plum", "olive", "line"])
    func everyTokenIsReadable(token: String) throws {
        let colours = try #require(Self.tokens[token])
        let least = token == "line" ? 3.0 : 4.5
        for theme in 0...1 {
            for ground in ["bg", "surface", "wash"] {
                let other = try #require(Self.tokens[ground])
                #expect(ratio(colours[theme], other[theme]) >= least, "\(token) on \(ground), theme \(theme)")
            }
        }
    }
}
