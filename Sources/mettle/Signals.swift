// Ctrl-C and SIGTERM: the first asks for an orderly end, the second Ctrl-C ends at once.
// Leaves to others: asking whether it was wished (Harness.Interruption).

import Harness

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

enum Signals {
    static func install() {
        // Touched here, before any signal: a handler must not be the first to initialise it.
        _ = Interruption.shared.requests
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                Interruption.shared.request(signal: number)
                if Interruption.shared.requests > 1 { _exit(128 + number) }
                let message: StaticString = "\nFinishing this sample, at most 2 s. Ctrl-C again stops at once.\n"
                _ = write(2, message.utf8Start, message.utf8CodeUnitCount)
            }
        }
    }
}
