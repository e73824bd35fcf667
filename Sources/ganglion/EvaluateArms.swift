import ArgumentParser
import Foundation
import Locomotion
import Policies
import RobustnessEvaluation

/// Policies as the arms of a comparison.
struct ArmOptions: ParsableArguments {
  @Option(
    name: .customLong("arm"),
    help: ArgumentHelp(
      """
      Policies of several training seeds that are compared as one, e.g. \
      plastic=runs/ant-s*/policy.safetensors; may be repeated, also with the same name.
      """, valueName: "name=files"))
  var arms: [String] = []
  @Option(
    help: ArgumentHelp(
      "The arms of controllers that are given the truth and, the same ones, nominal values.",
      valueName: "oracle=nominal"))
  var headroom: String?
  @Option(
    help: ArgumentHelp(
      """
      What an arm of policies that are told hidden facts is told: \
      \(Telling.allCases.map(\.rawValue).joined(separator: ", ")); may be repeated (default: \
      truth).
      """, valueName: "name=what"))
  var told: [String] = []

  /// What each arm is told.
  /// - Throws: a usage error for an arm that there is not, or something else to tell.
  func tellings(of names: [String]) throws -> [String: Telling] {
    var tellings: [String: Telling] = [:]
    for argument in told {
      let (name, what) = try Self.halves("--told", argument, "NAME=WHAT")
      guard let telling = Telling(rawValue: what) else {
        let known = Telling.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--told: found '\(what)', expected one of \(known)")
      }
      try require(names.contains(name), "--told: no arm '\(name)'")
      tellings[name] = telling
    }
    return tellings
  }

  /// Names with their files, in the order in which names first come.
  /// - Throws: a usage error for an arm without a name or a file.
  func files() throws -> [(name: String, files: [String])] {
    var files: [(name: String, files: [String])] = []
    for argument in arms {
      let (name, pattern) = try Self.halves("--arm", argument, "NAME=FILES")
      let found = Self.expanded(pattern)
      try require(!found.isEmpty, "--arm \(argument): no file matches \(pattern)")
      if let place = files.firstIndex(where: { $0.name == name }) {
        files[place].files += found
      } else {
        files.append((name, found))
      }
    }
    return files
  }

  /// The two halves of a `a=b`, neither of them empty.
  static func halves(
    _ option: String, _ text: String, _ expected: String
  ) throws -> (String, String) {
    let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, !halves[0].isEmpty, !halves[1].isEmpty else {
      throw ValidationError("\(option): found '\(text)', expected \(expected)")
    }
    return (String(halves[0]), String(halves[1]))
  }

  /// Files that a pattern of a shell matches, in order; a name without a pattern stands for itself.
  private static func expanded(_ pattern: String) -> [String] {
    guard pattern.contains(where: { "*?[".contains($0) }) else { return [pattern] }
    var matches = glob_t()
    defer { globfree(&matches) }
    guard glob(pattern, GLOB_ERR, nil, &matches) == 0 else { return [] }
    return (0..<Int(matches.gl_pathc)).compactMap {
      matches.gl_pathv[$0].map { String(cString: $0) }
    }
  }
}

extension Evaluate {
  /// The arms of a comparison: policies given alone, then those of --arm.
  func loadArms() throws -> [Arm] {
    let model = try Launch.isFirst ? robot.map { try Installation.robot($0) } : nil
    func load(_ path: String) throws -> NamedPolicy {
      let policy = try Self.policy(path).granting(assignments)
      policy.warnings(path: path).forEach(Console.warn)
      if let model { try policy.requireRobot(model, path: path) }
      return (path, policy)
    }
    let files = try arms.files()
    let tellings = try arms.tellings(of: files.map(\.name))
    return try zip(policies, aloneNames).map { path, name in
      Arm(name: name, policies: [try load(path)])
    }
      + files.map {
        Arm(
          name: $0.name, policies: try $0.files.map(load), telling: tellings[$0.name] ?? .truth)
      }
  }

  /// A policy, which of several ranks only the first needs to have.
  static func policy(_ path: String) throws -> Policy {
    try Policy(decoding: Launch.read(PolicyFile.file(of: path)), path: path)
  }

  /// Names of the policies that are given alone, then of those of --fixed.
  var aloneNames: [String] { Arm.shortNames(of: policies + lives.fixed) }

  /// The arms that headroom is read from.
  func headroomArms(_ present: [Arm]) throws -> HeadroomArms? {
    try arms.headroom.map { text in
      let (oracle, nominal) = try ArmOptions.halves("--headroom", text, "ORACLE=NOMINAL")
      for name in [oracle, nominal] where !present.contains(where: { $0.name == name }) {
        throw ValidationError(
          "--headroom: no arm '\(name)' among \(present.map(\.name).joined(separator: ", "))")
      }
      return HeadroomArms(oracle: oracle, nominal: nominal)
    }
  }
}
