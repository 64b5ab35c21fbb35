// The little HTTP/1.1 that a metadata service needs: one request a connection, one deadline, a short answer.
// No TLS, no redirects, no proxies, no names to resolve; uploads and downloads are left to Client.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

struct HTTPRequest {
    var method = "GET"
    var path: String
    var headers: [(String, String)]

    func text(host: String) -> String {
        let lines = ["\(method) \(path) HTTP/1.1", "Host: \(host)", "Connection: close", "Accept: */*"]
        let length = method == "PUT" ? ["Content-Length: 0"] : []
        return (lines + length + headers.map { "\($0.0): \($0.1)" }).joined(separator: "\r\n") + "\r\n\r\n"
    }
}

struct HTTPResponse {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: String

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// Reads an answer; nil when it is none or shorter than it says. A chunked body is not expected of a single word.
    init?(_ bytes: [UInt8]) {
        let blank = Array("\r\n\r\n".utf8)
        guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: blank) }) else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(whereSeparator: \.isNewline)
        let words = (lines.first ?? "").split(separator: " ")
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else { return nil }
        self.status = status
        headers = lines.dropFirst().compactMap { Text.pair($0, separator: ":") }.map { (name: $0.key, value: $0.value) }
        var rest = bytes[(end + 4)...]
        if let length = headers.first(where: { $0.name.lowercased() == "content-length" }).flatMap({ Int($0.value) }) {
            guard length <= rest.count, length >= 0 else { return nil }
            rest = rest.prefix(length)
        }
        body = String(decoding: rest, as: UTF8.self)
    }
}

struct PlainHTTP {
    let endpoint: MetadataEndpoint
    let timeoutNanoseconds: UInt64
    private static let longestAnswer = 65_536

    func send(_ request: HTTPRequest) throws(MetadataError) -> HTTPResponse {
        let deadline = now() + timeoutNanoseconds
        let connection = Connection(number: socket(AF_INET, Self.streamType, 0))
        guard connection.number >= 0 else { throw .unreachable }
        try connect(connection, deadline)
        try write(Array(request.text(host: endpoint.address).utf8), connection, deadline)
        guard let response = HTTPResponse(try readAll(connection, deadline)) else { throw .notUnderstood }
        return response
    }

    /// Closes the socket however the exchange ends.
    private final class Connection {
        let number: CInt
        init(number: CInt) { self.number = number }
        deinit { if number >= 0 { close(number) } }
    }

    #if canImport(Glibc)
        private static let streamType = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
    #else
        private static let streamType = SOCK_STREAM
    #endif

    private func connect(_ connection: Connection, _ deadline: UInt64) throws(MetadataError) {
        let flags = fcntl(connection.number, F_GETFL)
        guard fcntl(connection.number, F_SETFL, flags | O_NONBLOCK) == 0 else { throw .unreachable }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = endpoint.port.bigEndian
        guard inet_pton(AF_INET, endpoint.address, &address.sin_addr) == 1 else { throw .unreachable }
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                #if canImport(Glibc)
                    Glibc.connect(connection.number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                #else
                    Darwin.connect(connection.number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                #endif
            }
        }
        if result == 0 { return }
        guard errno == EINPROGRESS else { throw .unreachable }
        try wait(for: POLLOUT, connection, deadline)
        var failure: CInt = 0
        var size = socklen_t(MemoryLayout<CInt>.size)
        guard getsockopt(connection.number, SOL_SOCKET, SO_ERROR, &failure, &size) == 0, failure == 0 else {
            throw failure == ETIMEDOUT ? .timedOut : .unreachable
        }
    }

    private func write(_ bytes: [UInt8], _ connection: Connection, _ deadline: UInt64) throws(MetadataError) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { Self.send(connection.number, UnsafeRawBufferPointer(rebasing: $0[sent...])) }
            if count > 0 {
                sent += count
            } else if errno == EAGAIN || errno == EWOULDBLOCK {
                try wait(for: POLLOUT, connection, deadline)
            } else if errno != EINTR {
                throw .unreachable
            }
        }
    }

    /// Without the signal that a closed connection would raise.
    private static func send(_ number: CInt, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.send(number, bytes.baseAddress, bytes.count, CInt(MSG_NOSIGNAL))
        #else
            Darwin.send(number, bytes.baseAddress, bytes.count, 0)
        #endif
    }

    private func readAll(_ connection: Connection, _ deadline: UInt64) throws(MetadataError) -> [UInt8] {
        var answer: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = piece.withUnsafeMutableBytes { recv(connection.number, $0.baseAddress, $0.count, 0) }
            if count == 0 { return answer }
            if count > 0 {
                answer += piece[..<count]
                guard answer.count <= Self.longestAnswer else { throw .notUnderstood }
                // A server that keeps the connection open has said how long its answer is.
                if HTTPResponse(answer)?.header("content-length") != nil { return answer }
                if now() >= deadline { throw .timedOut }
            } else if errno == EAGAIN || errno == EWOULDBLOCK {
                try wait(for: POLLIN, connection, deadline)
            } else if errno != EINTR {
                throw .unreachable
            }
        }
    }

    private func wait(for event: some BinaryInteger, _ connection: Connection, _ deadline: UInt64) throws(MetadataError) {
        while true {
            let time = now()
            guard time < deadline else { throw .timedOut }
            var entry = pollfd(fd: connection.number, events: Int16(event), revents: 0)
            let ready = poll(&entry, 1, CInt((deadline - time + 999_999) / 1_000_000))
            if ready > 0 { return }
            if ready < 0 && errno != EINTR { throw .unreachable }
        }
    }

    private func now() -> UInt64 {
        LiveSystemCalls().nanoseconds()
    }
}
