// A real Chromium without a window, driven through its debugging pipe (Chrome DevTools Protocol), so that no port and no driver is needed.
// Leaves to others: which page is opened and what is expected of it (BrowserTests).

import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

struct BrowserError: Error, CustomStringConvertible {
    var description: String
}

/// One browser process with one page. Ends with its owner.
final class Browser {
    /// The first of these names that the search path holds.
    static let executable: String? = {
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        let names = ["chromium", "chromium-browser", "google-chrome"]
        return names.lazy.flatMap { name in path.split(separator: ":").map { "\($0)/\(name)" } }.first { access($0, X_OK) == 0 }
    }()

    private static let deadlineSeconds = 60

    private let pid: pid_t
    private let input: Int32
    private let output: Int32
    private let folder: String
    private var received: [UInt8] = []
    private var lastId = 0
    private var session: String?
    /// Exceptions, errors and policy violations that the page caused.
    private(set) var complaints: [String] = []
    private var loadCount = 0

    init() throws {
        guard let executable = Self.executable else { throw BrowserError(description: "no Chromium in the search path") }
        var template = Array("/tmp/mettle-browser-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw BrowserError(description: "no temporary folder") }
        folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        let (commands, answers) = (try Self.pipeEnds(), try Self.pipeEnds())
        (input, output) = (commands.write, answers.read)
        pid = try Self.spawn(executable, folder: folder, reading: commands.read, writing: answers.write)
        close(commands.read)
        close(answers.write)
        let target = try call("Target.createTarget", ["url": .string("about:blank")])
        let attached = try call("Target.attachToTarget", ["targetId": target["targetId"], "flatten": .bool(true)])
        session = attached["sessionId"].text
        for domain in ["Page", "Runtime", "Log"] { _ = try call("\(domain).enable") }
    }

    deinit {
        kill(-pid, SIGKILL)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        close(input)
        close(output)
        Self.remove(folder)
    }

    /// Opens `html` from a file in a window `width` wide and waits until it has loaded.
    func open(_ html: [UInt8], width: Int, scripts: Bool = true, dark: Bool = false, fragment: String = "") throws {
        let path = folder + "/leaderboard.html"
        try Data(html).write(to: URL(filePath: path))
        complaints = []
        _ = try call(
            "Emulation.setDeviceMetricsOverride",
            ["width": .number(Double(width)), "height": .number(900), "deviceScaleFactor": .number(1), "mobile": .bool(false)])
        _ = try call("Emulation.setScriptExecutionDisabled", ["value": .bool(!scripts)])
        let scheme = JSON.object(["name": .string("prefers-color-scheme"), "value": .string(dark ? "dark" : "light")])
        _ = try call("Emulation.setEmulatedMedia", ["features": .array([scheme])])
        let before = loadCount
        _ = try call("Page.navigate", ["url": .string("file://" + path + fragment)])
        while loadCount == before { try handleNext() }
    }

    /// The value of a JavaScript expression in the page.
    func evaluate(_ expression: String) throws -> JSON {
        let answer = try call(
            "Runtime.evaluate", ["expression": .string(expression), "returnByValue": .bool(true), "awaitPromise": .bool(true)])
        if case .object = answer["exceptionDetails"] {
            throw BrowserError(description: "\(expression): \(answer["exceptionDetails"]["exception"]["description"].text ?? "failed")")
        }
        return answer["result"]["value"]
    }

    /// A picture of the whole page, PNG.
    func screenshot() throws -> Data {
        let answer = try call("Page.captureScreenshot", ["format": .string("png"), "captureBeyondViewport": .bool(true)])
        guard let text = answer["data"].text, let data = Data(base64Encoded: text) else { throw BrowserError(description: "no picture") }
        return data
    }

    // MARK: protocol

    /// Sends one command and waits for its answer, collecting the events before it.
    private func call(_ method: String, _ parameters: [String: JSON] = [:]) throws -> JSON {
        lastId += 1
        var message: [String: JSON] = ["id": .number(Double(lastId)), "method": .string(method), "params": .object(parameters)]
        if let session { message["sessionId"] = .string(session) }
        try send(JSON.object(message))
        while true {
            let answer = try next()
            guard answer["id"].number == Double(lastId) else {
                note(answer)
                continue
            }
            if let error = answer["error"]["message"].text { throw BrowserError(description: "\(method): \(error)") }
            return answer["result"]
        }
    }

    private func handleNext() throws { note(try next()) }

    private func note(_ event: JSON) {
        switch event["method"].text {
        case "Page.loadEventFired": loadCount += 1
        case "Runtime.exceptionThrown":
            complaints.append(event["params"]["exceptionDetails"]["exception"]["description"].text ?? "exception")
        case "Runtime.consoleAPICalled": complaints.append("console.\(event["params"]["type"].text ?? "")")
        case "Log.entryAdded": complaints.append(event["params"]["entry"]["text"].text ?? "log entry")
        default: break
        }
    }

    private func send(_ message: JSON) throws {
        var bytes = Array(try JSONEncoder().encode(message)) + [0]
        while !bytes.isEmpty {
            let count = write(input, bytes, bytes.count)
            guard count > 0 else { throw BrowserError(description: "the browser does not listen any more") }
            bytes.removeFirst(count)
        }
    }

    /// The next message; messages end with a zero byte.
    private func next() throws -> JSON {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            if let end = received.firstIndex(of: 0) {
                let message = Data(received[..<end])
                received.removeSubrange(...end)
                return try JSONDecoder().decode(JSON.self, from: message)
            }
            var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, Int32(Self.deadlineSeconds * 1000)) > 0 else {
                throw BrowserError(description: "no answer from the browser in \(Self.deadlineSeconds) s")
            }
            let count = read(output, &buffer, buffer.count)
            guard count > 0 else { throw BrowserError(description: "the browser ended") }
            received.append(contentsOf: buffer[..<count])
        }
    }

    // MARK: process

    private static func pipeEnds() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw BrowserError(description: "no pipe") }
        // Above 4, so that the child's 3 and 4 are free to be made.
        let moved = ends.map { fcntl($0, F_DUPFD_CLOEXEC, 16) }
        ends.forEach { close($0) }
        return (moved[0], moved[1])
    }

    /// Starts the browser in a process group of its own, its descriptor 3 reading commands and 4 writing answers.
    private static func spawn(_ executable: String, folder: String, reading: Int32, writing: Int32) throws -> pid_t {
        let arguments = [
            executable, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
            "--disable-background-networking", "--disable-component-update", "--user-data-dir=\(folder)/profile", "--remote-debugging-pipe",
        ]
        let environment = ["PATH=/usr/bin:/bin", "HOME=\(folder)", "LANG=C.UTF-8"]
        #if canImport(Glibc)
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #else
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, reading, 3)
        posix_spawn_file_actions_adddup2(&actions, writing, 4)
        for descriptor in [Int32(1), 2] { posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        let (argv, envp) = ((arguments.map { strdup($0) } + [nil]), (environment.map { strdup($0) } + [nil]))
        defer { (argv + envp).forEach { free($0) } }
        var pid: pid_t = 0
        let status = posix_spawn(&pid, executable, &actions, &attributes, argv, envp)
        guard status == 0 else { throw BrowserError(description: "could not start \(executable): \(String(cString: strerror(status)))") }
        return pid
    }

    private static func remove(_ folder: String) {
        // The browser's children may still be writing their last files.
        for _ in 0..<20 where access(folder, F_OK) == 0 {
            try? FileManager.default.removeItem(atPath: folder)
        }
    }
}

/// Any JSON value, for messages whose shape is the browser's.
enum JSON: Codable, Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    init(from decoder: any Decoder) throws {
        let box = try decoder.singleValueContainer()
        if box.decodeNil() {
            self = .null
        } else if let value = try? box.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? box.decode(Double.self) {
            self = .number(value)
        } else if let value = try? box.decode(String.self) {
            self = .string(value)
        } else if let value = try? box.decode([JSON].self) {
            self = .array(value)
        } else {
            self = .object(try box.decode([String: JSON].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var box = encoder.singleValueContainer()
        switch self {
        case .null: try box.encodeNil()
        case .bool(let value): try box.encode(value)
        case .number(let value):
            if value == value.rounded(), abs(value) < 1e15 { try box.encode(Int(value)) } else { try box.encode(value) }
        case .string(let value): try box.encode(value)
        case .array(let value): try box.encode(value)
        case .object(let value): try box.encode(value)
        }
    }

    subscript(key: String) -> JSON {
        if case .object(let members) = self { members[key] ?? .null } else { .null }
    }

    var text: String? { if case .string(let value) = self { value } else { nil } }
    var number: Double? { if case .number(let value) = self { value } else { nil } }
    var list: [JSON] { if case .array(let value) = self { value } else { [] } }
}
