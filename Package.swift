// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let testing: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]

/// A room: a library target under `Sources/`, its tests under `Tests/<name>Tests`, where `data`
/// names what is not Swift; `testing` names what only its tests need; `embedded` names files of the
/// target that its code holds as bytes.
func room(
  _ name: String, _ dependencies: [Target.Dependency] = [], data: [String] = [],
  testing also: [Target.Dependency] = [], embedded: [String] = []
) -> [Target] {
  [
    .target(
      name: name, dependencies: dependencies, resources: embedded.map { .embedInCode($0) },
      swiftSettings: strict),
    .testTarget(
      name: name + "Tests", dependencies: [.target(name: name)] + dependencies + also,
      exclude: data, swiftSettings: testing),
  ]
}

/// Template, style and scripts of the page that `ganglion replay --html` writes.
let viewerPage = [
  "page.html", "style.css", "film.js", "solids.js", "stage.js", "orbit.js", "panels.js",
  "player.js",
]
.map { "Viewer/Page/\($0)" }

/// The library's rooms, lower ones first.
let rooms = [
  "NumericalMethods", "FileFormats", "RigidBodyDynamics", "RobotDescription", "SpikingNetworks",
  "EvolutionStrategies", "Locomotion", "TemporalTasks", "NeuralControl", "Execution", "Policies",
  "PolicyTraining", "GradientStudies", "RobotImport", "RobustnessEvaluation", "TrajectoryReplay",
]

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let yaml = Target.Dependency.product(name: "Yams", package: "Yams")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "ganglion",
  products: [
    .executable(name: "ganglion", targets: ["ganglion"]),
    .library(name: "Ganglion", targets: ["Ganglion"]),
  ],
  traits: [
    .trait(name: "MPI", description: "Training and evaluation on many machines; takes Open MPI.")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    // For tools/docs alone.
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    .systemLibrary(name: "COpenDE", pkgConfig: "ode", providers: [.apt(["libode-dev"])]),
    // Takes the place of libode's own random numbers.
    .target(name: "CODERandom"),
    // Catches libode's assertions.
    .target(name: "CODEGuard", dependencies: ["COpenDE"]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CLibPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(
      name: "COpenMPI", pkgConfig: "mpi-c", providers: [.apt(["libopenmpi-dev"])]),
    // Without the trait it is empty and nothing of MPI is needed.
    .target(
      name: "CMPI",
      dependencies: [.target(name: "COpenMPI", condition: .when(traits: ["MPI"]))],
      cSettings: [.define("HAVE_MPI", .when(traits: ["MPI"]))]),
  ]
    + room("NumericalMethods", ["COpenBLAS"], data: ["Reference"])
    + room("FileFormats", ["NumericalMethods", yaml], testing: ["TestSupport"])
    + room("RigidBodyDynamics", ["COpenDE", "CODEGuard", "CODERandom", "NumericalMethods"])
    + room("RobotDescription", ["NumericalMethods", "FileFormats"])
    + room("SpikingNetworks", ["NumericalMethods", "FileFormats"], data: ["Fixtures"])
    + room("EvolutionStrategies", ["NumericalMethods"])
    + room(
      "Locomotion",
      ["NumericalMethods", "FileFormats", "RigidBodyDynamics", "RobotDescription"],
      data: ["Reference"], testing: ["SpikingNetworks", "NeuralControl"])
    + room(
      "TemporalTasks", ["CLibPNG", "NumericalMethods", "FileFormats", "SpikingNetworks"],
      data: ["Fixtures"], testing: ["TestSupport"])
    + room(
      "NeuralControl", ["NumericalMethods", "RobotDescription", "SpikingNetworks", "Locomotion"],
      testing: ["TestSupport"])
    + room(
      "Execution",
      [
        "NumericalMethods", "FileFormats", "Locomotion", "TemporalTasks",
        .target(name: "CMPI", condition: .when(traits: ["MPI"])),
      ], testing: ["PolicyTraining", "TestSupport"])
    + room(
      "Policies",
      [
        "NumericalMethods", "FileFormats", "RobotDescription", "SpikingNetworks",
        "EvolutionStrategies", "Locomotion", "TemporalTasks", "NeuralControl", "Execution", yaml,
      ], testing: ["PolicyTraining", "TestSupport"])
    + room(
      "PolicyTraining",
      [
        "NumericalMethods", "FileFormats", "RobotDescription", "SpikingNetworks",
        "EvolutionStrategies", "Locomotion", "TemporalTasks", "NeuralControl", "Execution",
        "Policies", logging,
      ], data: ["Reference"], testing: ["TestSupport"])
    + room(
      "GradientStudies",
      [
        "NumericalMethods", "FileFormats", "SpikingNetworks", "EvolutionStrategies",
        "TemporalTasks", "Execution", "Policies", "PolicyTraining",
      ], data: ["Fixtures"], testing: ["TestSupport"])
    + room(
      "RobotImport",
      ["NumericalMethods", "FileFormats", "RobotDescription", "EvolutionStrategies", "Locomotion"])
    + room(
      "RobustnessEvaluation",
      [
        "NumericalMethods", "FileFormats", "RigidBodyDynamics", "RobotDescription",
        "SpikingNetworks", "Locomotion", "TemporalTasks", "NeuralControl", "Execution", "Policies",
      ], testing: ["PolicyTraining", "TestSupport"])
    + room(
      "TrajectoryReplay",
      [
        "NumericalMethods", "FileFormats", "RigidBodyDynamics", "RobotDescription",
        "SpikingNetworks", "Locomotion", "TemporalTasks", "NeuralControl",
      ], embedded: viewerPage)
    + [
      .executableTarget(
        name: "ganglion",
        dependencies: rooms.map { .target(name: $0) } + [arguments, logging],
        swiftSettings: strict),
      // All rooms under one name, and the articles of the documentation.
      .target(
        name: "Ganglion", dependencies: rooms.map { .target(name: $0) }, path: "Sources/Umbrella",
        swiftSettings: strict),
      // What the documentation shows of the library; its tests run it.
      .executableTarget(
        name: "CustomController", dependencies: ["Ganglion"],
        path: "tools/examples/CustomController", swiftSettings: testing),
      // What tests of several rooms share.
      .target(
        name: "TestSupport",
        dependencies: [
          "NumericalMethods", "FileFormats", "RobotDescription", "SpikingNetworks", "Locomotion",
          "TemporalTasks", "Policies", "PolicyTraining",
        ], path: "Tests/TestSupport", swiftSettings: testing),
      // Every reader of files.
      .testTarget(
        name: "HostileInputTests",
        dependencies: [
          "NumericalMethods", "FileFormats", "RigidBodyDynamics", "RobotDescription", "Locomotion",
          "TemporalTasks", "Execution", "Policies", "PolicyTraining", "RobustnessEvaluation",
          "TrajectoryReplay", "TestSupport",
        ], swiftSettings: testing),
      .testTarget(
        name: "CommandLineTests",
        dependencies: [
          "ganglion", "CustomController", "NumericalMethods", "FileFormats", "Locomotion",
          "TemporalTasks", "Policies",
        ],
        exclude: ["Golden"],
        swiftSettings: testing),
    ]
)
