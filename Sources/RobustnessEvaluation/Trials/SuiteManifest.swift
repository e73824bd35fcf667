public import FileFormats
import Foundation
import Locomotion
import NumericalMethods
import Policies
import RigidBodyDynamics

/// `suite.json`: what the rows of the `suite.csv` beside it are trials of. Rows are only added to a
/// table whose manifest says the same.
struct SuiteManifest: Sendable, Equatable, Codable {
  /// A policy by the name that rows have and a digest of all that it holds.
  struct Entrant: Sendable, Equatable, Codable {
    var name: String
    var digest: String
    /// The arm's name; nil in files that are older than arms.
    var arm: String?
    /// What it is told of hidden facts; nil for the truth.
    var told: String?
  }

  static let schema = 2

  var schema = Self.schema
  /// Version of the program.
  var program: String
  var suite: String
  var suiteVersion: Int
  var conditions: [String]
  var seed: UInt64
  var episodes: Int
  /// Length of a life [s]; nil is that of each policy's own evaluation.
  var duration: Double?
  /// What is done to fast weights, and when; nil in files that are older than that.
  var fastWeights: [String]?
  var freezeAt: Double?
  /// What the primary measure leaves out after a change [s].
  var settling: Double?
  /// The robot's physics step is divided by this.
  var stepDivisor: Int
  /// Physics step in place of the robot's [s]; nil for the robot's.
  var step: Double?
  /// The physics' solver; nil in files that are older than the choice, which means direct.
  var solver: String?
  var policies: [Entrant]
  /// Versions of the world; nil in files that are older than these numbers, which means 1.
  var physicsVersion: Int?
  var taskVersion: Int?

  enum CodingKeys: String, CodingKey {
    case schema, program, suite, conditions, seed, episodes, policies, solver
    case suiteVersion = "suite_version"
    case duration = "duration_s"
    case settling = "settling_s"
    case fastWeights = "fast_weights"
    case freezeAt = "freeze_at_s"
    case stepDivisor = "step_divisor"
    case step = "step_s"
    case physicsVersion = "physics_version"
    case taskVersion = "task_version"
  }

  /// Whether a folder has the manifest of a suite or of a study.
  static func isIn(_ folder: String) -> Bool {
    ["suite", "dividend"].contains { table in
      let data = try? AtomicFile.read("\(folder)/\(table).json", limit: 1 << 24)
      return data.flatMap { try? JSONDecoder().decode(SuiteManifest.self, from: $0) } != nil
    }
  }

  /// What a suite of this manifest is compared by: name and value of each key.
  private var values: [(key: CodingKeys, text: String)] {
    [
      (.schema, "\(schema)"), (.physicsVersion, "\(physicsVersion ?? 1)"),
      (.taskVersion, "\(taskVersion ?? 1)"), (.program, program), (.suite, suite),
      (.suiteVersion, "\(suiteVersion)"), (.seed, "\(seed)"), (.episodes, "\(episodes)"),
      (.duration, duration.map { "\($0)" } ?? "the policy's"),
      (.fastWeights, (fastWeights ?? ["rule"]).joined(separator: ", ")),
      (.freezeAt, "\(freezeAt ?? 2)"), (.settling, "\(settling ?? 1)"),
      (.stepDivisor, "\(stepDivisor)"),
      (.step, step.map { "\($0)" } ?? "the robot's"),
      (.solver, solver ?? WorldConfiguration.Solver.direct.text),
      (
        .policies,
        policies.map(\.text).joined(separator: ", ")
      ),
      (.conditions, conditions.joined(separator: ", ")),
    ]
  }

  /// The first key in which another manifest differs, with both values.
  func difference(from other: SuiteManifest) -> (key: String, own: String, other: String)? {
    zip(values, other.values).first { $0.text != $1.text }
      .map { ($0.key.rawValue, $0.text, $1.text) }
  }
}

/// A folder whose `suite.csv` holds other trials than the ones asked for, or is damaged.
public struct SuiteTableError: GanglionError, Equatable {
  public let path: String
  /// The key or line in question.
  public let place: String
  public let found: String
  public let expected: String

  public var description: String {
    let found = TerminalText.quoted(found)
    return "\(path): \(place): found \(found), expected \(expected); with --fresh the folder's "
      + "suite starts anew"
  }
}

extension SuiteManifest {
  init(
    _ runner: SuiteRunner, _ arms: [Arm], program: String
  ) throws {
    self.program = program
    suite = runner.suite.name
    suiteVersion = runner.suite.version
    conditions = runner.suite.conditions.map { Condition.text($0) }
    (seed, episodes) = (runner.setting.seed, runner.setting.episodes)
    (fastWeights, freezeAt) = (runner.timings.map(\.name), runner.freezeAt)
    (duration, settling) = (runner.suite.duration, runner.suite.primary.settlingS)
    let physics = runner.setting.physics
    (stepDivisor, step, solver) = (physics.stepDivisor, physics.step, physics.solver.text)
    policies = try arms.flatMap { arm in
      try arm.policies.map { try Entrant($0, of: arm) }
    }
    physicsVersion = PhysicsVersion.current
    taskVersion = LocomotionTask.version
  }
}

extension SuiteManifest.Entrant {
  init(_ policy: NamedPolicy, of arm: Arm? = nil) throws {
    var digest = Digest64()
    digest.update(bytes: try policy.policy.encoded())
    let told = arm.map(\.telling).flatMap { $0 == .truth ? nil : $0.rawValue }
    self.init(name: policy.name, digest: digest.hex, arm: arm?.name, told: told)
  }

  fileprivate var text: String {
    "\(arm ?? name): \(name) (\(digest))" + (told.map { ", told \($0)" } ?? "")
  }
}
