import Execution
import FileFormats
import Foundation
import Locomotion
import Policies
import PolicyTraining
import TestSupport
import TrajectoryReplay

/// Readers of what replay and training write besides policies.
extension HostileReader {
  static func trajectory() throws -> HostileReader {
    let policy = try Fixture.policy()
    let (robot, task) = try policy.requireLocomotion(path: "p")
    let episode = Episode(model: robot, task: task)
    let controller = try policy.makeController()
    let recorder = TrajectoryRecorder(episode, controller: controller)
    _ = episode.run(
      controller, EpisodeSpecification(seed: 1, duration: 0.1), observer: recorder)
    let short =
      "tick,phase,trial,\"logit \"\"0\"\"\"\r\n0,,,1.5\r\n1,\"a,\r\nb\",2,-1e-05\r\n2,c,,-0.0\r\n"
    let table = recorder.table
    return HostileReader(
      name: "trajectory", inputs: [Array(table.csv.utf8), Array(short.utf8), Array(short.utf8)]
    ) {
      let file = try TrajectoryFile(decoding: $0, path: "t")
      _ = TrajectoryComparison(file, table)
    }
  }

  /// Files of failures, of an episode and of an update. The episodes are not run again.
  static func failure() throws -> HostileReader {
    let folder = NSTemporaryDirectory() + "ganglion-hostile-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let inputs = try [("evolution.sigma=1e39", "i0"), ("evolution.learning_rate=1e300", "update")]
      .map { setting, name in
        let policy = try Fixture.policy()
        var experiment = try ExperimentFile.set(setting, on: policy.experiment)
        experiment.budget.generations = 1
        experiment.evolution.population = 4
        let directory = RunDirectory(path: "\(folder)/\(name)")
        let run = try TrainingRun(
          experiment: experiment, model: policy.robot, directory: directory, workers: 1,
          version: "0", commit: "unknown")
        _ = try run.train(until: Interruption()) { _, _ in }
        return Array(try AtomicFile.read("\(directory.failures)/g0-\(name).safetensors"))
      }
    let policies = try policy([])
    return HostileReader(
      name: "failure", inputs: inputs,
      read: {
        let policy = try PolicyFile(decoding: $0, path: "f")
        guard let file = try FailureFile(policy, path: "f") else { return }
        if file.isOfGeneration {
          _ = try FailedGeneration(file, workers: 1, path: "f")
        } else {
          _ = try FailedLife(file, path: "f")
        }
      }, seal: policies.seal)
  }
}
