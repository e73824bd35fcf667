import Foundation
import Locomotion
import RobotDescription
import Testing

/// The shipped robots, read from the repository.
enum Shipped {
  static let names = ["ant", "quadruped", "hexapod"]

  private static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "robots").path

  static func model(_ name: String) throws -> RobotModel {
    try RobotLibrary.model(named: name, in: directory)
  }

  /// The ant with one physics step to a control step, so that `efforts` are those of its start.
  static func singleStepAnt() throws -> RobotModel {
    let source = try model("ant").source
    return try RobotModel(
      urdf: source.urdf, urdfName: "ant.urdf",
      profile: source.profile.replacing("step: 0.01", with: "step: 0.02")
        .replacing(", filter: 10", with: ""),
      profileName: "ant.yaml")
  }
}

extension Shipped {
  /// What the ant observes at every control step of a life [s] that an open-loop gait leads,
  /// whatever its sensors tell.
  static func antObservations(
    _ conditions: [Condition], duration: Double, seed: UInt64
  ) throws -> [[Float]] {
    let model = try model("ant")
    let episode = Episode(model: model, task: .lasting(duration, endingOnFalls: false))
    var rows: [[Float]] = []
    let walk = ScriptedGait.walk(model)
    let probe = Script { step, observation, action in
      if step == 0 { walk.reset() }
      rows.append(Array(observation))
      walk.act(observation: observation, action: action)
    }
    _ = episode.run(probe, EpisodeSpecification(seed: seed, conditions: conditions))
    return rows
  }
}

extension LocomotionTask {
  /// The standard task for `duration` [s].
  static func lasting(_ duration: Double, endingOnFalls: Bool = true) -> LocomotionTask {
    var task = LocomotionTask()
    task.duration = duration
    if !endingOnFalls { (task.minimumUprightness, task.minimumHeight) = (-2, -1e9) }
    return task
  }
}

/// Calls a closure after each control step, and another before the first.
final class Watch: EpisodeObserver {
  private let start: (Episode) -> Void
  private let step: (Episode) -> Void

  init(start: @escaping (Episode) -> Void = { _ in }, step: @escaping (Episode) -> Void) {
    self.start = start
    self.step = step
  }

  func episodeDidStart(_ episode: Episode) { start(episode) }
  func episodeDidStep(_ episode: Episode) { step(episode) }
}

/// A controller made of a closure over the control step's number, observation and action.
final class Script: Controller {
  typealias Body =
    (Int, UnsafeBufferPointer<Float>, UnsafeMutableBufferPointer<Float>) -> Void
  private let body: Body
  private var step = 0

  init(_ body: @escaping Body) { self.body = body }

  func reset() { step = 0 }
  func act(observation: UnsafeBufferPointer<Float>, action: UnsafeMutableBufferPointer<Float>) {
    body(step, observation, action)
    step += 1
  }
}

/// SplitMix64 (Steele, Lea & Flood 2014).
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func uniform(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * Double(next() >> 11) * 0x1p-53
  }
}

extension String {
  /// Every occurrence replaced, of which there must be one.
  func replacing(_ old: String, with new: String) -> String {
    precondition(contains(old), "\(old) is not in the text")
    return replacingOccurrences(of: old, with: new)
  }
}

/// |a − b| ≤ tolerance.
func close(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool { abs(a - b) <= tolerance }
