public import Locomotion
public import NeuralControl
import Policies
import SpikingNetworks

/// The episode of a robot in which training failed, to be run again: same parameters, same start,
/// same conditions and, where the network explored or was perturbed, the same noise.
public final class FailedLife {
  public let episode: Episode
  public let specification: EpisodeSpecification
  private let replay: GaitReplay
  private let parameters: [Float]

  /// The network that will be at the controls.
  public var controller: any NetworkDriven { replay.controller }

  /// - Throws: `SafeTensorsError` for a failure of a task; `path` is named in it.
  public init(_ file: FailureFile, path: String) throws {
    let (model, task) = try file.policy.requireLocomotion(path: path)
    let (experiment, record) = (file.policy.experiment, file.record)
    let place = EpisodePlace(
      generation: record.generation, item: record.item ?? 0, logDeviations: record.logDeviations)
    let teacher = try file.policy.teacher?.asTeacher(path: path)
    episode = Episode(model: model, task: teacher?.known(in: task) ?? task)
    specification = experiment.episodes(on: model).specification(
      generation: place.generation, item: place.item)
    replay = try experiment.trainer.implementation.replay(file.policy, place)
    parameters = file.policy.parameters
  }

  public func run(observer: any EpisodeObserver) -> EpisodeResult {
    replay.run(episode, specification, observer)
  }

  /// The result of a run, with the first variable that left its range.
  public func finding(_ result: EpisodeResult) -> Reproduction {
    let failure = Failure(result, item: 0, parameters: parameters)
    let detail = result.outcome.isDiverged ? detail : nil
    return Reproduction(
      kind: failure?.kind,
      cause: [failure?.cause ?? "\(result.outcome)", detail].compactMap(\.self)
        .joined(separator: ", "),
      time: failure == nil ? nil : result.duration, digest: result.digest)
  }

  private var detail: String? {
    if let variable = controller.network.firstNonFinite { return "\(variable)" }
    return episode.firstNonFinite
  }
}

/// Sees nothing.
final class NoObserver: EpisodeObserver {
  func episodeDidStart(_ episode: Episode) {}
  func episodeDidStep(_ episode: Episode) {}
}
