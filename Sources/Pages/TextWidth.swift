// How wide a text is drawn, estimated for the widest face of the stack.
// Leaves to others: placing it (LabelPlacement).

enum TextWidth {
    /// Advances of DejaVu Sans in thousandths of the size, in classes of similar characters.
    static func estimate(_ text: String, size: Double) -> Double {
        text.unicodeScalars.reduce(0) { $0 + advance($1) } * size / 1000
    }

    private static func advance(_ scalar: Unicode.Scalar) -> Double {
        switch scalar {
        case "i", "j", "l", "'", ".", ",", ":", ";", "|", "I", " ", "!": 320
        case "f", "t", "r", "(", ")", "-", "/", "[", "]", "J": 400
        case "m", "M", "W", "w", "%", "@": 950
        case "A"..."Z", "&", "×", "−", "±", "=", "+", "<", ">", "~": 740
        case "0"..."9", "a"..."z", "$", "#", "_", "?", "*", "–", "·": 630
        case "\u{2E80}"...: 1050
        default: 750
        }
    }
}
