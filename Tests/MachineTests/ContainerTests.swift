// Containers and their limits: both versions of control groups, with and without namespaces, nested and unlimited.
// Whole recorded containers are in HostFixtureTests.

import Machine
import Testing

@Suite struct ContainerTests {
    private func container(_ texts: [String: String]) -> Container? {
        let files = RecordedFiles(texts: texts.merging(["/proc/meminfo": "MemTotal: 16777216 kB\n"]) { first, _ in first })
        return Host.describe(files: files, registers: RecordedRegisters(""), system: RecordedSystem()).container
    }

    private let modern = "25 1 8:1 / / rw - ext4 /dev/sda1 rw\n30 25 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"

    @Test func noLimitAndNoContainerIsNothing() {
        #expect(container([:]) == nil)
        #expect(
            container([
                "/proc/self/mountinfo": modern, "/proc/self/cgroup": "0::/user.slice\n",
                "/sys/fs/cgroup/user.slice/cpu.max": "max 100000\n",
            ]) == nil)
    }

    @Test func theLeastLimitOnTheWayUpCounts() {
        let limits = container([
            "/proc/self/mountinfo": modern, "/proc/self/cgroup": "0::/a.slice/b.scope\n",
            "/sys/fs/cgroup/a.slice/b.scope/cpu.max": "400000 100000\n", "/sys/fs/cgroup/a.slice/cpu.max": "50000 25000\n",
            "/sys/fs/cgroup/a.slice/b.scope/memory.max": "max\n", "/sys/fs/cgroup/a.slice/memory.max": "4294967296\n",
            "/sys/fs/cgroup/a.slice/b.scope/memory.high": "2147483648\n",
        ])
        #expect(limits == Container(kind: nil, cpuLimit: 2, memoryLimitByteCount: 2 << 30, controlGroupVersion: 2))
    }

    @Test func aLimitAboveTheMachinesMemoryIsNone() {
        let limits = container([
            "/proc/self/mountinfo": "30 25 0:26 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n",
            "/proc/self/cgroup": "5:memory:/x\n", "/sys/fs/cgroup/memory/x/memory.limit_in_bytes": "9223372036854771712\n",
            "/sys/fs/cgroup/memory/memory.limit_in_bytes": "17179869184\n",
        ])
        #expect(limits == nil)
    }

    @Test func aPathOutsideTheNamespaceFallsBackToTheMount() {
        let limits = container([
            "/proc/self/mountinfo": modern, "/proc/self/cgroup": "0::/../../other\n", "/sys/fs/cgroup/cpu.max": "10000 100000\n",
        ])
        #expect(limits?.cpuLimit == 0.1)
    }

    @Test(
        arguments: [
            ("150000", nil), ("max 100000", nil), ("x 100000", nil), ("100000 0", nil), ("nan 1", nil), ("inf 1", nil), ("-1 1", nil),
            ("", nil), ("25000 100000", 0.25),
        ] as [(String, Double?)])
    func quotasThatMakeNoSenseAreNone(text: String, expected: Double?) {
        let limits = container(["/proc/self/mountinfo": modern, "/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/cpu.max": text])
        #expect(limits?.cpuLimit == expected)
    }

    @Test func kindsAreToldApart() {
        let overlay = "25 1 0:50 / / rw - overlay overlay rw\n"
        #expect(container(["/proc/self/mountinfo": overlay, "/.dockerenv": ""])?.kind == .docker)
        #expect(container(["/proc/self/mountinfo": overlay, "/run/.containerenv": ""])?.kind == .podman)
        #expect(container(["/proc/self/cgroup": "0::/machine.slice/libpod-5ec2.scope\n"])?.kind == .podman)
        #expect(container(["/proc/self/cgroup": "0::/system.slice/docker-5ec2.scope\n"])?.kind == .docker)
        #expect(container(["/proc/self/environ": "A=1\0container=lxc\0"])?.kind == .lxc)
        #expect(container(["/proc/self/environ": "container=systemd-nspawn\0"])?.kind == .systemdNspawn)
        #expect(container(["/proc/self/environ": "container=oci\0"])?.kind == .other)
        #expect(container(["/var/run/secrets/kubernetes.io/serviceaccount": ""])?.kind == .kubernetes)
        // A variable that only ends like it is somebody else's.
        #expect(container(["/proc/self/environ": "mycontainer=lxc\0"]) == nil)
    }

    @Test func anImagesLeftoverOnAWholeDiskIsNoContainer() {
        #expect(container(["/proc/self/mountinfo": "25 1 254:0 / / rw - ext4 /dev/vda rw\n", "/.dockerenv": ""]) == nil)
        // Docker on btrfs mounts a subvolume: the root is not the file system's own.
        #expect(
            container(["/proc/self/mountinfo": "25 1 0:40 /btrfs/subvolumes/x / rw - btrfs /dev/sda2 rw\n", "/.dockerenv": ""])?.kind
                == .docker)
    }
}
