// A machine as a value: everything that explains its figures and nothing that names its owner.
// No host name, user, serial number, UUID, address or instance id has a field here. What it is doing is left to Sensors.

/// A machine, described once before measuring. Coded as it stands: what is not known is absent, never zero.
package struct Host: Sendable, Equatable, Codable {
    package var processor: Processor
    package var memory: Memory
    /// Under the directory that the program was started in.
    package var storage: Storage?
    package var system: OperatingSystem
    package var virtualisation: Virtualisation
    /// Nil where neither a container nor a limit is set.
    package var container: Container?
    /// Nil outside the known clouds.
    package var cloud: CloudInstance?
    package var power: Power
    package var graphics: [GraphicsProcessor]

    package init(
        processor: Processor, memory: Memory, storage: Storage?, system: OperatingSystem, virtualisation: Virtualisation,
        container: Container?, cloud: CloudInstance?, power: Power, graphics: [GraphicsProcessor]
    ) {
        self.processor = processor
        self.memory = memory
        self.storage = storage
        self.system = system
        self.virtualisation = virtualisation
        self.container = container
        self.cloud = cloud
        self.power = power
        self.graphics = graphics
    }
}

extension Host {
    /// Bytes that a benchmark may take: what is free, or less where a container allows less. Nil where neither is known.
    package var usableMemoryByteCount: Int? {
        [memory.availableByteCount, container?.memoryLimitByteCount].compactMap { $0 }.min()
    }

    /// Describes a machine from its files, its processor and its system calls. Never fails: what cannot be read is absent.
    package static func describe(
        files: any FileTree = SystemFiles(), registers: any ProcessorRegisters = LiveRegisters(),
        system: any SystemCalls = LiveSystemCalls()
    ) -> Host {
        let firmware = FirmwareIdentity(files)
        let memory = Memory.describe(files)
        return Host(
            processor: .describe(files, registers, system), memory: memory,
            storage: system.workingDirectory().flatMap { Storage.describe(files, directory: $0) },
            system: .describe(files), virtualisation: .describe(files, registers, firmware),
            container: Container.describe(files, memoryByteCount: memory.totalByteCount),
            cloud: CloudInstance.describe(files, firmware), power: .describe(files, firmware),
            graphics: GraphicsProcessor.describe(files))
    }
}
