// Which of the known words a mistyped one was meant to be.
// Leaves the sentence that says so to UsageError+Sentences.swift.

/// The known word nearest to `word`: one that it begins, if there is a single one; else the nearest within a third of its letters.
package func nearest(to word: String, among known: [String]) -> String? {
    guard word.count > 1 else { return nil }
    let begun = known.filter { $0.hasPrefix(word) }
    if begun.count == 1 { return begun[0] }
    let ranked = known.map { (word: $0, distance: editDistance(word, $0)) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= max(1, (word.count + 1) / 3) ? best.word : nil
}

/// Insertions, deletions, substitutions and swaps of neighbours between two words.
/// The restricted Damerau-Levenshtein (optimal string alignment) distance.
func editDistance(_ first: String, _ second: String) -> Int {
    let a = Array(first.lowercased())
    let b = Array(second.lowercased())
    var beforePrevious = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    for i in 0..<a.count {
        var row = [i + 1] + [Int](repeating: 0, count: b.count)
        for j in 0..<b.count {
            row[j + 1] = min(previous[j + 1] + 1, row[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                row[j + 1] = min(row[j + 1], beforePrevious[j - 1] + 1)
            }
        }
        (beforePrevious, previous) = (previous, row)
    }
    return previous[b.count]
}
