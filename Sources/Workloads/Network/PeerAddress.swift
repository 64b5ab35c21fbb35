// Where another Mettle listens: a host and a port, as a person writes them.
// Leaves to others: connecting (Connection), listening (PeerServer).

package struct PeerAddress: Sendable, Equatable {
    /// A name, or an address without brackets.
    package var host: String
    package var port: UInt16

    /// Where `mettle net serve` listens unless it is told otherwise.
    package static let defaultPort: UInt16 = 6388

    package init(host: String, port: UInt16 = PeerAddress.defaultPort) {
        self.host = host
        self.port = port
    }

    /// `host`, `host:6388`, `192.0.2.1:6388`, `[2001:db8::1]:6388`, `2001:db8::1`; nil for anything else.
    package init?(_ text: String) {
        var host = text[...]
        var port: Substring?
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            host = text[text.index(after: text.startIndex)..<end]
            let rest = text[text.index(after: end)...]
            if !rest.isEmpty {
                guard rest.hasPrefix(":") else { return nil }
                port = rest.dropFirst()
            }
        } else if text.count(where: { $0 == ":" }) == 1, let colon = text.firstIndex(of: ":") {
            // More colons than one are an address of version 6 without a port.
            host = text[..<colon]
            port = text[text.index(after: colon)...]
        }
        guard !host.isEmpty, host.count <= 253, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "/") }) else {
            return nil
        }
        if let port {
            guard port.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let number = UInt16(port) else {
                return nil
            }
            self.init(host: String(host), port: number)
        } else {
            self.init(host: String(host))
        }
    }

    /// `[::1]:6388`.
    package var text: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }

    /// Whether nobody but this machine reaches it.
    package var isLoopback: Bool {
        host == "::1" || host == "localhost" || (host.hasPrefix("127.") && host.split(separator: ".").count == 4)
    }
}
