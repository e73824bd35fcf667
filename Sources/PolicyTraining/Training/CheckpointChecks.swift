import Execution
import Locomotion
import NumericalMethods
import Policies
import RobotDescription
import SpikingNetworks

extension TrainingLoop {
  /// A training at its start, or where `checkpoint` stopped; `path` is named in errors.
  /// - Throws: `CheckpointError` where the checkpoint is of other versions, another robot or
  ///   another network; also what ``init(experiment:model:workers:ranks:resuming:)`` throws.
  convenience init(
    experiment: Experiment, model: RobotModel?, workers: Int, ranks: Ranks? = nil,
    checkpoint: Checkpoint?, path: String, stages: Stages = Stages()
  ) throws {
    try checkpoint?.require(model, path: path)
    if let state = checkpoint?.state, state.trainer != experiment.trainer {
      throw CheckpointError(
        path: path, found: "a state of the trainer \(state.trainer.rawValue)",
        expected: "\(experiment.trainer.rawValue), the experiment's")
    }
    try self.init(
      experiment: experiment, model: model, workers: workers, ranks: ranks,
      resuming: checkpoint?.state, stages: stages)
    try checkOptimiser(path: path)
    let parameters = network.layout.count
    if let found = [state.optimiser.parameters.count, state.best.count]
      .first(where: { $0 != parameters })
    {
      throw CheckpointError(
        path: path, found: "\(found) parameters",
        expected: "\(parameters), for the experiment's network")
    }
    try checkNormaliser(path: path)
  }

  /// - Throws: `CheckpointError` where the state is not of the experiment's trainer and sizes, so
  ///   that it could not go on.
  private func checkOptimiser(path: String) throws {
    let (found, expected) = (state.optimiser.shape, try freshOptimiser().shape)
    guard found == expected else {
      throw CheckpointError(
        path: path, found: "an optimiser of \(found)", expected: "\(expected), for the experiment")
    }
  }

  /// - Throws: `CheckpointError` where the state's moments are not of the network's inputs, or
  ///   missing.
  private func checkNormaliser(path: String) throws {
    let inputs = network.inputs
    let channels = [
      state.observations?.means.count, state.normaliser?.channels, state.bestNormaliser?.channels,
    ]
    guard channels.allSatisfy({ $0 ?? inputs == inputs }) else {
      throw CheckpointError(
        path: path, found: "moments of \(channels.compactMap(\.self)) observations",
        expected: "\(inputs), for the experiment's network")
    }
    let isNeeded = experiment.network.normaliseObservations
    guard (state.observations != nil) == isNeeded else {
      throw CheckpointError(
        path: path, found: isNeeded ? "no moments of observations" : "moments of observations",
        expected: "network.normalise_observations: \(!isNeeded)")
    }
  }
}

extension Checkpoint {
  /// - Throws: `CheckpointError` where the run is of another version of the program, which need not
  ///   go on to the same bits.
  func require(program: String, path: String) throws {
    guard let own = self.program, own != program else { return }
    throw CheckpointError(
      path: path, found: "a run of version \(own) of this program", expected: "version \(program)")
  }

  /// - Throws: `CheckpointError` where the run was made with another robot, or under other versions
  ///   than this program's: it would not go on as it began.
  func require(_ model: RobotModel?, path: String) throws {
    let current = WorldVersion.current(for: experiment.task)
    let own = version ?? .first(for: experiment.task)
    guard own == current else {
      throw CheckpointError(path: path, found: "\(own)", expected: "\(current), this program's")
    }
    guard robotDigest == model?.digest else {
      throw CheckpointError(
        path: path, found: "robot digest \(robotDigest ?? "none")",
        expected: "\(model?.digest ?? "none"): the robot's files have changed since")
    }
  }
}
