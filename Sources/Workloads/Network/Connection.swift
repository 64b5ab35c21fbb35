// One TCP connection: whole frames out and in, with a limit to the other side's silence.
// Leaves to others: what the frames say (Frame), who listens (PeerServer).

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Owns the socket, and a buffer that frames are read into and sent from. One thread at a time.
final class Connection {
    let descriptor: Int32
    private let silenceSeconds: Double
    /// A frame's head and payload.
    private let buffer: UnsafeMutableRawPointer
    private static let bufferBytes = Frame.headBytes + Frame.mostPayloadBytes

    /// The payload of the frame that was received last; whoever sends writes there, too.
    var payload: UnsafeMutableRawPointer { buffer + Frame.headBytes }

    /// Takes the socket over. Nobody waits longer than `silenceSeconds` for the other side.
    init(descriptor: Int32, silenceSeconds: Double) {
        self.descriptor = descriptor
        self.silenceSeconds = silenceSeconds
        buffer = .allocate(byteCount: Self.bufferBytes, alignment: 64)
        // Set to the address of nothing: a frame that is announced and never comes must not hand out what memory held.
        memset(buffer, 0, Self.bufferBytes)
        var on: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, size)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        #if canImport(Darwin)
            setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, size)
        #endif
    }

    deinit {
        close(descriptor)
        buffer.deallocate()
    }

    /// Sends a frame whose payload stands in `payload` already.
    func send(_ frame: Frame) throws(NetworkError) {
        precondition(frame.payloadBytes <= Frame.mostPayloadBytes, "a frame is bounded")
        frame.write(to: buffer)
        var sent = 0
        let total = Frame.headBytes + frame.payloadBytes
        while sent < total {
            let count = write(buffer + sent, total - sent)
            if count > 0 {
                sent += count
            } else {
                try waitOrThrow(POLLOUT)
            }
        }
    }

    /// Sends a frame with this payload.
    func send(_ kind: Frame.Kind, _ bytes: some Collection<UInt8>, number: UInt64 = 0) throws(NetworkError) {
        let count = min(bytes.count, Frame.mostPayloadBytes)
        UnsafeMutableRawBufferPointer(start: payload, count: count).copyBytes(from: bytes.prefix(count))
        try send(Frame(kind, payloadBytes: count, number: number))
    }

    /// The next frame, its payload in `payload`. A refusal is thrown as such.
    func receive() throws(NetworkError) -> Frame {
        try fill(buffer, Frame.headBytes)
        let frame = try Frame(reading: buffer)
        try fill(payload, frame.payloadBytes)
        if frame.kind == .refusal {
            throw .refused(Self.sentence(UnsafeRawBufferPointer(start: payload, count: min(frame.payloadBytes, 300))))
        }
        return frame
    }

    /// The next frame, which has to be of that kind.
    func receive(_ kind: Frame.Kind) throws(NetworkError) -> Frame {
        let frame = try receive()
        guard frame.kind == kind else { throw .nonsense("it sent \(frame.kind) where \(kind) was due") }
        return frame
    }

    /// What a peer says is printed: one line, no control characters.
    private static func sentence(_ bytes: UnsafeRawBufferPointer) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        return String(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
    }

    private func fill(_ target: UnsafeMutableRawPointer, _ byteCount: Int) throws(NetworkError) {
        var filled = 0
        while filled < byteCount {
            let count = recv(descriptor, target + filled, byteCount - filled, 0)
            if count > 0 {
                filled += count
            } else if count == 0 {
                throw .closed
            } else {
                try waitOrThrow(POLLIN)
            }
        }
    }

    /// Without the signal that a closed connection would raise.
    private func write(_ bytes: UnsafeRawPointer, _ byteCount: Int) -> Int {
        #if canImport(Glibc)
            Glibc.send(descriptor, bytes, byteCount, Int32(MSG_NOSIGNAL))
        #else
            Darwin.send(descriptor, bytes, byteCount, 0)
        #endif
    }

    /// After a call that moved nothing: waits where it only had to, throws what it failed with otherwise.
    private func waitOrThrow(_ event: some BinaryInteger) throws(NetworkError) {
        let code = errno
        if code == EINTR { return }
        guard code == EAGAIN || code == EWOULDBLOCK else { throw Self.error(code) }
        var entry = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        let ready = poll(&entry, 1, Int32((silenceSeconds * 1000).rounded(.up)))
        if ready == 0 { throw .timedOut(seconds: silenceSeconds) }
        if ready < 0 && errno != EINTR { throw Self.error(errno) }
    }

    static func error(_ code: Int32) -> NetworkError {
        switch code {
        case ECONNRESET, EPIPE: .closed
        case ETIMEDOUT: .timedOut(seconds: 0)
        default: .failed(reason: String(cString: strerror(code)).lowercased())
        }
    }
}
