import Foundation
import NumericalMethods
import Testing

/// Results that are to stay what they are, bit for bit, while the code around them changes:
/// `Golden/digests.csv` has a row for each command, with the digests that it came to.
///
/// A row changes only with physics, networks or random draws, which the changelog then says; run
/// the tests with `GANGLION_GOLDEN` in the environment to write the table anew.
@Suite struct GoldenTests {
  /// A command, and where it leaves its digests.
  struct Case: Sendable, CustomTestStringConvertible {
    enum Result: Sendable {
      /// The digests of a training's generations.
      case metrics
      /// One digest over those of a suite's trials.
      case suite
      /// The digest of an episode.
      case episode
    }

    let result: Result
    let arguments: [String]
    /// Whether products of matrices by OpenBLAS, or LAPACK, are in the result.
    var usesBLAS = false

    var testDescription: String { name }

    /// The command, as the table has it.
    var name: String { arguments.joined(separator: " ") }

    static func train(_ experiment: String, _ more: String..., blas: Bool = false) -> Case {
      Case(
        result: .metrics, arguments: ["train", experiment, "--generations", "5"] + more,
        usesBLAS: blas)
    }
  }

  static let presets = [
    "ant", "quadruped", "hexapod", "pattern-spike-train", "xor",
  ]

  /// Those that are trained by gradient.
  static let gradientPresets = [
    "cue-accumulation", "cue-association", "reversal", "one-shot-recognition",
  ]

  static let cases: [Case] =
    (presets + gradientPresets).map { .train($0) } + [
      .train("locomotion", "--robot", "ant"),
      .train("ant", "--trainer", "policy-gradient", "--set", "policy_gradient.privileged=true"),
      .train("ant", "--rule", "none", "--trainer", "perturbation"),
      .train("ant", "--strategy", "ars", "--set", "network.normalise_observations=true"),
      .train("ant", "--strategy", "pgpe", "--rule", "bcm", "--gate", "eligibility"),
      .train("ant", "--strategy", "sep-cma-es", "--rule", "abcd", "--gate", "none"),
      .train("ant", "--search", "rules", "--strategy", "cma-es", "--rule", "hebbian", blas: true),
      .train("ant", "--rule", "stdp", "--set", "network.neuron=conductance"),
      .train("cue-association", "--trainer", "evolution"),
      Case(
        result: .suite,
        arguments: [
          "evaluate", "policies/ant/plastic.safetensors", "--suite", "standard", "--episodes", "1",
        ]),
      Case(
        result: .episode,
        arguments: [
          "replay", "policies/hexapod/plastic.safetensors", "--condition", "slope:3+payload:2@4s",
          "--seed", "7",
        ]),
      Case(
        result: .episode,
        arguments: ["replay", "policies/tasks/reversal/mdp-oja.safetensors", "--episode", "5"]),
    ]

  private static let path = Workplace.package + "/Tests/CommandLineTests/Golden/digests.csv"

  /// Digests by command; that of this machine's arithmetic under `arithmetic`.
  private static let table: [String: String] = {
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    let rows = text.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    return Dictionary(uniqueKeysWithValues: rows.map { (String($0[0]), String($0[1])) })
  }()

  private static var isWriting: Bool {
    ProcessInfo.processInfo.environment["GANGLION_GOLDEN"] != nil
  }

  /// Last bits of elementary functions differ from one C library and processor to the next, and so
  /// do whole lives: the table holds where they are as they were when it was written.
  private static let isComparable = table["arithmetic"] == arithmetic()

  static func arithmetic() -> String {
    var digest = Digest()
    for n in 1...4096 {
      let x = Double(n) * 0.37
      for value in [sin(x), cos(x), exp(-x / 64), log(x), tanh(x / 512), pow(x, 0.3), atan2(x, 7)] {
        digest.update(value.bitPattern)
      }
    }
    return digest.hex
  }

  /// OpenBLAS has other kernels for other processors.
  private static let hasSameBLAS = table["blas"] == blas()

  static func blas() -> String {
    var digest = Digest()
    for (rows, columns, inner) in [(64, 64, 32), (1, 100, 64), (37, 5, 203), (128, 256, 128)] {
      let a = (0..<rows * inner).map { Float(($0 * 7919) % 1009) * 0.0137 - 7 }
      let b = (0..<inner * columns).map { Float(($0 * 104_729) % 997) * 0.0219 - 11 }
      var c = [Float](repeating: 0, count: rows * columns)
      Float.multiply(
        MatrixProduct(rows: rows, columns: columns, inner: inner), a, b, keeping: 0, into: &c)
      for value in c { digest.update(UInt64(value.bitPattern)) }
    }
    let size = 24
    let matrix = (0..<size * size).map { place in
      let (i, j) = (min(place / size, place % size), max(place / size, place % size))
      return Double((i * 31 + j * 17) % 23) / 7 + (i == j ? 10 : 0)
    }
    for value in SymmetricEigendecomposition(matrix, dimension: size)?.vectors ?? [] {
      digest.update(value.bitPattern)
    }
    return digest.hex
  }

  @Test(.enabled(if: isWriting || isComparable, "written under other elementary functions"))
  func theTableIsWhole() {
    let names = Set(Self.cases.map(\.name) + ["arithmetic", "blas"])
    #expect(Self.isWriting || Set(Self.table.keys) == names)
  }

  @Test(
    .enabled(if: !isWriting && isComparable, "written under other elementary functions"),
    arguments: cases.filter { !$0.usesBLAS || hasSameBLAS })
  func aCommandComesToTheSameBits(_ golden: Case) throws {
    #expect(try Self.digests(golden) == Self.table[golden.name])
  }

  @Test(.enabled(if: isWriting, "GANGLION_GOLDEN is not set"))
  func theTableIsWrittenAnew() throws {
    let rows = try Self.cases.map { "\($0.name),\(try Self.digests($0))\n" }
    let text =
      "command,digests\narithmetic,\(Self.arithmetic())\nblas,\(Self.blas())\n"
      + rows.joined()
    try text.write(toFile: Self.path, atomically: true, encoding: .utf8)
  }

  private static func digests(_ golden: Case) throws -> String {
    let workplace = try Workplace()
    let arguments = golden.arguments.map {
      $0.hasPrefix("policies/") ? "\(Workplace.package)/\($0)" : $0
    }
    let output = golden.result == .episode ? [] : ["--output", "out"]
    let finished = try workplace.start(arguments + output + ["--json", "--quiet"]).finished()
    try #require(finished.status == 0, "\(golden.name): \(finished.errors)")
    switch golden.result {
    case .metrics:
      return try column("digest", of: workplace.read("out/metrics.csv"))
        .joined(separator: " ")
    case .suite:
      var digest = Digest()
      for row in try column("digest", of: workplace.read("out/suite.csv")) { digest.update(row) }
      return digest.hex
    case .episode: return try #require(try finished.json()["digest"] as? String)
    }
  }

  /// A column of a table without quotes before it.
  private static func column(_ name: String, of table: Data) throws -> [String] {
    let rows = String(decoding: table, as: UTF8.self).split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let place = try #require(rows.first?.firstIndex(of: Substring(name)))
    return rows.dropFirst().map { String($0[place]) }
  }

  /// FNV-1a, of this test's own.
  struct Digest {
    private var value: UInt64 = 0xCBF2_9CE4_8422_2325

    var hex: String { String(value, radix: 16) }

    mutating func update(_ word: UInt64) {
      for shift in stride(from: UInt64(0), to: 64, by: 8) { update(UInt8(word >> shift & 0xFF)) }
    }

    mutating func update(_ text: String) { for byte in text.utf8 { update(byte) } }

    private mutating func update(_ byte: UInt8) {
      value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
  }
}
