// The quality grade of a figure, A to D.
// Leaves to others: the rules that award it (Grade+Rules).

package enum Grade: String, Sendable, Equatable, Codable, Comparable, CaseIterable {
    case a = "A"
    case b = "B"
    case c = "C"
    case d = "D"

    /// Better grades come first: A < D.
    package static func < (lhs: Grade, rhs: Grade) -> Bool { lhs.rawValue < rhs.rawValue }
}
