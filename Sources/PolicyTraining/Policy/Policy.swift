public import Foundation
public import Locomotion
public import RobotDescription
public import SpikingNetworks
import TemporalTasks

/// A trained network with everything that running it again needs: parameters, task, and for
/// locomotion the robot itself.
public struct Policy: Sendable {
  /// Version of the file layout.
  public static let schema = "1"

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
  /// The failure of training that the file replays; nil for a trained policy.
  public var failure: FailureRecord?
  /// The training before the generation in which an update failed; nil for all else.
  var trainerState: TrainerState?
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

  /// What there is to tell of a policy that was trained under other versions than this program's; nil
  /// where they are the same.
  public func versionWarning(path: String) -> String? {
    let current = WorldVersion.current(for: experiment.task)
    let own = version ?? .first(for: experiment.task)
    guard own != current else { return nil }
    return "\(path): trained under \(own), run under \(current): results may differ from its card's"
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
}

extension Policy {
  /// The policy as a safetensors file: one tensor per parameter slice, all else as metadata.
  public func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    func json(_ value: some Encodable) throws -> String {
      String(decoding: try encoder.encode(value), as: UTF8.self)
    }
    var metadata = [
      "format": "ganglion-policy", "schema": Self.schema,
      "network": try json(network),
      "experiment": try ExperimentFile.write(experiment), "provenance": try json(provenance),
    ]
    if let version {
      metadata["physics_version"] = version.physics.map { "\($0)" }
      metadata["task_version"] = "\(version.task)"
    }
    if let robot {
      metadata["observation"] = try json(ObservationLayout(robot))
      metadata["robot_name"] = robot.name
      metadata["robot_digest"] = robot.digest
      metadata["robot_urdf"] = robot.source.urdf
      metadata["robot_profile"] = robot.source.profile
      metadata["control_period_s"] = "\(robot.profile.controlPeriod)"
    }
    if let normaliser { metadata["observation_normaliser"] = try json(normaliser) }
    if let failure { metadata["failure"] = try FailureRecord.json(failure) }
    if let trainerState { metadata["failure_state"] = try FailureRecord.json(trainerState) }
    if let evaluation { metadata["evaluation"] = try json(evaluation) }
    let tensors = network.layout.slices.map { slice in
      SafeTensors.Tensor(
        name: slice.name, shape: slice.shape, values: Array(parameters[slice.range]))
    }
    return try SafeTensors(tensors: tensors, metadata: metadata).encoded()
  }

  /// Reads a policy file.
  ///
  /// - Throws: `FileError`, `SafeTensorsError`, `ExperimentError` or `RobotDescriptionError`, each
  ///   naming file, place, what was found and what was expected.
  public init(path: String) throws {
    try self.init(decoding: AtomicFile.read(path), path: path)
  }

  /// Reads a policy file's bytes; `path` is named in errors.
  public init(decoding data: Data, path: String) throws {
    let file = try SafeTensors(decoding: data, path: path)
    let reader = MetadataReader(metadata: file.metadata, path: path)
    try reader.expect("format", "ganglion-policy")
    try reader.expect("schema", Self.schema)
    let experiment = try ExperimentFile.read(
      reader.text("experiment"), path: "\(path) (experiment)")
    let robot =
      if case .locomotion = experiment.task { try Self.robot(reader, path) } else {
        RobotModel?.none
      }
    let network: NetworkSpec = try reader.json("network")
    try Self.check(network, of: experiment.task, robot, path: path)
    if let robot { try Self.checkObservation(reader, of: robot, path: path) }
    self.init(
      experiment: experiment, network: network,
      parameters: try Self.parameters(of: file, network, path: path),
      robot: robot, normaliser: try Self.normaliser(reader, inputs: network.inputs, robot),
      provenance: try reader.json("provenance"),
      evaluation: file.metadata["evaluation"] == nil ? nil : try reader.json("evaluation"))
    version = try Self.version(reader, of: experiment.task)
    failure = try Self.failure(reader, of: experiment, outputs: network.outputs)
    if file.metadata["failure_state"] != nil { trainerState = try reader.failure("failure_state") }
  }

  /// The episode or generation of a failure; nil for a trained policy.
  private static func failure(
    _ reader: MetadataReader, of experiment: Experiment, outputs: Int
  ) throws -> FailureRecord? {
    guard reader.metadata["failure"] != nil else { return nil }
    let record: FailureRecord = try reader.failure("failure")
    if let problem = record.problem(in: experiment, outputs: outputs) {
      throw SafeTensorsError(
        path: reader.path, place: "metadata failure, \(problem.field)", found: problem.found,
        expected: "what the experiment has there")
    }
    return record
  }

  /// The record of a failure, and its episode, 0 for an update.
  /// - Throws: `SafeTensorsError` for a trained policy; `path` is named in it.
  func requireFailure(path: String) throws -> (record: FailureRecord, item: Int) {
    guard let failure else {
      throw SafeTensorsError(
        path: path, place: "metadata failure", found: "nothing", expected: "a failure")
    }
    return (failure, failure.item ?? 0)
  }

  /// Nil where the file names no version; one that names a part has to name all.
  private static func version(
    _ reader: MetadataReader, of task: TaskOptions
  ) throws -> WorldVersion? {
    let keys = ["task_version", "physics_version"]
    guard keys.contains(where: { reader.metadata[$0] != nil }) else { return nil }
    var version = WorldVersion(physics: nil, task: try reader.number("task_version"))
    if case .locomotion = task { version.physics = try reader.number("physics_version") }
    return version
  }

  /// The robot in a policy file.
  private static func robot(_ reader: MetadataReader, _ path: String) throws -> RobotModel {
    let robot = try RobotModel(
      urdf: reader.text("robot_urdf"), urdfName: "\(path) (robot_urdf)",
      profile: reader.text("robot_profile"), profileName: "\(path) (robot_profile)")
    try reader.expect("robot_digest", robot.digest)
    return robot
  }

  private static func checkObservation(
    _ reader: MetadataReader, of robot: RobotModel, path: String
  ) throws {
    let stored: ObservationLayout = try reader.json("observation")
    guard stored == ObservationLayout(robot) else {
      throw SafeTensorsError(
        path: path, place: "observation", found: "another layout or scaling",
        expected: "the one of this version")
    }
  }

  /// The normaliser of a walking policy; nil where the file has none.
  private static func normaliser(
    _ reader: MetadataReader, inputs: Int, _ robot: RobotModel?
  ) throws -> ObservationNormaliser? {
    let key = "observation_normaliser"
    guard reader.metadata[key] != nil else { return nil }
    let normaliser: ObservationNormaliser = try reader.json(key)
    let expected = robot == nil ? 0 : inputs
    guard normaliser.channels == expected else {
      throw SafeTensorsError(
        path: reader.path, place: "metadata \(key)", found: "\(normaliser.channels) channels",
        expected: "\(expected)")
    }
    return normaliser
  }

  /// Bounds what the file claims before a network of that size is laid out.
  private static func check(
    _ network: NetworkSpec, of task: TaskOptions, _ robot: RobotModel?, path: String
  ) throws {
    func fail(_ place: String, _ found: String, _ expected: String) -> SafeTensorsError {
      SafeTensorsError(
        path: path, place: "metadata network" + place, found: found, expected: expected)
    }
    let (inputs, outputs, name) =
      switch (task, robot) {
      case (.temporal(let options), _):
        (options.task.inputs, options.task.outputs, "task \(task.kind)")
      case (.locomotion, let robot?):
        (ObservationLayout(robot).count, robot.motors.count, "robot \(robot.name)")
      case (.locomotion, nil): preconditionFailure("a walking policy holds its robot")
      }
    guard network.inputs == inputs, network.outputs == outputs else {
      throw fail(
        "", "\(network.inputs) inputs and \(network.outputs) outputs",
        "\(inputs) and \(outputs), for \(name)")
    }
    let (ticks, neurons) = (NetworkOptions.mostTicks, NetworkOptions.mostNeurons)
    guard network.ticksPerStep <= ticks, network.hidden.allSatisfy({ $0.size <= neurons }) else {
      throw fail(
        "", "\(network.ticksPerStep) ticks, populations of \(network.hidden.map(\.size))",
        "at most \(ticks) and \(neurons)")
    }
    do {
      try network.validate()
    } catch {
      throw fail(", \(error.field)", error.found, error.expected)
    }
  }

  private static func parameters(
    of file: SafeTensors, _ network: NetworkSpec, path: String
  ) throws -> [Float] {
    var parameters: [Float] = []
    let tensors = Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0) })
    for slice in network.layout.slices {
      guard let tensor = tensors[slice.name] else {
        throw SafeTensorsError(
          path: path, place: "tensor \(slice.name)", found: "none", expected: "\(slice.shape)")
      }
      guard tensor.shape == slice.shape else {
        throw SafeTensorsError(
          path: path, place: "tensor \(slice.name)", found: "shape \(tensor.shape)",
          expected: "\(slice.shape)")
      }
      parameters += tensor.values
    }
    guard tensors.count == network.layout.slices.count else {
      let names = Set(network.layout.slices.map(\.name))
      let extra = tensors.keys.filter { !names.contains($0) }.sorted()
      throw SafeTensorsError(
        path: path, place: "tensors", found: "also \(extra.joined(separator: ", "))",
        expected: "only those of the network")
    }
    return parameters
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

/// Typed access to a policy's metadata.
private struct MetadataReader {
  let metadata: [String: String]
  let path: String

  func text(_ key: String) throws -> String {
    guard let value = metadata[key] else {
      throw SafeTensorsError(
        path: path, place: "metadata \(key)", found: "nothing", expected: "a value")
    }
    return value
  }

  func expect(_ key: String, _ value: String) throws {
    let found = try text(key)
    guard found == value else {
      throw SafeTensorsError(
        path: path, place: "metadata \(key)", found: "\"\(found)\"", expected: "\"\(value)\"")
    }
  }

  /// A version: 1 or above.
  func number(_ key: String) throws -> Int {
    let found = try text(key)
    guard let number = Int(found), number > 0 else {
      throw SafeTensorsError(
        path: path, place: "metadata \(key)", found: "\"\(found)\"", expected: "1 or above")
    }
    return number
  }

  func json<Value: Decodable>(_ key: String) throws -> Value {
    let text = try text(key)
    do {
      return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    } catch {
      throw SafeTensorsError(
        path: path, place: "metadata \(key)", found: "\"\(text.prefix(80))\"",
        expected: "JSON of a \(Value.self)" + detail(error))
    }
  }

  /// What ``FailureRecord`` wrote.
  func failure<Value: Decodable>(_ key: String) throws -> Value {
    do {
      return try FailureRecord.read(try text(key))
    } catch {
      throw SafeTensorsError(
        path: path, place: "metadata \(key)", found: "JSON of another layout",
        expected: "JSON of a \(Value.self)" + detail(error))
    }
  }

  /// The field that is out of bounds, where the error knows one.
  private func detail(_ error: any Error) -> String {
    guard case DecodingError.dataCorrupted(let context) = error, !context.codingPath.isEmpty
    else { return "" }
    let field = context.codingPath.map(\.stringValue).joined(separator: ".")
    return ", \(field): \(context.debugDescription)"
  }
}
