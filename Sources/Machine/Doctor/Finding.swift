// One thing that an examination found: what it is, how grave, in which words, and what to do about it.
// The rules that make findings are in Diagnosis; how they are laid out is left to the command.

package struct Finding: Sendable, Equatable {
    package enum ID: String, Sendable, CaseIterable {
        case load, steal, affinity
        case containerCPU = "container-cpu"
        case containerMemory = "container-memory"
        case memoryFree = "memory-free"
        case swap, throttling, battery, governor
        case powerProfile = "power-profile"
        case turbo, clock
        case debugBuild = "debug-build"
        case hugePages = "huge-pages"
        case rapl, datasets, gpu, virtualisation
    }

    /// Gravest first.
    package enum Severity: Int, Sendable, Comparable, CaseIterable {
        case wouldMakeNumbersWrong, wouldLeaveNumbersOut, worthKnowing, inOrder

        package static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }

        /// The heading in the terminal.
        package var title: String {
            switch self {
            case .wouldMakeNumbersWrong: "Would make numbers wrong"
            case .wouldLeaveNumbersOut: "Would leave numbers out"
            case .worthKnowing: "Worth knowing"
            case .inOrder: "In order"
            }
        }
    }

    package var id: ID
    /// The word before the sentence: `load`, `energy`, `cifar10`.
    package var label: String
    package var severity: Severity
    /// What is so, with its figure. Empty where all is in order.
    package var fact: String
    /// What it does to figures.
    package var effect: String?
    /// What to do, as an exact command where there is one; nil where nothing can be done.
    package var remedy: String?

    package init(_ id: ID, _ label: String, _ severity: Severity, _ fact: String, effect: String? = nil, remedy: String? = nil) {
        (self.id, self.label, self.severity, self.fact, self.effect, self.remedy) = (id, label, severity, fact, effect, remedy)
    }

    /// A check that found nothing: named in the last line.
    static func inOrder(_ id: ID, _ label: String) -> Finding {
        Finding(id, label, .inOrder, "")
    }

    /// Fact and effect.
    package var sentence: String {
        [fact, effect].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
    }
}
