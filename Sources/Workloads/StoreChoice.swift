// Whether a kernel's results go through the caches or around them, where a benchmark lets the size decide.
// Leaves to others: the stores (Tiles).

import CPU
import Measurement

enum StoreChoice: String, CaseIterable {
    /// Around the caches where the arrays do not fit into them: a line that is written whole need not be read first.
    case auto
    case ordinary, nontemporal

    static let declaration = ParameterDeclaration(
        "store", help: "auto, ordinary, or nontemporal: past the caches, which auto does where the arrays exceed them", defaults: ["auto"])

    func isStreamed(_ bytes: Int, in surroundings: Surroundings) -> Bool {
        switch self {
        case .auto: surroundings.exceedsCaches(bytes)
        case .ordinary: false
        case .nontemporal: true
        }
    }
}

extension Surroundings {
    /// Whether a working set of the team's is larger than all its last-level caches; than 32 MiB where they are not known.
    func exceedsCaches(_ bytes: Int) -> Bool { bytes > caches.last?.total(threads: team) ?? 32 << 20 }
}
