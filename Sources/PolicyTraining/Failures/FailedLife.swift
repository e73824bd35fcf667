public import Locomotion
import NumericalMethods
import RigidBodyDynamics
import RobotDescription
import SpikingNetworks

/// The life of a robot in which training failed, to be lived again: same parameters, same start, same
/// conditions and, where the network explored or was perturbed, the same noise.
public final class FailedLife {
  public let episode: Episode
  public let specification: EpisodeSpecification
  /// The network that will be at the controls.
  public let controller: any NetworkDriven
  private let parameters: [Float]
  private let live: (any EpisodeObserver) -> EpisodeResult

  /// - Throws: `SafeTensorsError` for a policy that is no failed robot's; `path` is named in it.
  public init(_ policy: Policy, path: String) throws {
    let (model, task) = try policy.requireLocomotion(path: path)
    let (record, item) = try policy.requireFailure(path: path)
    guard
      let specification = policy.experiment.robotsLife(generation: record.generation, item: item)
    else { preconditionFailure("a robot's experiment has robots' lives") }
    let episode = Episode(model: model, task: task)
    (self.episode, self.specification) = (episode, specification)
    parameters = policy.parameters
    switch policy.experiment.trainer {
    case .policyGradient:
      let explorer = try Self.explorer(policy, record, item)
      controller = explorer
      live = { observer in
        let wages = Wages(explorer)
        return episode.run(explorer, specification, observer: ObserverGroup([wages, observer]))
      }
    case .perturbation:
      let own = try policy.makeController()
      try own.network.perturb(policy.experiment.perturbation.specification).isActive = false
      let trial = GaitTrial(own.network, policy.experiment.perturbation)
      let rate = policy.experiment.perturbationRate(record.generation)
      controller = own
      live = { observer in
        trial.live(
          policy.parameters, episode, own, specification, learningRate: rate, observer: observer
        ).result
      }
    default:
      let own = try policy.makeController()
      controller = own
      live = { episode.run(own, specification, observer: $0) }
    }
  }

  private static func explorer(
    _ policy: Policy, _ record: FailureRecord, _ item: Int
  ) throws -> Explorer {
    let explorer = Explorer(
      network: try policy.makeNetwork(), segment: policy.experiment.policyGradient.segment)
    explorer.prepare(
      policy.parameters, GaussianPolicy(logDeviations: record.logDeviations ?? []),
      normaliser: policy.normaliser,
      noise: RandomStream(
        seed: record.seed, purpose: .exploration, generation: record.generation, individual: item))
    return explorer
  }

  public func run(observer: any EpisodeObserver) -> EpisodeResult { live(observer) }

  /// What a run came to, with the first variable that left its range.
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
    if let joint = episode.action.firstIndex(where: { !$0.isFinite }) {
      return "action of \(episode.model.joints[joint].name) = \(episode.action[joint])"
    }
    let simulation = episode.simulation
    guard simulation.world.isFinite else {
      let link = simulation.linkPoses.firstIndex { !$0.position.isFinite }
      return link.map { "position of \(episode.model.links[$0].name)" } ?? "a velocity"
    }
    let energy = simulation.world.kineticEnergy / episode.model.totalMass
    return "joint drift \(simulation.world.largestJointDrift) m, \(energy) J/kg"
  }
}

/// Tells an explorer what its steps earn, as training does.
private final class Wages: EpisodeObserver {
  private let explorer: Explorer

  init(_ explorer: Explorer) { self.explorer = explorer }

  func episodeDidStart(_ episode: Episode) {}
  func episodeDidStep(_ episode: Episode) { explorer.earn(episode.stepReward) }
}

/// Sees nothing.
final class NoObserver: EpisodeObserver {
  func episodeDidStart(_ episode: Episode) {}
  func episodeDidStep(_ episode: Episode) {}
}
