// swift-tools-version: 6.2
// The package: one target a module of the architecture, in the order data flows. No outside packages.
import Foundation
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
]

let libraries = ["jansson", "sodium", "turbojpeg"]
let testLibraries = libraries.map { LinkerSetting.linkedLibrary($0) }

/// C libraries that the program links statically on Linux, so that the copied file runs on a bare machine. Debian's -dev packages have that form;
/// where a distribution's have not (Fedora's), the shared one must do, and the file needs it where it runs.
#if os(Linux)
    let folders =
        (Context.environment["LIBRARY_PATH"] ?? "").split(separator: ":").map(String.init) + [
            "/usr/local/lib", "/usr/local/lib64", "/usr/lib64", "/usr/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu",
        ]
    func hasStaticForm(_ library: String) -> Bool {
        folders.contains { FileManager.default.fileExists(atPath: "\($0)/lib\(library).a") }
    }
    let staticLibraries: [LinkerSetting] = libraries.map { library in
        hasStaticForm(library)
            ? .unsafeFlags(["-Xlinker", "-Bstatic", "-Xlinker", "-l\(library)", "-Xlinker", "-Bdynamic"]) : .linkedLibrary(library)
    }
#else
    let staticLibraries = testLibraries
#endif

func module(_ name: String, _ dependencies: [Target.Dependency] = [], flags: [String] = []) -> Target {
    .target(
        name: name, dependencies: dependencies,
        swiftSettings: strict + (flags.isEmpty ? [] : [.unsafeFlags(flags)]))
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, exclude: [], resources: resources,
        swiftSettings: strict, linkerSettings: testLibraries)
}

// The instruction-set modules exist where the compiler targets x86-64; everywhere else the portable one serves alone.
#if arch(x86_64)
    let tileModules: [Target.Dependency] = ["TilesPortable", "TilesAVX2", "TilesAVX512", "TilesAVX512BF16"]
    let avx512 = [
        "-Xcc", "-mavx512f", "-Xcc", "-mavx512bw", "-Xcc", "-mavx512dq", "-Xcc", "-mavx512vl", "-Xcc", "-mfma",
        "-Xcc", "-mprefer-vector-width=512", "-Xllvm", "-unroll-threshold=600",
    ]
    let tileTargets: [Target] = [
        module("TilesPortable", ["Intrinsics", "Tiles"]),
        module(
            "TilesAVX2", ["Intrinsics", "Tiles"],
            flags: ["-Xcc", "-mavx2", "-Xcc", "-mfma", "-Xllvm", "-unroll-threshold=600"]),
        module("TilesAVX512", ["Intrinsics", "Tiles"], flags: avx512),
        module("TilesAVX512BF16", ["Intrinsics", "Tiles"], flags: avx512 + ["-Xcc", "-mavx512bf16", "-Xcc", "-mavx512vnni"]),
    ]
#else
    let tileModules: [Target.Dependency] = ["TilesPortable"]
    let tileTargets: [Target] = [module("TilesPortable", ["Intrinsics", "Tiles"])]
#endif

let package = Package(
    name: "mettle",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "mettle", targets: ["mettle"])],
    targets: [
        .target(name: "Intrinsics"),
        .target(name: "Assets", cSettings: [.unsafeFlags(["-Wno-c23-extensions"])]),
        .systemLibrary(name: "CJansson", providers: [.apt(["libjansson-dev"]), .brew(["jansson"])]),
        .systemLibrary(name: "CSodium", providers: [.apt(["libsodium-dev"]), .brew(["libsodium"])]),
        .systemLibrary(name: "CTurboJPEG", providers: [.apt(["libturbojpeg0-dev"]), .brew(["jpeg-turbo"])]),
        module("Measurement"),
        module("Machine", ["Intrinsics", "Measurement"]),
        module("Networks", ["Measurement"]),
        module("Digests", ["CSodium"]),
        module("Datasets", ["Measurement", "Digests", "CTurboJPEG"]),
        module("Tiles"),
        module("CPU", ["Intrinsics", "Measurement", "Machine", "Networks", "Tiles"] + tileModules),
        module("Workloads", ["Intrinsics", "Measurement", "Machine", "Networks", "Datasets", "CPU"]),
        module("Prices", ["Measurement"]),
        module("Records", ["Measurement", "Machine", "Prices", "CJansson", "Digests"]),
        module("Harness", ["Intrinsics", "Measurement", "Machine", "Networks", "Datasets", "CPU", "Workloads", "Records", "Prices"]),
        module("Client", ["Measurement"]),
        module("Leaderboard", ["Measurement", "Records", "Prices"]),
        module("Pages", ["Measurement", "Prices", "Leaderboard", "Assets"]),
        module("CommandLine"),
        .executableTarget(
            name: "mettle",
            dependencies: [
                "Intrinsics", "Assets", "Digests", "Measurement", "Machine", "Networks", "Datasets", "CPU", "Workloads", "Prices",
                "Records", "Harness", "Client", "Leaderboard", "Pages", "CommandLine",
            ],
            swiftSettings: strict, linkerSettings: staticLibraries),
        tests("MeasurementTests", ["Measurement"]),
        tests("MachineTests", ["Machine", "Measurement"], resources: [.copy("Fixtures")]),
        tests("NetworksTests", ["Networks", "Measurement"]),
        tests("DatasetsTests", ["Datasets", "Digests", "Measurement"]),
        tests("CPUTests", ["CPU", "Networks", "Tiles", "Intrinsics", "Machine", "Measurement"] + tileModules),
        tests("WorkloadsTests", ["Workloads", "CPU", "Networks", "Datasets", "Measurement", "Machine"]),
        tests("PricesTests", ["Prices", "Measurement"]),
        tests("RecordsTests", ["Records", "Digests", "Prices", "Measurement", "Machine"]),
        tests("HarnessTests", ["Harness", "CPU", "Workloads", "Datasets", "Networks", "Records", "Prices", "Measurement", "Machine"]),
        tests("ClientTests", ["Client"]),
        tests("LeaderboardTests", ["BoardSamples", "Leaderboard", "Records", "Prices", "Measurement", "Machine"]),
        tests("PagesTests", ["BoardSamples", "Digests", "Pages", "Leaderboard", "Records", "Prices", "Measurement"]),
        .target(
            name: "BoardSamples", dependencies: ["Records", "Prices", "Measurement", "Machine"], path: "Tests/BoardSamples",
            swiftSettings: strict),
        tests("CommandLineTests", ["CommandLine"]),
        tests("MettleTests", ["mettle", "BoardSamples", "Client", "Measurement", "Networks", "Records", "CommandLine"]),
    ] + tileTargets,
    swiftLanguageModes: [.v6])
