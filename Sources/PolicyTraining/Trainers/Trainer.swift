public import Locomotion
public import NeuralControl
public import Policies
public import SpikingNetworks

/// What a trainer moves from generation to generation. Encoding is exact: a decoded one goes on bit
/// for bit.
public protocol Optimiser: Sendable, Codable {
  /// Generations so far.
  var generation: Int { get }
  /// The network's parameters as they are at present.
  var parameters: [Float] { get }
  /// Kind and sizes of everything in it: two that agree can take each other's place.
  var shape: String { get }
}

/// A way to find parameters. A new one is a folder with a type of this kind, and a case of
/// `TrainerKind`.
public protocol Trainer: AnyObject {
  associatedtype Progress: Optimiser
  /// What a generation gathers to learn from.
  associatedtype Lives

  /// The episodes of a generation, and how they are named.
  static func episodes(of experiment: Experiment) -> TrainingEpisodes
  /// Columns of `metrics.csv` beside those that all trainers have.
  static var columns: [String] { get }
  /// Whether the networks of temporal tasks run as they would be deployed, one episode at a time.
  static var isDeployed: Bool { get }

  /// - Throws: ``ExperimentError`` for a world that has not what the trainer needs.
  init(_ experiment: Experiment, in world: any World) throws

  /// The optimiser where it starts.
  func begin(from parameters: [Float]) throws -> Progress
  /// Samples what is to be tried, and lives it.
  /// - Parameter normaliser: what a robot's observations pass through; nil for nothing.
  func live(_ progress: Progress, normaliser: ObservationNormaliser?) throws -> Lives
  /// Learns from it. What is not finite moves nothing and is reported.
  func update(_ progress: inout Progress, from lives: Lives) throws -> Update

  /// The parameters with which an episode of a generation was run.
  static func parameters(
    of item: Int, _ progress: Progress, _ experiment: Experiment
  ) -> [Float]
  /// Whether actions are drawn around the network's …
  static var drawsActions: Bool { get }
  /// … and ln σ of each; nil where they are not.
  static func logDeviations(_ progress: Progress) -> [Float]?
  /// Makes ready to run an episode of a robot again as training did.
  static func replay(_ policy: Policy, _ place: EpisodePlace) throws -> GaitReplay
  /// Makes the network ready to run an episode of a task again as training did.
  static func prepare(
    _ network: Network, for index: Int, of set: EpisodeSet, _ experiment: Experiment) throws
}

/// An episode of a training.
public struct EpisodePlace: Sendable {
  public var generation: Int
  /// Which of the generation's, counted candidate by candidate.
  public var item: Int
  /// As of ``Trainer/logDeviations(_:)``.
  public var logDeviations: [Float]?
}

/// What drives a robot through an episode of training again, and how.
public struct GaitReplay {
  /// The network that will be at the controls.
  public let controller: any NetworkDriven
  public let run: (Episode, EpisodeSpecification, any EpisodeObserver) -> EpisodeResult

  public init(
    _ controller: any NetworkDriven,
    run: @escaping (Episode, EpisodeSpecification, any EpisodeObserver) -> EpisodeResult
  ) {
    (self.controller, self.run) = (controller, run)
  }
}

extension Trainer {
  public static var columns: [String] { [] }
  public static var isDeployed: Bool { false }

  public static func parameters(
    of item: Int, _ progress: Progress, _ experiment: Experiment
  ) -> [Float] { progress.parameters }

  public static var drawsActions: Bool { false }

  public static func logDeviations(_ progress: Progress) -> [Float]? { nil }

  /// The policy as it is deployed.
  public static func replay(_ policy: Policy, _ place: EpisodePlace) throws -> GaitReplay {
    let controller = try policy.makeDriver()
    return GaitReplay(controller) { $0.run(controller, $1, observer: $2) }
  }

  public static func prepare(
    _ network: Network, for index: Int, of set: EpisodeSet, _ experiment: Experiment
  ) throws {}
}
