// What a benchmark's `Work.items` counts, as a word for its unit.
// Leaves to others: digits and units (Figure).

extension Configuration {
    /// The plural: `images` of `images/s`.
    package var items: String { Self.items(of: benchmark) }

    package static func items(of benchmark: String) -> String {
        switch benchmark {
        case "robojam/predict": "predictions"
        case "gan/generate": "images"
        case "transformer/train", "transformer/generate": "tokens"
        default: benchmark.hasSuffix("/train") || benchmark.hasSuffix("/infer") ? "images" : "items"
        }
    }
}
