import Foundation
import Locomotion
import Policies
import Testing

/// The policies of `policies/`: they walk, with no more friction than the ground gives and on their
/// feet, and steer.
@Suite struct ShippedGaitTests {
  private static let names =
    ["ant", "quadruped", "hexapod"].flatMap { robot in
      ["fixed", "plastic"].map { "\(robot)/\($0)" }
    } + ["ant/adaptive"]
  private static let seeds: [UInt64] = [31, 32, 33]

  private struct Life {
    let result: EpisodeResult
    let gait: GaitMetrics
    /// At the end [rad].
    let yaw: Double
  }

  /// Ten seconds of a shipped policy that is asked to turn by `turn` [rad].
  private static func life(_ name: String, seed: UInt64, turn: Double = 0) throws -> Life {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let path = root.appending(path: "policies/\(name).safetensors").path
    let policy = try Policy(path: path)
    let (robot, task) = try policy.requireLocomotion(path: path)
    let episode = Episode(model: robot, task: task)
    let gait = GaitAnalyser()
    func run(_ driver: some Controller) -> EpisodeResult {
      episode.run(
        driver, EpisodeSpecification(seed: seed, duration: 10, turn: turn), observer: gait)
    }
    let result = run(try policy.makeDriver())
    return Life(
      result: result, gait: try #require(gait.metrics),
      yaw: episode.simulation.basePose.rotation.yaw)
  }

  @Test(arguments: names) func walksWithinTheCone(name: String) throws {
    for seed in Self.seeds {
      let life = try Self.life(name, seed: seed)
      #expect(life.result.outcome == .completed, "seed \(seed)")
      #expect(life.result.speed > 0.6, "seed \(seed): \(life.result.speed) m/s")
      // Rounding alone: the cone is exact.
      #expect(life.gait.coneViolation < 1e-9, "seed \(seed): \(life.gait.coneViolation)")
      #expect(life.gait.nonFootContact < 0.1, "seed \(seed): \(life.gait.nonFootContact)")
    }
  }

  /// Asked for courses 0.6 rad apart it ends 0.6 rad apart, but for a gait's yawing from step to
  /// step and for what a steady error is allowed: a third.
  @Test(arguments: names) func turnsWhenAsked(name: String) throws {
    let apart = try Self.seeds.map { seed in
      try Self.life(name, seed: seed, turn: 0.3).yaw - Self.life(name, seed: seed, turn: -0.3).yaw
    }
    let mean = apart.reduce(0, +) / Double(apart.count)
    #expect(abs(mean - 0.6) < 0.2, "\(apart) rad")
  }
}
