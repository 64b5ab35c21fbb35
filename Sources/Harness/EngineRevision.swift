// The revision of the engine, a part of the comparability key.
// Leaves to others: comparing keys (Records.ComparabilityKey).

package enum EngineRevision {
    /// Rises when a change moves any kernel's or model's speed by more than 2 %: a faster Mettle must not look like a faster machine.
    package static let cpu = 5
}
