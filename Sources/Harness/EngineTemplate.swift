// Words in braces in an engine's command, filled in.
// Leaves to others: which words there are (Runner+Engine, Workloads.EngineTask).

enum EngineTemplate {
    /// `--batch={batch}` with `batch` put in its place; `{{` and `}}` stand for braces. Throws for a word that `words` has not, and for a
    /// brace without its partner.
    static func fill(_ text: String, with words: [String: String], engine: String) throws(EngineProblem) -> String {
        var filled = ""
        var rest = text[...]
        while let character = rest.popFirst() {
            if (character == "{" || character == "}"), rest.first == character {
                rest.removeFirst()
                filled.append(character)
            } else if character == "{" {
                guard let end = rest.firstIndex(of: "}") else { throw .badTemplate(engine: engine, text: text) }
                let word = String(rest[..<end])
                guard let value = words[word] else { throw .unknownWord(engine: engine, word: word, known: words.keys.sorted()) }
                filled += value
                rest = rest[rest.index(after: end)...]
            } else if character == "}" {
                throw .badTemplate(engine: engine, text: text)
            } else {
                filled.append(character)
            }
        }
        return filled
    }
}
