// Rules on what disturbs a measurement from outside: other processes, other guests, heat, swapping.
// Settings are left to Diagnosis+Clocks, limits to Diagnosis+Limits.

extension Diagnosis {
    @Sendable static func load(_ examination: Examination) -> [Finding] {
        guard let cores = examination.window?.foreignCores else { return [] }
        guard cores >= Limits.foreignCoresWorthKnowing else { return [.inOrder(.load, "load")] }
        let named = examination.busiest.filter { $0.cores >= 0.01 }.prefix(2).map { "\($0.name): \(Text.decimal($0.cores, 2))" }
        let who = named.isEmpty ? "" : " (\(named.joined(separator: ", ")))"
        let fact = "Other processes use \(Words.cores(cores))\(who)."
        if cores >= Limits.foreignCoresWrong {
            return [Finding(.load, "load", .wouldMakeNumbersWrong, fact, remedy: "stop it, or run when it has finished")]
        }
        return [Finding(.load, "load", .worthKnowing, fact, effect: "A series that they hit gets grade B at best.")]
    }

    @Sendable static func steal(_ examination: Examination) -> [Finding] {
        guard let window = examination.window, let steal = window.stealFraction else { return [] }
        // Bare metal has nobody who could steal.
        guard steal >= Limits.stealWorthKnowing else { return examination.host.virtualisation.isGuest ? [.inOrder(.steal, "steal")] : [] }
        let fact = "\(Words.percent(steal)) in the last \(Words.seconds(window.seconds))."
        guard steal >= Limits.stealWrong else {
            return [Finding(.steal, "steal", .worthKnowing, fact, effect: "A series that it hits gets grade B at best.")]
        }
        return [
            Finding(
                .steal, "steal", .wouldMakeNumbersWrong, fact,
                effect: "Other guests take this share of the time; series get grade C at best.",
                remedy: "run at another hour, or on an instance with processors of its own")
        ]
    }

    @Sendable static func throttling(_ examination: Examination) -> [Finding] {
        guard let window = examination.window, let events = window.throttleEvents else { return [] }
        guard events > 0 else { return [.inOrder(.throttling, "throttling")] }
        let heat = window.maxTemperatureCelsius.map { ", at up to \(Text.decimal($0, 0)) °C" } ?? ""
        let times = Words.plural(events, "time", "times")
        return [
            Finding(
                .throttling, "throttling", .wouldMakeNumbersWrong,
                "The processor slowed itself \(times) in the last \(Words.seconds(window.seconds))\(heat).",
                effect: "Long benchmarks would read slower than short ones.", remedy: "let it cool, clear its air, or raise its power limit"
            )
        ]
    }

    @Sendable static func swap(_ examination: Examination) -> [Finding] {
        let memory = examination.host.memory
        if let pages = examination.window?.swapPages, pages > 0 {
            return [
                Finding(
                    .swap, "swap", .wouldMakeNumbersWrong,
                    "\(Words.plural(pages, "page", "pages")) went to or from swap in the last \(Words.seconds(examination.window!.seconds)).",
                    effect: "One such page costs more than a whole sample of most benchmarks.", remedy: "close what holds the memory")
            ]
        }
        guard let size = memory.swapByteCount, let free = memory.swapFreeByteCount else { return [] }
        guard size - free >= 64 << 20 else { return [.inOrder(.swap, "swap")] }
        return [
            Finding(
                .swap, "swap", .worthKnowing, "Swap holds \(Words.bytes(size - free)).",
                effect: "What is brought back while measuring shows as outliers.", remedy: "sudo swapoff -a && sudo swapon -a")
        ]
    }
}
