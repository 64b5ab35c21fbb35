// Rules on what this program may use: processors, a container's share, memory, huge pages.
// What others use of it is left to Diagnosis+Disturbance.

extension Diagnosis {
    /// `vCPU` in a guest, `processors` elsewhere.
    private static func unit(_ host: Host) -> String { host.virtualisation.isGuest ? "vCPU" : "processors" }

    @Sendable static func affinity(_ examination: Examination) -> [Finding] {
        let processor = examination.host.processor
        let (allowed, online) = (processor.allowed.count, processor.online.count)
        guard allowed > 0 && allowed < online else { return [.inOrder(.affinity, "affinity")] }
        let who = examination.host.container?.kind == nil ? "This shell" : "This container"
        let remedy =
            examination.host.container?.kind == nil
            ? "start mettle without taskset" : "start the container without --cpuset-cpus"
        let effect =
            allowed == 1
            ? "Figures for \(online) threads would be those of one core."
            : "Figures for more than \(allowed) threads would be those of \(allowed)."
        return [
            Finding(
                .affinity, "affinity", .wouldMakeNumbersWrong, "\(who) may use \(allowed) of the \(online) \(unit(examination.host)).",
                effect: effect, remedy: remedy)
        ]
    }

    @Sendable static func containerCPU(_ examination: Examination) -> [Finding] {
        let processor = examination.host.processor
        guard let container = examination.host.container else { return [.inOrder(.containerCPU, "container limits")] }
        guard let limit = container.cpuLimit, limit < Double(processor.allowed.count) else {
            return [.inOrder(.containerCPU, "container CPU limit")]
        }
        let amount = Words.short(limit)
        let who = container.kind == nil ? "This control group" : "This container"
        let threads = Int(limit)
        let effect =
            threads == 0
            ? "Even one thread is stopped for part of every period."
            : "With more than \(Words.plural(threads, "thread", "threads")), all are stopped for part of every period."
        let stopped = examination.window?.quotaStopSeconds.flatMap { seconds in
            seconds >= Limits.quotaStopWrong
                ? " It withheld \(Words.seconds(seconds)) in the last \(Words.seconds(examination.window!.seconds))." : nil
        }
        let remedy =
            switch container.kind {
            case .kubernetes: "raise resources.limits.cpu" + (threads > 0 ? ", or mettle run --threads \(threads)" : "")
            case .docker, .podman:
                "start the container with --cpus \(processor.allowed.count)" + (threads > 0 ? ", or mettle run --threads \(threads)" : "")
            default: threads > 0 ? "mettle run --threads \(threads)" : "raise the control group's quota"
            }
        return [
            Finding(
                .containerCPU, "container CPU", .wouldMakeNumbersWrong,
                "\(who) may use \(amount) of the \(processor.allowed.count) \(unit(examination.host)).",
                effect: effect + (stopped ?? ""), remedy: remedy)
        ]
    }

    @Sendable static func containerMemory(_ examination: Examination) -> [Finding] {
        // Without a container the rule for its processors has said that there are no limits.
        guard let container = examination.host.container else { return [] }
        guard let limit = container.memoryLimitByteCount else { return [.inOrder(.containerMemory, "container memory limit")] }
        let total = examination.host.memory.totalByteCount.map { " of the \(Words.bytes($0))" } ?? ""
        let who = container.kind == nil ? "This control group" : "This container"
        return [
            Finding(
                .containerMemory, "container memory", .wouldLeaveNumbersOut, "\(who) may use \(Words.bytes(limit))\(total).",
                effect: "Sizes that need more are skipped.",
                remedy: container.kind == .kubernetes ? "raise resources.limits.memory" : "start the container with a larger --memory")
        ]
    }

    @Sendable static func memoryFree(_ examination: Examination) -> [Finding] {
        let memory = examination.host.memory
        guard let available = memory.availableByteCount, let total = memory.totalByteCount, total > 0 else { return [] }
        let fact = "\(Words.bytes(available)) of \(Words.bytes(total)) are free."
        if available < Limits.freeByteCount {
            return [
                Finding(
                    .memoryFree, "free memory", .wouldLeaveNumbersOut, fact, effect: "Sizes that need more are skipped.",
                    remedy: "close what holds the memory")
            ]
        }
        guard Double(available) < Limits.freeShare * Double(total) else { return [.inOrder(.memoryFree, "free memory")] }
        return [
            Finding(
                .memoryFree, "free memory", .worthKnowing, fact, effect: "Large sizes may push other programs into swap.",
                remedy: "close what holds the memory")
        ]
    }

    @Sendable static func hugePages(_ examination: Examination) -> [Finding] {
        guard let mode = examination.host.memory.transparentHugePages else { return [] }
        guard mode == "never" else { return [.inOrder(.hugePages, "huge pages")] }
        return [
            Finding(
                .hugePages, "huge pages", .worthKnowing, "Transparent huge pages are off.",
                effect: "Large buffers cost more address translation; memory/latency shows it most.",
                remedy: "echo madvise | sudo tee /sys/kernel/mm/transparent_hugepage/enabled")
        ]
    }
}
