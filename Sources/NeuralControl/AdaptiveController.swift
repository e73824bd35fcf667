public import Locomotion
public import RobotDescription
public import SpikingNetworks

/// A privileged teacher: a network that is told hidden facts, with all that running it takes.
public struct Teacher: Sendable {
  public var network: NetworkSpec
  /// Laid out by `network.layout`.
  public var parameters: [Float]
  public var normaliser: ObservationNormaliser?
  /// With the facts that it is told.
  public var task: LocomotionTask

  public init(
    network: NetworkSpec, parameters: [Float], normaliser: ObservationNormaliser?,
    task: LocomotionTask
  ) {
    (self.network, self.parameters) = (network, parameters)
    (self.normaliser, self.task) = (normaliser, task)
  }

  /// The task with these facts known to its episodes, behind all that an estimator sees.
  package func known(in task: LocomotionTask) -> LocomotionTask {
    var known = task
    known.privileged = self.task.privileged
    return known
  }

  public func facts(of model: RobotModel) -> FactLayout { FactLayout(task.privileged, of: model) }
}

/// A teacher at the controls that is told what an estimator believes: a spiking network that sees
/// the robot's sensors and its own last commands, and finds out the facts while the robot walks
/// (Kumar, Fu, Pathak, Malik 2021, *RMA: Rapid motor adaptation for legged robots*,
/// arXiv:2107.04034, with a plastic network in place of the adaptation module).
public final class AdaptiveController: NetworkDriven {
  public let facts: FactLayout
  private let estimator: NetworkController
  private let teacher: any NetworkDriven
  /// Where groups of the estimator's observation are in the teacher's.
  private let copies: [(from: Int, to: Int, count: Int)]
  private let toldAt: Int
  // One thread at a time uses a controller.
  private let told: UnsafeMutableBufferPointer<Float>
  private let scratch: UnsafeMutableBufferPointer<Float>

  /// - Parameters:
  ///   - estimator: its outputs o are the facts' channels.
  ///   - task: that the estimator's observations are of. An episode may show more behind them.
  /// - Throws: ``NetworkSpecError`` for a teacher's network out of range.
  public init(
    _ estimator: NetworkController, of task: LocomotionTask, _ teacher: Teacher, _ model: RobotModel
  ) throws(NetworkSpecError) {
    let network = try Network(spec: teacher.network, teacher.parameters)
    facts = teacher.facts(of: model)
    precondition(estimator.network.spec.outputs == facts.count, "an estimate for each fact")
    self.estimator = estimator
    self.teacher = NetworkController(network, normaliser: teacher.normaliser)
      .compensated(model, of: teacher.task)
    let (own, other) = (
      ObservationLayout(model, of: task), ObservationLayout(model, of: teacher.task)
    )
    (copies, toldAt) = (own.copies(into: other), other[.privileged].offset)
    told = .allocate(capacity: other.count)
    told.initialize(repeating: 0)
    scratch = .allocate(capacity: facts.count)
    scratch.initialize(repeating: 0)
  }

  deinit {
    told.deallocate()
    scratch.deallocate()
  }

  /// The estimator: the part that learns within an episode.
  public var network: Network { estimator.network }

  /// What is believed of the facts at present, channel by channel, before it is made definite.
  public var estimates: UnsafeBufferPointer<Float> { estimator.network.outputBuffer }

  public var isFinite: Bool { estimator.isFinite && teacher.isFinite }

  public var networks: [Network] { [estimator.network, teacher.network] }

  public func reset() {
    estimator.reset()
    teacher.reset()
  }

  public func reset(seed: UInt64) {
    estimator.reset(seed: seed)
    teacher.reset(seed: seed)
  }

  public func act(
    observation: UnsafeBufferPointer<Float>, action: UnsafeMutableBufferPointer<Float>
  ) {
    estimator.act(observation: observation, action: scratch)
    facts.decide(estimates, into: &told[toldAt])
    pass(observation, action)
  }

  /// Lets the teacher act on facts that it is told, while the estimator rests.
  /// - Parameter told: a value for each channel of ``facts``.
  public func act(
    observation: UnsafeBufferPointer<Float>, told channels: UnsafePointer<Float>,
    action: UnsafeMutableBufferPointer<Float>
  ) {
    for n in 0..<facts.count { told[toldAt + n] = channels[n] }
    pass(observation, action)
  }

  private func pass(
    _ observation: UnsafeBufferPointer<Float>, _ action: UnsafeMutableBufferPointer<Float>
  ) {
    for copy in copies {
      for n in 0..<copy.count { told[copy.to + n] = observation[copy.from + n] }
    }
    teacher.act(observation: UnsafeBufferPointer(told), action: action)
  }
}

extension ObservationLayout {
  /// Where the groups of another layout are found in this one, but for what is told.
  /// - Precondition: this one has every other group of the other, at least as long.
  fileprivate func copies(
    into other: ObservationLayout
  ) -> [(from: Int, to: Int, count: Int)] {
    other.slices.filter { $0.group != .privileged }.map { slice in
      let own = self[slice.group]
      precondition(own.count >= slice.count, "an estimator sees all that its teacher sees")
      return (own.offset, slice.offset, slice.count)
    }
  }
}
