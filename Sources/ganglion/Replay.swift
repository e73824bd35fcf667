import ArgumentParser
import Foundation
import Locomotion
import PolicyTraining
import TrajectoryReplay

struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Re-simulates an episode exactly and writes it down.",
    discussion: """
      Examples:
        ganglion replay policies/ant/plastic.safetensors --csv gait.csv
        ganglion replay policies/ant/plastic.safetensors --svg gait.svg
        ganglion replay policies/ant/plastic.safetensors --condition slope:3+payload:2@4s --seed 7

      The same policy, condition, seed, duration and step give the same bits as in training's and \
      evaluate's episodes; the digest tells. Conditions: \
      \(Condition.Kind.allCases.map(\.rawValue).joined(separator: ", ")), \
      written kind:severity@onset, severity 1 to 5.
      """)

  @Argument(help: "A policy file.")
  var policy: String

  @Option(help: "Write the trajectory: one row a control step, units in the header.")
  var csv: String?
  @Option(help: "Write a picture of the robot at five moments.")
  var svg: String?
  @Option(help: "Conditions, e.g. slope:3 or dead-joint:5@4s; joined by +.")
  var condition = "nominal"
  @Option(help: "The episode's seed, e.g. from suite.csv.")
  var seed: UInt64 = 1
  @Option(help: "Length of the episode in seconds (default: the policy's evaluation length).")
  var duration: Double?
  @Option(help: "Divide the robot's physics step by this; a sound gait survives 2.")
  var stepDivisor = 1
  @OptionGroup var display: OutputOptions

  func validate() throws {
    if let duration, !(duration > 0 && duration <= 86_400) {
      throw ValidationError("--duration is \(duration), expected a time up to 86400 s")
    }
    guard (1...64).contains(stepDivisor) else {
      throw ValidationError("--step-divisor is \(stepDivisor), expected 1 to 64")
    }
  }

  private struct Report: Encodable {
    let reward: Double
    let distanceM: Double
    let durationS: Double
    let outcome: String
    let digest: String
    let gait: GaitMetrics?
  }

  func run() throws {
    let conditions = try Condition.list(parsing: condition)
    let path = policy
    let policy = try Policy(path: path)
    let controller = try policy.makeController()
    var (robot, task) = try policy.requireLocomotion(path: path)
    task.duration = duration ?? policy.experiment.evaluation.duration
    let episode = Episode(model: robot, task: task)
    let recorder = TrajectoryRecorder(episode, controller: controller)
    let picture = StroboscopicPicture()
    let gait = GaitAnalyser()
    let specification = EpisodeSpecification(
      seed: seed, conditions: conditions, physics: PhysicsOptions(stepDivisor: stepDivisor))
    let result = episode.run(
      controller, specification, observer: ObserverGroup([recorder, picture, gait]))
    if let csv { try AtomicFile.write(recorder.table.csv, to: csv) }
    if let svg { try write(picture, to: svg) }
    try report(result, gait.metrics)
  }

  private func write(_ picture: StroboscopicPicture, to path: String) throws {
    guard let svg = picture.svg else {
      throw FileError(
        path: path, operation: "draw a picture", reason: "the episode ended before 3 s")
    }
    try AtomicFile.write(svg, to: path)
  }

  private func report(_ result: EpisodeResult, _ gait: GaitMetrics?) throws {
    if display.json {
      return try Console.json(
        Report(
          reward: result.reward, distanceM: result.distance, durationS: result.duration,
          outcome: result.outcome.description, digest: result.digest, gait: gait))
    }
    Console.output(
      """
      outcome   \(result.outcome) after \(result.duration.fixed(2)) s
      distance  \(result.distance.fixed(2)) m, \(result.speed.fixed(2)) m/s, \
      reward \(result.reward.fixed(1))
      digest    \(result.digest)
      """)
    guard let gait else { return }
    Console.output(
      """
      gait      \(gait.frequency.fixed(2)) Hz, duty factor \(gait.dutyFactor.fixed(2)), \
      slip \(gait.slip.fixed(2)) m/m, cost of transport \(gait.costOfTransport.fixed(2)), \
      peak power \(gait.peakPower.fixed(0)) W, joint drift \((gait.jointDrift * 1000).fixed(2)) mm
      """)
  }
}
