public import Locomotion
public import RobotDescription
public import SpikingNetworks

/// A robot, a task and the network at the controls, or the estimator of a teacher at the controls,
/// for one thread: made once, used for many episodes.
public final class NetworkRig {
  public let episode: Episode
  /// The network whose parameters are loaded.
  public let controller: NetworkController
  /// What drives the robot: the same, behind what undoes facts that it is told, or a teacher
  /// that is told what it estimates.
  public let driver: any NetworkDriven
  /// Parameters on their way into the network.
  private let parameters: UnsafeMutableBufferPointer<Float>

  public var network: Network { controller.network }

  /// - Parameters:
  ///   - teacher: whom the network estimates facts for; nil where it acts itself.
  ///   - observes: whether to keep moments of the observations.
  /// - Throws: ``NetworkSpecError`` for a specification out of range.
  public init(
    model: RobotModel, task: LocomotionTask, network: NetworkSpec, teacher: Teacher? = nil,
    observes: Bool = false
  ) throws(NetworkSpecError) {
    // What an estimator is to find out is known to the episode, for those who look on.
    episode = Episode(model: model, task: teacher?.known(in: task) ?? task)
    let controller = NetworkController(try Network(spec: network), observes: observes)
    self.controller = controller
    if let teacher {
      driver = try AdaptiveController(controller, of: task, teacher, model)
    } else {
      driver = controller.compensated(model, of: task)
    }
    parameters = .allocate(capacity: network.layout.count)
    parameters.initialize(repeating: 0)
  }

  deinit { parameters.deallocate() }

  /// Takes up parameters, laid out as the network's layout, and what observations pass through.
  public func load(_ parameters: [Float], normaliser: ObservationNormaliser?) {
    network.load(parameters.span)
    controller.normaliser = normaliser
  }

  /// The same with parameters that `fill` writes, without an array of their own.
  /// - Returns: the parameters, until the next call.
  public func load(
    normaliser: ObservationNormaliser?, fill: (inout MutableSpan<Float>) -> Void
  ) -> UnsafeBufferPointer<Float> {
    var span = parameters.mutableSpan
    fill(&span)
    network.load(parameters.span)
    controller.normaliser = normaliser
    return UnsafeBufferPointer(parameters)
  }

  /// One episode of the parameters that were loaded last.
  public func run(
    _ specification: EpisodeSpecification, observer: (any EpisodeObserver)? = nil
  ) -> EpisodeResult {
    func run(_ driver: some NetworkDriven) -> EpisodeResult {
      episode.run(driver, specification, observer: observer)
    }
    return run(driver)
  }
}

extension Network {
  /// A network with its parameters, laid out as ``layout``.
  public convenience init(
    spec: NetworkSpec, _ parameters: [Float]
  ) throws(NetworkSpecError) {
    try self.init(spec: spec)
    load(parameters.span)
  }

  /// Mean spikes per tick of a hidden neuron since the last reset.
  public var firingRate: Double {
    let sizes = spec.hidden.map { Double($0.size) }
    let neurons = sizes.reduce(0, +)
    return zip(diagnostics.populations, sizes).reduce(0) {
      $0 + $1.1 / neurons * Double($1.0.firingRate)
    }
  }
}
