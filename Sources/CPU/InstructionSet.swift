// The instruction sets that kernels are compiled for, and which of them this process may use.
// Each family of kernels has its own table; how the processor is described to people is the Machine module's.

import Intrinsics

/// An instruction set with a module of kernels, from the least demanding to the most.
package enum InstructionSet: String, CaseIterable, Comparable, Sendable {
    case portable, avx2, avx512

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.rank < rhs.rank }

    /// Whether processor and operating system both support it here.
    package var isAvailable: Bool {
        switch self {
        case .portable: true
        case .avx2: mayUseAVX2() != 0
        case .avx512: mayUseAVX512() != 0
        }
    }

    /// Those that this process may use, least demanding first. Never empty.
    package static let available: [InstructionSet] = allCases.filter(\.isAvailable)

    /// The most demanding one that this process may use.
    package static let best: InstructionSet = available.last ?? .portable

    private var rank: Int {
        switch self {
        case .portable: 0
        case .avx2: 1
        case .avx512: 2
        }
    }
}
