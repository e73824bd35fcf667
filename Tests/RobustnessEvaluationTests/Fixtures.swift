import Execution
import FileFormats
import Foundation
import Locomotion
import Policies
import PolicyTraining
import RobotDescription
@testable import RobustnessEvaluation

enum Fixture {
  static let robots = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("robots").path

  /// An untrained ant whose episodes last long enough to have a gait.
  static func policy(seed: UInt64 = 1) throws -> Policy {
    var experiment = Experiment()
    experiment.seed = seed
    experiment.network.hidden = [8]
    experiment.evaluation.duration = 1.2
    let model = try RobotLibrary.model(named: "ant", in: robots)
    let trainer = try TrainingLoop(experiment: experiment, model: model, workers: 1)
    return Policy(
      experiment: experiment, network: trainer.network, parameters: trainer.state.best,
      robot: model,
      provenance: try decode(
        Provenance.self,
        """
        {"command": "", "seed": 1, "version": "", "commit": "", "generations": 0,
         "selected_generation": 0, "environment_steps": 0}
        """))
  }

  static let suite = Suite(
    name: "small", version: 3,
    conditions: [
      [Condition(.friction, severity: 3)],
      [Condition(.deadJoint, severity: 5, onset: 0.5)],
      [Condition(.slope, severity: 2), Condition(.sensorNoise, severity: 4, onset: 0.25)],
      [Condition(.roughGround, severity: 2)],
    ])

  static func runner(
    _ suite: Suite = suite, episodes: Int = 2, workers: Int = 1
  ) -> SuiteRunner {
    SuiteRunner(suite, setting(episodes: episodes, workers: workers))
  }

  static func setting(
    episodes: Int, seed: UInt64 = 9, workers: Int = 1, physics: PhysicsOptions = PhysicsOptions()
  ) -> EvaluationSetting {
    EvaluationSetting(
      episodes: episodes, seed: seed, crew: Crew(workers: workers), physics: physics)
  }

  /// A summary as its file has it.
  static func json(_ summary: some Encodable) throws -> Any {
    try JSONSerialization.jsonObject(with: JSON.encoder(isSnakeCase: true).encode(summary))
  }

  /// A trial with a made-up result over a planned second.
  ///
  /// - Parameter twin: speed of the nominal twin; nil makes the trial its own.
  static func result(
    _ conditions: [Condition] = [], distance: Double, outcome: Outcome = .completed,
    policy: String = "p", gait: GaitMetrics? = nil, twin: Double? = nil
  ) throws -> TrialResult {
    let lived = try lived(distance: distance, outcome: outcome)
    let trial = Trial(member: member(policy), conditions: conditions, episode: 0, seed: 7)
    var result = TrialResult(trial, lived, gait, planned: 1)
    if let twin { result.twinSpeed = twin }
    result.primary = result.speed
    return result
  }

  /// A policy as an arm by itself.
  static func member(_ policy: String) -> ArmMember {
    ArmMember(arm: policy, policy: policy, trainingSeed: 1)
  }

  /// A made-up life of a second.
  static func lived(distance: Double, outcome: Outcome = .completed) throws -> EpisodeResult {
    var lived = try decode(
      EpisodeResult.self,
      """
      {"reward": 1.5, "rewardTerms": [], "distance": 0, "duration": 1, "controlSteps": 50,
       "outcome": {"completed": {}}, "work": 2, "contactCapHits": 3, "solverMessages": 0,
       "digest": "00ff"}
      """)
    lived.distance = distance
    lived.outcome = outcome
    return lived
  }

  static func decode<Value: Decodable>(_ type: Value.Type, _ json: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(json.utf8))
  }
}
