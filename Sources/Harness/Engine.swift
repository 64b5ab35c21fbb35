// An engine beside Mettle's own, as a run has it: its description, where its programs lie, and whether it can run here.
// Leaves to others: finding and probing it (mettle), what a word of --engine chooses (EngineChoice), running it (Runner+Engine).

package import Records
package import Workloads

package struct Engine: Sendable, Equatable {
    package var file: EngineFile
    /// What `{folder}` stands for: where the description's programs lie.
    package var folder: String
    /// What `{python}` stands for.
    package var python: String
    /// As its probe says: `2.13.0`.
    package var version: String?
    /// Why it cannot run here, with what to do; nil where it can.
    package var obstacle: String?

    package init(file: EngineFile, folder: String, python: String, version: String? = nil, obstacle: String? = nil) {
        self.file = file
        self.folder = folder
        self.python = python
        self.version = version
        self.obstacle = obstacle
    }

    package var name: String { file.name }

    /// The command that asks for the version.
    package func probe() throws(EngineProblem) -> ProgramCall {
        try call(file.probe, words: [:], limitSeconds: 20)
    }

    /// A command with its words filled in, and the environment of the description.
    func call(_ command: [String], words: [String: String], limitSeconds: Double) throws(EngineProblem) -> ProgramCall {
        var all = words
        all["folder"] = folder
        all["python"] = python
        var filled: [String] = []
        for part in command { filled.append(try EngineTemplate.fill(part, with: all, engine: name)) }
        var environment: [String: String] = [:]
        // Words that a probe has not got say nothing that it needs.
        for entry in file.environment ?? [] {
            guard let text = try? EngineTemplate.fill(entry, with: all, engine: name), let end = text.firstIndex(of: "=") else { continue }
            environment[String(text[..<end])] = String(text[text.index(after: end)...])
        }
        return ProgramCall(program: filled[0], arguments: Array(filled.dropFirst()), environment: environment, limitSeconds: limitSeconds)
    }
}

/// What a plan's item needs of its engine.
package struct PlannedEngine: Sendable, Equatable {
    package var engine: Engine
    package var run: EngineRun
    package var variant: EngineVariant?
    package var task: EngineTask

    /// `pytorch 2.13.0, compiled`.
    func title(version: String?) -> String {
        let named = [engine.name, version ?? engine.version].compactMap(\.self).joined(separator: " ")
        return [named, variant?.name].compactMap(\.self).joined(separator: ", ")
    }

    /// Seconds for loading, building and compiling, which the budget does not hold.
    var startSeconds: Double { variant?.startSeconds ?? engine.file.startSeconds ?? 60 }
}
