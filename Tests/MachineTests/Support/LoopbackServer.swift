// A server for tests, on the loopback address only: answers each connection with what the test's closure says.
// It speaks just enough HTTP to play a cloud's metadata service, well or badly.

import Glibc
import Machine
import Synchronization

final class LoopbackServer: Sendable {
    let endpoint: MetadataEndpoint
    private let listener: CInt
    private let answer: @Sendable (String) -> String?
    private let received = Mutex<[String]>([])

    /// `answer` gets the request's text; nil keeps silent until the client gives up.
    init(_ answer: @escaping @Sendable (String) -> String?) {
        let listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 8) == 0 && getsockname(listener, $0, &size) == 0
            }
        }
        precondition(bound, "no loopback socket")
        self.listener = listener
        endpoint = MetadataEndpoint(address: "127.0.0.1", port: UInt16(bigEndian: address.sin_port))
        self.answer = answer
        start()
    }

    /// A thread of its own: Dispatch would give none while its few are blocked in other tests' servers.
    private func start() {
        var thread = pthread_t()
        let failed = pthread_create(
            &thread, nil,
            { context in
                Unmanaged<LoopbackServer>.fromOpaque(context!).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        precondition(failed == 0, "no thread")
        pthread_detach(thread)
    }

    private func run() {
        while true {
            let connection = accept(listener, nil, nil)
            if connection < 0 { break }
            serve(connection)
        }
        close(listener)
    }

    /// Ends the accepting thread, which closes the listener: closed here, its number might be another test's by the time of the next `accept`.
    func stop() {
        shutdown(listener, CInt(SHUT_RDWR))
    }

    /// The requests so far, oldest first.
    var requests: [String] { received.withLock { $0 } }

    private func serve(_ connection: CInt) {
        var text = ""
        var bytes = [UInt8](repeating: 0, count: 4096)
        while !text.contains("\r\n\r\n") {
            let count = recv(connection, &bytes, bytes.count, 0)
            if count <= 0 { break }
            text += String(decoding: bytes[..<count], as: UTF8.self)
        }
        received.withLock { [text] in $0.append(text) }
        if let reply = answer(text) {
            _ = Array(reply.utf8).withUnsafeBytes { send(connection, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
        } else {
            // The client closes when its time is over.
            _ = recv(connection, &bytes, bytes.count, 0)
        }
        close(connection)
    }
}
