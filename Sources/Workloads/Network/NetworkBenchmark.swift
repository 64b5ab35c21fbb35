// `network/loopback` and `network/peer`: TCP between two threads of this machine, and between two machines.
// Leaves to others: the session (PeerSession), the other side (PeerServer).

package import Measurement

/// Throughput of one TCP connection in bytes a second of data, heads of frames not counted; the latency of a round trip of 64 bytes in seconds.
/// `network/peer` needs `mettle net serve` on the other machine, and its figure is about both machines and what lies between.
package struct NetworkBenchmark: Benchmark {
    package enum Other: String, Sendable {
        case loopback, peer
    }
    private let other: Other

    package init(_ other: Other) { self.other = other }

    package var id: String { "network/" + other.rawValue }
    package var summary: String {
        switch other {
        case .loopback: "one TCP connection over 127.0.0.1: throughput, and the time of a round trip"
        case .peer: "one TCP connection to another machine that runs mettle net serve (--peer): throughput, and the time of a round trip"
        }
    }
    package func metric(of configuration: Configuration) -> Metric {
        configuration[name: "pattern"] == NetworkPattern.roundTrip.rawValue ? .seconds : .bytesPerSecond
    }
    package var parameters: [ParameterDeclaration] {
        // There is no other direction to oneself.
        let patterns: [NetworkPattern] = other == .loopback ? [.send, .roundTrip] : NetworkPattern.allCases
        return [ParameterDeclaration("pattern", help: "send, receive, round-trip", defaults: patterns.map(\.rawValue))]
    }
    /// One connection; the other end's thread waits for it.
    package var maximumThreads: Int? { 1 }
    package var canContend: Bool { false }

    package func expand(parameter: String, value: String, in surroundings: Surroundings) throws(WorkloadError) -> [String] {
        guard NetworkPattern(rawValue: value) != nil else { throw .badConfiguration("is none of send, receive, round-trip.") }
        return [value]
    }

    package func obstacle(to configuration: Configuration, in surroundings: Surroundings) -> String? {
        guard other == .peer, surroundings.peer == nil else { return nil }
        return "no peer was named: start mettle net serve on another machine, and name it with --peer HOST[:PORT]."
    }

    package func prepare(_ configuration: Configuration, in context: Context) throws(WorkloadError) -> Prepared {
        guard let pattern = configuration[name: "pattern"].flatMap(NetworkPattern.init(rawValue:)) else {
            throw .badConfiguration("\(id) needs a pattern.")
        }
        // The team's threads spin, and would take the processors from the connection's other end.
        context.dismissTeam()
        do throws(NetworkError) {
            switch other {
            case .loopback:
                let server = try PeerServer(at: PeerAddress(host: "127.0.0.1", port: 0))
                do throws(NetworkError) {
                    return .kernel(try PeerSession(server.address, pattern: pattern, server: server))
                } catch {
                    // There is no session that would end it.
                    server.stop()
                    throw error
                }
            case .peer:
                guard let peer = context.surroundings.peer else { throw .unreachable(reason: "none was named") }
                return .kernel(try PeerSession(peer, pattern: pattern))
            }
        } catch {
            throw .unavailable(error.sentence)
        }
    }
}
