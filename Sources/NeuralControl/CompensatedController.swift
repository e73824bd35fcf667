public import Locomotion
public import RobotDescription
public import SpikingNetworks

/// A network behind a ``Compensation`` of the facts that it is told and that can be undone.
public final class CompensatedController: NetworkDriven {
  private let controller: any NetworkDriven
  // One thread at a time uses a controller.
  @exclusivity(unchecked) private var compensation: Compensation
  private let seen: UnsafeMutableBufferPointer<Float>

  /// - Parameter inputs: channels that the controller sees.
  fileprivate init(_ controller: any NetworkDriven, _ compensation: Compensation, inputs: Int) {
    (self.controller, self.compensation) = (controller, compensation)
    seen = .allocate(capacity: inputs)
    seen.initialize(repeating: 0)
  }

  deinit { seen.deallocate() }

  public var network: Network { controller.network }

  public var networks: [Network] { controller.networks }

  public var isFinite: Bool { controller.isFinite }

  public func reset() { controller.reset() }

  public func reset(seed: UInt64) { controller.reset(seed: seed) }

  public func act(
    observation: UnsafeBufferPointer<Float>, action: UnsafeMutableBufferPointer<Float>
  ) {
    compensation.correct(observation, into: seen)
    controller.act(observation: UnsafeBufferPointer(seen), action: action)
    compensation.send(action)
  }
}

extension NetworkDriven {
  /// The controller in a task: itself, or behind what undoes facts that the task tells.
  public func compensated(_ model: RobotModel, of task: LocomotionTask) -> any NetworkDriven {
    guard let compensation = Compensation(model, of: task) else { return self }
    return CompensatedController(self, compensation, inputs: task.inputs(of: model))
  }
}
