import FileFormats
import Foundation
public import Locomotion
public import NeuralControl
public import RobotDescription
public import SpikingNetworks

/// A trained network with everything that running it again needs: parameters, task, and for
/// locomotion the robot itself.
public struct Policy: Sendable {
  public var experiment: Experiment
  public var network: NetworkSpec
  /// Laid out by `network.layout`.
  public var parameters: [Float]
  /// Nil for temporal tasks.
  public var robot: RobotModel?
  /// What observations pass through; nil for nothing.
  public var normaliser: ObservationNormaliser?
  public var provenance: Provenance
  public var evaluation: Evaluation?
  /// The teacher that the network estimates facts for; nil where it acts itself. None of its own.
  public var teacher: Policy? {
    get { teachers.first }
    set { teachers = newValue.map { [$0] } ?? [] }
  }
  /// At most one: a structure does not hold another of its kind.
  private var teachers: [Policy] = []
  /// What it was trained under; nil in files that are older than these numbers.
  public var version: WorldVersion?

  public init(
    experiment: Experiment, network: NetworkSpec, parameters: [Float], robot: RobotModel?,
    normaliser: ObservationNormaliser? = nil, provenance: Provenance, evaluation: Evaluation? = nil
  ) {
    version = .current(for: experiment.task)
    self.experiment = experiment
    self.network = network
    self.parameters = parameters
    self.robot = robot
    self.normaliser = normaliser
    self.provenance = provenance
    self.evaluation = evaluation
  }

  /// A network of this policy, loaded and reset.
  public func makeNetwork() throws -> Network { try Network(spec: network, parameters) }

  /// Such a network at the controls, behind the policy's normaliser.
  public func makeController() throws -> NetworkController {
    NetworkController(try makeNetwork(), normaliser: normaliser)
  }

  /// What drives a robot by this policy: its network, or its teacher behind that.
  public func makeDriver() throws -> any NetworkDriven {
    let controller = try makeController()
    guard let robot, case .locomotion(let task) = experiment.task else { return controller }
    guard let teacher else { return controller.compensated(robot, of: task) }
    return try AdaptiveController(
      controller, of: task, teacher.asTeacher(path: "the policy's teacher"), robot)
  }

  /// The policy as a teacher.
  /// - Throws: `SafeTensorsError` for a policy that is told no facts; `path` is named in it.
  public func asTeacher(path: String) throws -> Teacher {
    let task = try requireLocomotion(path: path).task
    guard !task.privileged.isEmpty, teacher == nil else {
      throw SafeTensorsError(
        path: path, place: "experiment task.privileged",
        found: teacher == nil ? "no facts" : "an estimator with a teacher of its own",
        expected: "a policy that is told facts, as a teacher is")
    }
    return Teacher(
      network: network, parameters: parameters, normaliser: normaliser, task: task)
  }

  /// The robot with the policy at the controls.
  /// - Parameter duration: length of an episode [s]; nil is that of the policy's evaluation.
  /// - Throws: `SafeTensorsError` for a policy of a temporal task; `path` is named in it.
  public func makeRig(path: String, duration: Double? = nil) throws -> NetworkRig {
    var (robot, task) = try requireLocomotion(path: path)
    task.duration = duration ?? experiment.evaluation.duration
    let teacher = try teacher?.asTeacher(path: path)
    let rig = try NetworkRig(model: robot, task: task, network: network, teacher: teacher)
    rig.load(parameters, normaliser: normaliser)
    return rig
  }

  /// What there is to tell of a policy that was trained under other versions than this program's;
  /// nil where they are the same.
  public func versionWarning(path: String) -> String? {
    let current = WorldVersion.current(for: experiment.task)
    let own = version ?? .first(for: experiment.task)
    guard own != current else { return nil }
    return "\(path): trained under \(own), run under \(current): results may differ from its card's"
  }

  /// What there is to tell of a policy's file before it is used: that it was trained under other
  /// versions, and that its parameters are not those that training left.
  public func warnings(path: String) -> [String] {
    let edit = "\(path): its parameters are not those that its training left: edited, or damaged"
    return [versionWarning(path: path), origin == .edited ? edit : nil].compactMap(\.self)
  }

  /// The robot and its task.
  /// - Throws: `SafeTensorsError` for a policy of a temporal task; `path` is named in it.
  public func requireLocomotion(path: String) throws -> (robot: RobotModel, task: LocomotionTask) {
    guard let robot, case .locomotion(let task) = experiment.task else {
      throw otherTask(path, expected: TaskOptions.locomotionKind)
    }
    return (robot, task)
  }

  /// The temporal task.
  /// - Throws: `SafeTensorsError` for a policy of a robot; `path` is named in it.
  public func requireTemporal(path: String) throws -> TemporalOptions {
    guard case .temporal(let options) = experiment.task else {
      throw otherTask(path, expected: "a temporal task")
    }
    return options
  }

  private func otherTask(_ path: String, expected: String) -> SafeTensorsError {
    SafeTensorsError(
      path: path, place: "experiment task.kind", found: experiment.task.kind, expected: expected)
  }

  /// - Throws: an error when the policy was trained for a robot other than `robot`.
  public func requireRobot(_ robot: RobotModel, path: String) throws {
    let own = try requireLocomotion(path: path).robot
    guard robot.digest == own.digest else {
      throw SafeTensorsError(
        path: path, place: "robot_digest", found: "\(own.digest) (\(own.name))",
        expected: "\(robot.digest) (\(robot.name)): the policy is for another robot")
    }
  }
}
