// What a benchmark's `Work.items` counts, as a word for its unit.
// Leaves to others: digits and units (Figure).

extension Configuration {
    /// The plural: `images` of `images/s`.
    package var items: String { Self.items(of: benchmark) }

    package static func items(of benchmark: String) -> String {
        switch benchmark {
        case "robojam/predict": "predictions"
        case "gan/generate", "input/jpeg": "images"
        case "transformer/train", "transformer/generate": "tokens"
        case "storage/read": "IOPS"
        default: ["/train", "/train-head", "/infer"].contains { benchmark.hasSuffix($0) } ? "images" : "items"
        }
    }
}
