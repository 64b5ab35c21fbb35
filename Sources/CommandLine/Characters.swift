// Which characters a terminal can show, and how many columns they take.
// Leaves breaking lines to Terminal+Paragraphs.swift.

extension Terminal {
    /// The text with ASCII stand-ins where the locale is not UTF-8, and without control characters, which could redraw the screen.
    package func shown(_ text: String) -> String {
        let printable = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        if printable { return text }
        var result = ""
        for character in text {
            if character.unicodeScalars.contains(where: { $0.properties.generalCategory == .control || isDirectionOverride($0) }) {
                result += "?"
            } else if isUTF8 || character.isASCII || character == noBreakSpace {
                result.append(character)
            } else {
                result += standIns[character] ?? "?"
            }
        }
        return result
    }

    /// What stands where text was cut.
    var ellipsis: String { isUTF8 ? "…" : "..." }
}

/// Columns that the text takes in a terminal: one a character, two for the wide ones of East Asia and for emoji.
package func displayWidth(_ text: String) -> Int { text.reduce(0) { $0 + displayWidth($1) } }

func displayWidth(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first, scalar.value >= 0x1100 else { return 1 }
    return wideRanges.contains { $0.contains(scalar.value) } ? 2 : 1
}

/// The blocks that Unicode's EastAsianWidth gives as wide, in the coarse form that terminals use.
private let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
    0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
]

/// Marks that reverse the order in which text is shown: a label could pass for another with them.
private func isDirectionOverride(_ scalar: Unicode.Scalar) -> Bool {
    (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
}

/// Keeps two words on one line; shown as a blank.
let noBreakSpace: Character = "\u{A0}"

/// What stands for a character where the locale is not UTF-8.
private let standIns: [Character: String] = [
    "±": "+/-", "–": "-", "→": "->", "━": "#", "─": "-", "●": "o", "│": "|", "“": "\"", "”": "\"", "’": "'", "▸": ">", "µ": "u", "μ": "u",
    "−": "-", "×": "x", "·": ".", "◆": "*", "…": "...", "½": "1/2", "≤": "<=", "≥": ">=", "²": "2", "³": "3", "°": "",
]
