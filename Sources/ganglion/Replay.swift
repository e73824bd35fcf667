import ArgumentParser
import Foundation
import Locomotion
import Policies
import PolicyTraining
import SpikingNetworks

struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Re-simulates an episode exactly and writes it down.",
    discussion: """
      Examples:
        ganglion replay policies/ant/plastic.safetensors --csv gait.csv
        ganglion replay policies/ant/plastic.safetensors --svg gait.svg
        ganglion replay policies/ant/plastic.safetensors --html gait.html --condition slope:3@4s
        ganglion replay policies/ant/plastic.safetensors --html two.html \
          --versus policies/ant/fixed.safetensors
        ganglion replay policies/ant/plastic.safetensors --condition slope:3+payload:2@4s --seed 7
        ganglion replay policies/ant/plastic.safetensors --heading 0.3 --json
        ganglion replay policies/tasks/reversal/mdp-oja.safetensors --episode 5 --svg life.svg
        ganglion replay policies/ant/plastic.safetensors --against gait.csv
        ganglion replay runs/ant-s1/failures/g12-i7.safetensors --html failure.html

      Walking policies: the same policy, condition, seed, duration, solver and step give the same \
      bits as in training's and evaluate's episodes; the digest tells. Conditions: \
      \(Condition.Kind.allCases.map(\.rawValue).joined(separator: ", ")), written \
      kind:severity@onset, severity 1 to 5. With --heading the robot starts as without and is \
      asked to walk in another direction; distance and reward are of that one, and heading_rad of \
      --json tells where the robot looks at the end, against the direction that it was asked for \
      without.

      The page of --html holds everything it shows, three.js included, and opens without a network \
      in any browser: the robot in its terrain, the forces on its feet, spikes and changing \
      weights. With --versus, --versus-condition or both it shows a second episode of the same \
      seed beside the first; what is not given is that of the first.

      --against reads a trajectory, simulates the episode and says that they are identical, bit by \
      bit, or where they first differ and how; then the exit code is 65.

      A file of runs/*/failures names its own episode or update, which is made again and compared \
      with what training saw; where it is not the same the exit code is 65. Of an update, the \
      whole generation is made again, and --csv, --svg and --html show its first episode with the \
      parameters before it.

      Policies of temporal tasks: seed, noise and episode are those of evaluate's suite.csv; the \
      digest is that of the logits.
      """)

  @Argument(help: "A policy file.")
  var policy: String

  @Option(help: "Write the trajectory: one row a control step, or a tick of a task.")
  var csv: String?
  @Option(help: "Write a picture: the robot at five moments, or a task's spikes over time.")
  var svg: String?
  @Option(help: "Walking: write a page that shows the robot in motion, for any browser.")
  var html: String?
  @Option(help: "Compare with a trajectory that --csv wrote, row by row.")
  var against: String?
  @Option(help: "With --html: a second policy, beside the first.")
  var versus: String?
  @Option(
    help: "With --html: conditions of a second episode, beside the first; nominal for none.")
  var versusCondition: String?
  @Option(
    help: "The seed, e.g. from suite.csv; of a task, that given to evaluate (default: 1).")
  var seed: UInt64?
  @Option(
    help: """
      Walking: conditions, e.g. slope:3, dead-joint:5@4s or dead-joint:5(fl_knee)@4s; joined by + \
      (default: nominal).
      """)
  var condition: String?
  @Option(
    help: "Walking: the episode's length in seconds (default: the policy's evaluation length).")
  var duration: Double?
  @Option(
    parsing: .unconditional,
    help:
      "Walking: turn asked for in rad, to the left, on top of the policy's heading (default: 0).")
  var heading: Double?
  @Option(help: "Task: the episode, counted from 0 (default: 0).")
  var episode: Int?
  @Option(help: "Task: the noise (default: that of training).")
  var noise: Double?
  @Option(
    name: .customLong("set"),
    help: """
      Task: task.folder=FOLDER, a folder of images for a policy that was trained with one; folders \
      that a policy names itself are not opened.
      """)
  var assignments: [String] = []
  @OptionGroup var physics: PhysicsArguments
  @OptionGroup var display: OutputOptions

  func validate() throws {
    let read: [GivenOption] = [
      ("the policy", policy), ("--against", against), ("--versus", versus),
    ]
    let written: [GivenOption] = [("--csv", csv), ("--svg", svg), ("--html", html)]
    for option in read + written { try requireNames(option) }
    try requireApart(inputs: read, outputs: written)
    try require("--duration", duration, "a time up to 86400 s") { $0 > 0 && $0 <= 86_400 }
    try require(
      html != nil || (versus ?? versusCondition) == nil,
      "--versus and --versus-condition need --html")
    try require("--heading", heading, "an angle from -3.1416 to 3.1416 rad") { abs($0) <= .pi }
    try require("--episode", episode, in: 0...(1 << 32) - 1)
    try require("--noise", noise, "a number from 0 on") { $0 >= 0 && $0.isFinite }
  }

  /// Of an episode that names none.
  static let defaultSeed: UInt64 = 1

  func run() throws {
    let file = try PolicyFile(path: policy)
    var loaded = file.policy
    loaded.warnings(path: policy).forEach(Console.warn)
    loaded = try loaded.granting(assignments)
    var granted = file
    granted.policy = loaded
    if let failure = try FailureFile(granted, path: policy) { return try replay(failure) }
    switch loaded.experiment.task {
    case .locomotion:
      try refuse(ofTasks, ": only for temporal tasks, unlike \(policy)")
      try replayRobot(loaded)
    case .temporal(let options):
      try refuse(
        ofRobots + [("--html", html)] + physics.given,
        ": only for walking policies, unlike \(policy)")
      try replayTask(loaded, options)
    }
  }

  /// Options that choose a robot's episode.
  private var ofRobots: [GivenOption] {
    [("--condition", condition), ("--duration", duration), ("--heading", heading)]
  }

  /// Options that choose a task's episode.
  private var ofTasks: [GivenOption] { [("--episode", episode), ("--noise", noise)] }

  private func replay(_ failure: FailureFile) throws {
    let others: [GivenOption] = [
      ("--versus", versus), ("--versus-condition", versusCondition), ("--against", against),
    ]
    try refuse(
      [("--seed", seed)] + ofRobots + ofTasks + others + physics.given,
      ": \(policy) is a failure, which names its own episode")
    try reproduce(failure)
  }
}
