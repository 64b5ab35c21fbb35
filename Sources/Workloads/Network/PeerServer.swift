// The side that listens: `mettle net serve`, and the other end of `network/loopback`.
// Leaves to others: one session (PeerServer+Session), what is printed (the command).

import CPU
import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Accepts sessions until it is stopped; each has a thread of its own. It keeps nothing of what it receives.
package final class PeerServer: Sendable {
    /// What a stranger may take of this machine.
    package struct Limits: Sendable {
        package var sessions = 4
        package var silenceSeconds = 30.0
        package var sessionSeconds = 1800.0
        package init() {}
    }

    package static let protocolVersion = Frame.version

    /// Where it listens, the port that the system chose in it.
    package let address: PeerAddress
    private let listener: Int32
    private let limits: Limits
    private let threads = DispatchGroup()
    private let open = Atomic<Int>(0)
    private let served = Atomic<Int>(0)
    private let isOver = Atomic<Bool>(false)
    /// Of the sessions at hand. Touched in `order` alone, not under a `Mutex`: the thread sanitizer does not see inside the
    /// standard library's, and takes what it guards for a race.
    nonisolated(unsafe) private var sockets: Set<Int32> = []
    private let order = DispatchQueue(label: "mettle.net.sockets")

    /// Sessions that were begun.
    package var sessionCount: Int { served.load(ordering: .relaxed) }

    /// Listens at once; port 0 lets the system choose.
    package init(at wanted: PeerAddress, limits: Limits = Limits()) throws(NetworkError) {
        let addresses: [Connection.SystemAddress]
        do {
            addresses = try Connection.addresses(of: wanted, mayListen: true)
        } catch {
            throw .cannotListen(reason: "it is no numeric address")
        }
        guard let address = addresses.first else { throw .cannotListen(reason: "it is no address") }
        listener = socket(address.family, Connection.streamType, 0)
        guard listener >= 0 else { throw .cannotListen(reason: String(cString: strerror(errno)).lowercased()) }
        var on: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
        let descriptor = listener
        guard address.use({ bind(descriptor, $0, $1) }) == 0, listen(listener, 8) == 0 else {
            let code = errno
            close(descriptor)
            throw code == EADDRINUSE ? .addressInUse : .cannotListen(reason: String(cString: strerror(code)).lowercased())
        }
        self.limits = limits
        self.address = PeerAddress(host: wanted.host, port: Self.port(of: listener) ?? wanted.port)
        // Touched here, on a thread that nobody has pinned.
        let initial = Affinity.initial
        DispatchQueue(label: "mettle.net.listener").async(group: threads) { [self] in
            initial.applyToCallingThread()
            accept()
        }
    }

    /// Ends every session and stops listening. The server cannot be used afterwards.
    package func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        order.sync {
            isOver.store(true, ordering: .relaxed)
            for socket in sockets { shutdown(socket, Int32(SHUT_RDWR)) }
        }
        threads.wait()
    }

    private static func port(of listener: Int32) -> UInt16? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &length) }
        }
        guard result == 0 else { return nil }
        // The port stands at the same place in both families, behind two bytes.
        return withUnsafeBytes(of: &storage) { UInt16(bigEndian: $0.loadUnaligned(fromByteOffset: 2, as: UInt16.self)) }
    }

    private func accept() {
        while !isOver.load(ordering: .relaxed) {
            var entry = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
            // macOS does not wake a waiting accept when its socket is shut down.
            guard poll(&entry, 1, 200) > 0 else { continue }
            #if canImport(Glibc)
                let socket = Glibc.accept(listener, nil, nil)
            #else
                let socket = Darwin.accept(listener, nil, nil)
            #endif
            if socket < 0 {
                // Of a connection that went before it was taken, or for want of descriptors; the next may be better.
                if [EINVAL, EBADF].contains(errno) { break }
                continue
            }
            begin(socket)
        }
        close(listener)
    }

    private func begin(_ socket: Int32) {
        let connection = Connection(descriptor: socket, silenceSeconds: limits.silenceSeconds)
        guard open.add(1, ordering: .relaxed).newValue <= limits.sessions else {
            open.subtract(1, ordering: .relaxed)
            try? connection.send(.refusal, "no more than \(limits.sessions) at once are served here.".utf8)
            return
        }
        let number = served.add(1, ordering: .relaxed).newValue
        order.sync {
            sockets.insert(socket)
            // Whoever stops the server has been through the sockets already.
            if isOver.load(ordering: .relaxed) { shutdown(socket, Int32(SHUT_RDWR)) }
        }
        let session = PeerServerSession(connection, seconds: limits.sessionSeconds)
        let initial = Affinity.initial
        DispatchQueue(label: "mettle.net.session.\(number)").async(group: threads) { [self] in
            initial.applyToCallingThread()
            session.run()
            // Forgotten before it is closed, so that another's socket of the same number is not shut down for it.
            order.sync { _ = sockets.remove(socket) }
            open.subtract(1, ordering: .relaxed)
        }
    }
}
