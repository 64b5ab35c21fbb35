// A machine in few words, for a line in the terminal, a row of a table and the grouping of like machines.
// How a page lays them out is left to Pages.

extension Host {
    /// The processor's name without what every processor has in its name: `EPYC 9B45`, `Core i7-1370P`, `Neoverse-V1`.
    package var processorName: String {
        guard let model = processor.model else { return processor.vendor ?? processor.architecture }
        var words = model.prefix { $0 != "@" }.split(separator: " ").map { word in
            ["(R)", "(TM)", "(r)", "(tm)"].reduce(String(word)) { text, mark in
                text.hasSuffix(mark) ? String(text.dropLast(mark.count)) : text
            }
        }
        // `13th Gen` says what the number says.
        if let place = words.firstIndex(of: "Gen"), place > 0 { words.removeSubrange(place - 1...place) }
        words.removeAll { ["Intel", "AMD", "CPU", "Processor", "with", "Radeon", "Graphics"].contains($0) || $0.hasSuffix("-Core") }
        return words.isEmpty ? model : words.joined(separator: " ")
    }

    /// `2 vCPU` in a guest; `8 cores`, `6 + 8 cores` (performance and efficiency) elsewhere.
    package var coreWords: String {
        if virtualisation.isGuest { return "\(processor.threads) vCPU" }
        guard processor.coreKinds.isEmpty else {
            return processor.coreKinds.map { "\($0.cores)" }.joined(separator: " + ") + " cores"
        }
        let cores = processor.cores == 1 ? "1 core" : "\(processor.cores) cores"
        return processor.sockets > 1 ? "\(processor.sockets) sockets, \(cores)" : cores
    }

    /// The widest vectors by the name that they are known by; nil where there are none to speak of.
    package var vectorName: String? {
        let has = Set(processor.instructionSets)
        if has.contains(.amxTile) && has.contains(.avx512f) { return "AVX-512, AMX" }
        if has.contains(.avx512f) { return "AVX-512" }
        if has.contains(.avx2) { return "AVX2" }
        if has.contains(.avx) { return "AVX" }
        if has.contains(.sve2) { return "SVE2" }
        if has.contains(.sve) { return "SVE" }
        return has.contains(.asimd) ? "NEON" : nil
    }

    /// Memory as it is sold: the kernel and the firmware keep some of a size for themselves, so 15.4 of 16 GB is 16 GB.
    package var memoryGigabytes: Int? {
        if let fitted = memory.moduleByteCount, fitted >= memory.totalByteCount ?? 0 { return max(1, fitted >> 30) }
        guard let total = memory.totalByteCount else { return nil }
        let gigabytes = Double(total) / Double(1 << 30)
        let sizes = (0...14).flatMap { [1 << $0, 3 << $0] }
        let sold = sizes.sorted().first { Double($0) >= gigabytes }
        if let sold, gigabytes >= 0.95 * Double(sold) { return sold }
        return max(1, Int(gigabytes.rounded()))
    }

    /// The GPUs that compute, alike ones counted: `Tesla T4`, `4 × Tesla V100-SXM2-16GB`.
    package var graphicsNames: [String] {
        var counts: [(name: String, count: Int)] = []
        for device in graphics where device.status != .displayOnly {
            let known = device.name.hasPrefix(device.vendor) || device.vendor == "NVIDIA" || device.vendor == "Microsoft"
            let name = known ? device.name : "\(device.vendor) \(device.name)"
            if let place = counts.firstIndex(where: { $0.name == name }) {
                counts[place].count += 1
            } else {
                counts.append((name, 1))
            }
        }
        return counts.map { $0.count == 1 ? $0.name : "\($0.count) × \($0.name)" }
    }

    /// `EPYC 9B45, 2 vCPU, AVX-512, 8 GB. Debian 12, kernel 6.12, KVM guest.`
    package var shortDescription: String {
        let hardware = [processorName, coreWords, vectorName, memoryGigabytes.map { "\($0) GB" }].compactMap { $0 } + graphicsNames
        let around = [system.shortName, system.kernelVersion.map { "kernel \($0)" }, guestWords, container?.kind.map(\.title)]
        let software = around.compactMap { $0 }
        return ([hardware, software].filter { !$0.isEmpty }.map { $0.joined(separator: ", ") + "." }).joined(separator: " ")
    }

    /// `KVM guest`, `WSL 2`; nil on bare metal.
    package var guestWords: String? {
        if virtualisation.isWSL { return virtualisation.isGuest ? "WSL 2" : "WSL 1" }
        return virtualisation.hypervisor.map { $0 == .unknown ? "guest" : "\($0.title) guest" }
    }

    /// What machines are grouped by: model, cores or vCPU, memory as sold, GPUs.
    package var machineClass: String {
        let parts = [processorName, coreWords, memoryGigabytes.map { "\($0) GB" }].compactMap { $0 } + graphicsNames
        return parts.joined(separator: ", ")
    }
}

extension ContainerKind {
    /// The name for people.
    package var title: String {
        switch self {
        case .docker: "Docker"
        case .podman: "Podman"
        case .kubernetes: "Kubernetes"
        case .lxc: "LXC"
        case .systemdNspawn: "systemd-nspawn"
        case .other: "container"
        }
    }
}
