// An HTTP server on 127.0.0.1 for one file, which can misbehave on demand.
// Leaves to others: what clients make of its answers.

import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Answers one connection after another on a queue of its own until it is stopped.
final class LoopbackServer: Sendable {
    enum Behaviour: Sendable {
        /// The file, from where a Range header asks; 416 beyond its end.
        case serve
        /// As `serve`, but the connection closes after this many bytes of the body.
        case cutOff(after: Int)
        /// The whole file, whatever the Range header says.
        case ignoreRange
        case status(Int)
    }

    private struct State {
        var behaviours: [Behaviour]
        var requests: [String] = []
    }

    let port: UInt16
    private let listener: Int32
    private let body: [UInt8]
    private let state: Mutex<State>

    /// Each connection takes the next behaviour; the last stays.
    init(_ body: [UInt8], _ behaviours: Behaviour...) {
        self.body = body
        state = Mutex(State(behaviours: behaviours.isEmpty ? [.serve] : behaviours))
        #if canImport(Glibc)
            listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            listener = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 8) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        precondition(bound, "no loopback socket")
        _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
        port = UInt16(bigEndian: address.sin_port)
        DispatchQueue(label: "loopback server").async {
            while true {
                let connection = accept(listener, nil, nil)
                if connection < 0 { break }
                _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
                self.answer(connection)
                close(connection)
            }
            close(listener)
        }
    }

    /// No connection is accepted any more; the queue closes the socket.
    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    func url(_ path: String) -> String { "http://127.0.0.1:\(port)/\(path)" }

    /// The value of each request's Range header, or nothing.
    var ranges: [String] { state.withLock { $0.requests.map { Self.range(of: $0) ?? "" } } }

    private static func range(of request: String) -> String? {
        request.split(separator: "\r\n").first { $0.lowercased().hasPrefix("range:") }.map { String($0.dropFirst(7)) }
    }

    private func answer(_ connection: Int32) {
        var request = ""
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !request.contains("\r\n\r\n") {
            let got = read(connection, &buffer, buffer.count)
            if got <= 0 { return }
            request += String(decoding: buffer[..<got], as: UTF8.self)
        }
        let behaviour = state.withLock { state in
            state.requests.append(request)
            return state.behaviours.count > 1 ? state.behaviours.removeFirst() : state.behaviours[0]
        }
        let start = Self.range(of: request).flatMap { Int($0.dropFirst(6).prefix { $0.isNumber }) }
        switch behaviour {
        case .status(let status): send("HTTP/1.1 \(status) Sorry\r\nContent-Length: 5\r\n\r\n", Array("sorry".utf8), to: connection)
        case .ignoreRange: send(ok(body.count), body, to: connection)
        case .serve: serve(from: start, at: body.count, to: connection)
        case .cutOff(let count): serve(from: start, at: count, to: connection)
        }
    }

    private func ok(_ count: Int) -> String { "HTTP/1.1 200 OK\r\nContent-Length: \(count)\r\nConnection: close\r\n\r\n" }

    /// Sends at most `limit` bytes of what it announces.
    private func serve(from start: Int?, at limit: Int, to connection: Int32) {
        guard let start else { return send(ok(body.count), Array(body.prefix(limit)), to: connection) }
        if start >= body.count {
            return send("HTTP/1.1 416 Sorry\r\nContent-Range: bytes */\(body.count)\r\nContent-Length: 0\r\n\r\n", [], to: connection)
        }
        let head =
            "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes \(start)-\(body.count - 1)/\(body.count)\r\n"
            + "Content-Length: \(body.count - start)\r\nConnection: close\r\n\r\n"
        send(head, Array(body[start...].prefix(limit)), to: connection)
    }

    private func send(_ head: String, _ body: [UInt8], to connection: Int32) {
        var rest = (Array(head.utf8) + body)[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { Self.write($0, to: connection) }
            if sent <= 0 { return }
            rest = rest.dropFirst(sent)
        }
    }

    /// Without SIGPIPE where the client has gone.
    private static func write(_ bytes: UnsafeRawBufferPointer, to connection: Int32) -> Int {
        #if canImport(Glibc)
            Glibc.send(connection, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        #else
            Darwin.write(connection, bytes.baseAddress, bytes.count)
        #endif
    }
}
