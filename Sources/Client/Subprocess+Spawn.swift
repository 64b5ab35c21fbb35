// Starting a program by posix_spawn.
// Leaves to others: waiting for it and reading its output (RunningProcess).

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Subprocess {
    func spawn(executable: String, inOwnGroup: Bool = false) throws(ClientError) -> RunningProcess {
        var actions = FileActions(inOwnGroup: inOwnGroup)
        defer { actions.destroy() }
        var opened: [Int32] = []
        defer { for descriptor in opened { close(descriptor) } }

        let input = open(inputFile ?? "/dev/null", O_RDONLY | O_CLOEXEC)
        if input < 0 { throw .fileSystem(path: inputFile ?? "/dev/null", action: "read", errno: errno) }
        opened.append(input)
        actions.duplicate(input, to: 0)

        var process = RunningProcess()
        process.leadsGroup = inOwnGroup
        for (target, kind) in [(Int32(1), output), (2, errorOutput)] {
            switch kind {
            case .inherited: break
            case .discarded: actions.openNull(as: target)
            case .captured:
                let (read, write) = try Self.makePipe(for: program)
                opened.append(write)
                process.capture(read, of: target)
                actions.duplicate(write, to: target)
            }
        }

        let arguments = CStrings([program] + self.arguments)
        let variables = CStrings(environment.map { "\($0.key)=\($0.value)" }.sorted())
        let failure = actions.spawn(executable, arguments, variables, into: &process.identifier)
        if failure != 0 {
            process.closePipes()
            throw .spawnFailed(program: program, errno: failure)
        }
        return process
    }

    /// Both ends close themselves in every child; the reading one never blocks.
    private static func makePipe(for program: String) throws(ClientError) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        if pipe(&ends) != 0 { throw .spawnFailed(program: program, errno: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        return (ends[0], ends[1])
    }
}

/// A null-terminated array of C strings that lives as long as this.
private final class CStrings {
    let pointers: [UnsafeMutablePointer<CChar>?]
    init(_ strings: [String]) { pointers = strings.map { strdup($0) } + [nil] }
    deinit { for pointer in pointers { free(pointer) } }
}

/// posix_spawn's two opaque arguments, which the C libraries declare differently.
private struct FileActions {
    #if canImport(Glibc)
        private var actions = posix_spawn_file_actions_t()
        private var attributes = posix_spawnattr_t()
    #else
        private var actions: posix_spawn_file_actions_t?
        private var attributes: posix_spawnattr_t?
    #endif

    /// A child starts with no signal blocked and the interrupting ones at their defaults, whatever we do with ours.
    init(inOwnGroup: Bool) {
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        var none = sigset_t(), defaults = sigset_t()
        sigemptyset(&none)
        sigemptyset(&defaults)
        for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE] { sigaddset(&defaults, signal) }
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        var flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        if inOwnGroup {
            posix_spawnattr_setpgroup(&attributes, 0)
            flags |= POSIX_SPAWN_SETPGROUP
        }
        posix_spawnattr_setflags(&attributes, Int16(flags))
    }

    mutating func destroy() {
        posix_spawn_file_actions_destroy(&actions)
        posix_spawnattr_destroy(&attributes)
    }

    mutating func duplicate(_ descriptor: Int32, to target: Int32) {
        posix_spawn_file_actions_adddup2(&actions, descriptor, target)
    }

    mutating func openNull(as target: Int32) {
        posix_spawn_file_actions_addopen(&actions, target, "/dev/null", O_WRONLY, 0)
    }

    /// 0, or the error number.
    mutating func spawn(_ path: String, _ arguments: CStrings, _ variables: CStrings, into identifier: inout pid_t) -> Int32 {
        posix_spawn(&identifier, path, &actions, &attributes, arguments.pointers, variables.pointers)
    }
}
