// Completion scripts: read by the real shells where they are installed, and asked what they offer.
// Leaves the declarations they are made from to SampleProgram.swift.

import CommandLine
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct CompletionTests {
    @Test(
        .enabled(if: isInstalled("bash")),
        arguments: [
            ("mettle ", "compare data help run show --help --version"), ("mettle r", "run"), ("mettle run --su", "--suite"),
            ("mettle run --suite st", "standard"), ("mettle run -s f", "full"), ("mettle run --suite = q", "quick"),
            ("mettle run --suite =", "full quick standard one.json"),
            ("mettle run --precision fp32,b", "fp32,bf16"), ("mettle run --budget ", ""), ("mettle data c", "check"),
            ("mettle help ru", "run"),
            ("mettle help --completions ", "bash fish zsh"), ("mettle run --out o", "one.json"), ("mettle data --h", "--help"),
            ("mettle data --x", ""),
        ])
    func bashOffers(line: String, expected: String) {
        let script = """
            cd "$(mktemp -d)" && touch one.json; COMP_WORDS=(\(line)); \(line.hasSuffix(" ") ? "COMP_WORDS+=('')" : ":"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _mettle; printf '%s\\n' "${COMPREPLY[@]}" | LC_ALL=C sort | tr '\\n' ' '
            """
        let offered = output(of: "bash --norc", script: sample.completions(for: .bash) + script)
        #expect(Set(words(offered)) == Set(words(expected)))
    }

    @Test(
        .enabled(if: isInstalled("fish")),
        arguments: [
            ("mettle r", "run"), ("mettle run --su", "--suite"), ("mettle run --suite st", "standard"),
            ("mettle run --precision fp32,b", "fp32,bf16"),
            ("mettle data c", "check"), ("mettle help --completions z", "zsh"), ("mettle help gr", "grades"),
            ("mettle run --out o", "one.json"),
        ])
    func fishOffers(line: String, expected: String) {
        let script = "cd (mktemp -d); and touch one.json; complete -C \(quoted(line)) | string replace -r '\\t.*' ''\n"
        let offered = output(of: "fish --no-config", script: sample.completions(for: .fish) + script)
        #expect(Set(words(offered.split(separator: "\n").joined(separator: " "))) == Set(words(expected)))
    }

    @Test(.enabled(if: isInstalled("zsh")))
    func zshReadsItsScript() {
        let script = "compdef() { echo \"compdef $*\" }\n" + sample.completions(for: .zsh) + "whence -w _mettle\n"
        #expect(output(of: "zsh -f", script: script) == "compdef _mettle mettle\n_mettle: function\n")
    }

    @Test func everyOptionIsInEveryScript() {
        for shell in Shell.allCases {
            let script = sample.completions(for: shell)
            for option in sample.commands.flatMap(\.options) {
                #expect(script.contains(shell == .fish ? "-l \(option.name) " : "--\(option.name)"), "\(shell.rawValue): \(option.name)")
            }
            for command in sample.commands { #expect(script.contains(command.name)) }
        }
    }

    @Test func wordsOfTheHelpCannotEndAQuote() {
        #expect(
            sample.completions(for: .zsh).contains(
                #"'*--only=[Only what matches; don'\''t run the rest.]:GLOB:_values -s , value gemm conv2d'"#))
        #expect(sample.completions(for: .zsh).contains(#"'--dry-run[Print the plan \[and end\].]'"#))
        #expect(sample.completions(for: .fish).contains(#"-d 'Only what matches; don\'t run the rest.'"#))
    }
}

private func isInstalled(_ shell: String) -> Bool { output(of: "sh", script: "command -v \(shell)\n") != "" }

private func quoted(_ text: String) -> String { "'" + text + "'" }

/// What a shell prints when it reads the script from a file of its own.
private func output(of shell: String, script: String) -> String {
    var template = Array("/tmp/mettle-completions-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0, let file = fdopen(descriptor, "w") else { return "no temporary file" }
    fputs(script, file)
    fclose(file)
    let path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    defer { unlink(path) }
    guard let pipe = popen("\(shell) \(path) 2>&1", "r") else { return "no shell" }
    var text = ""
    var line = [CChar](repeating: 0, count: 4096)
    while fgets(&line, Int32(line.count), pipe) != nil { text += line.withUnsafeBufferPointer { String(cString: $0.baseAddress!) } }
    pclose(pipe)
    return text
}
