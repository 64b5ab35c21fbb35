// `mettle net serve`: the other machine of `network/peer`.
// Leaves to others: sessions (Workloads.PeerServer).

import CommandLine
import Harness
import Workloads

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

struct NetCommand {
    let arguments: Arguments
    let console: Console

    init(_ arguments: Arguments, console: Console) {
        self.arguments = arguments
        self.console = console
    }

    func run() throws -> Int32 {
        let text = arguments.value(of: .listen) ?? ""
        guard let wanted = PeerAddress(text) else {
            throw arguments.contradiction("--listen takes an address and a port, like 127.0.0.1:6388 or [::]:6388, not \(text).")
        }
        for number in [SIGINT, SIGTERM] { signal(number) { Interruption.shared.request(signal: $0) } }
        let server: PeerServer
        do throws(NetworkError) {
            server = try PeerServer(at: wanted)
        } catch {
            throw Failure("\(text): \(error.sentence)", status: .unavailable)
        }
        console.print("Listening on \(server.address.text), protocol version \(PeerServer.protocolVersion). Ctrl-C ends it.")
        if wanted.isLoopback {
            console.paragraph("Only this machine reaches it; --listen ADDRESS:PORT names another address, 0.0.0.0 all of version 4.")
        } else {
            console.paragraph(
                "Whoever reaches this address can have this machine send and receive random bytes: use a network that you trust.")
        }
        while Interruption.shared.requested == nil { poll(nil, 0, 100) }
        server.stop()
        console.print("\(server.sessionCount) sessions were served.")
        return 128 + (Interruption.shared.requested ?? SIGINT)
    }
}
