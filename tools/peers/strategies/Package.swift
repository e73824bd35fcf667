// swift-tools-version: 6.2
import PackageDescription

/// Runs Ganglion's strategies on test functions. Its libraries are links to those of the package around
/// it, so that nothing else is built.
let package = Package(
  name: "strategies",
  targets: [
    .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas"),
    .target(
      name: "NumericalMethods", dependencies: ["COpenBLAS"],
      swiftSettings: [.swiftLanguageMode(.v6)]),
    .target(
      name: "EvolutionStrategies", dependencies: ["NumericalMethods"],
      swiftSettings: [.swiftLanguageMode(.v6)]),
    .executableTarget(
      name: "strategies", dependencies: ["EvolutionStrategies"],
      swiftSettings: [.swiftLanguageMode(.v6)]),
  ]
)
