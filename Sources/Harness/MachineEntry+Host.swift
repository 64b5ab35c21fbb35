// How a described machine stands in a record: the words of a row beside the whole description.
// Leaves to others: describing it (Machine), and rows (Leaderboard).

package import Machine
package import Records

extension MachineEntry {
    /// Provider, instance and region come from the user's word, else from what the machine says of itself.
    package init(host: Host, provider: String? = nil, instance: String? = nil, region: String? = nil) {
        var parts: [String] = []
        if let vectors = host.vectorName { parts.append(vectors) }
        if let gigabytes = host.memoryGigabytes { parts.append("\(gigabytes) GB") }
        if let guest = host.guestWords { parts.append(guest) }
        self.init(
            name: host.processorName + ", " + host.coreWords, parts: parts.joined(separator: ", "), deviceKind: "cpu",
            machineClass: host.machineClass, provider: provider ?? host.cloud?.provider.rawValue,
            instance: instance ?? host.cloud?.instanceType, region: region ?? host.cloud?.region, host: host)
    }
}
