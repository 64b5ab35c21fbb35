// Connecting to a peer by name or address.
// Leaves to others: what is said then (PeerSession).

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Connection {
    #if canImport(Glibc)
        static let streamType = Int32(SOCK_STREAM.rawValue)
    #else
        static let streamType = SOCK_STREAM
    #endif

    /// Tries every address of the host in turn, each for at most `connectSeconds`.
    static func connect(to peer: PeerAddress, connectSeconds: Double, silenceSeconds: Double) throws(NetworkError) -> Connection {
        var last = NetworkError.unreachable(reason: "it has no address")
        for address in try addresses(of: peer, mayListen: false) {
            do {
                return try connect(to: address, connectSeconds: connectSeconds, silenceSeconds: silenceSeconds)
            } catch {
                last = error
            }
        }
        throw last
    }

    /// An address in the form of the system.
    struct SystemAddress {
        var family: Int32
        var bytes: [UInt8]

        /// Hands it to a system call.
        func use<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
            bytes.withUnsafeBytes { raw in
                // `sockaddr` has no stricter alignment than the array's start.
                body(raw.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count))
            }
        }
    }

    /// The addresses of a host; of a listener, which is never looked up, its own alone.
    static func addresses(of peer: PeerAddress, mayListen: Bool) throws(NetworkError) -> [SystemAddress] {
        var hints = addrinfo()
        hints.ai_socktype = streamType
        hints.ai_flags = mayListen ? AI_NUMERICHOST | AI_PASSIVE : 0
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(peer.host, "\(peer.port)", &hints, &list)
        guard code == 0 else { throw .unknownHost(reason: String(cString: gai_strerror(code)).lowercased()) }
        defer { freeaddrinfo(list) }
        var found: [SystemAddress] = []
        var next = list
        while let entry = next {
            if let address = entry.pointee.ai_addr {
                let raw = UnsafeRawBufferPointer(start: address, count: Int(entry.pointee.ai_addrlen))
                found.append(SystemAddress(family: entry.pointee.ai_family, bytes: Array(raw)))
            }
            next = entry.pointee.ai_next
        }
        return found
    }

    private static func connect(
        to address: SystemAddress, connectSeconds: Double, silenceSeconds: Double
    ) throws(NetworkError) -> Connection {
        let descriptor = socket(address.family, streamType, 0)
        guard descriptor >= 0 else { throw error(errno) }
        // It closes the socket however this ends.
        let connection = Connection(descriptor: descriptor, silenceSeconds: silenceSeconds)
        let result = address.use { pointer, length in
            #if canImport(Glibc)
                Glibc.connect(descriptor, pointer, length)
            #else
                Darwin.connect(descriptor, pointer, length)
            #endif
        }
        if result == 0 { return connection }
        guard errno == EINPROGRESS else { throw .unreachable(reason: String(cString: strerror(errno)).lowercased()) }
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&entry, 1, Int32((connectSeconds * 1000).rounded(.up))) > 0 else {
            throw .unreachable(reason: "no answer within \(Int(connectSeconds.rounded(.up))) s")
        }
        var failure: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &failure, &size) == 0, failure == 0 else {
            throw .unreachable(reason: String(cString: strerror(failure)).lowercased())
        }
        return connection
    }
}
