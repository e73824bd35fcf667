import FileFormats
public import Foundation
import Locomotion
import NeuralControl
import RobotDescription
import SpikingNetworks
import TemporalTasks

/// A policy as a safetensors file: one tensor a parameter slice, all else as metadata.
public struct PolicyFile: Sendable {
  /// Version of the layout.
  public static let schema = "1"

  public var policy: Policy
  /// Metadata that is none of a policy's own, such as what a failure of training left.
  public var extra: [String: String]

  public init(_ policy: Policy, extra: [String: String] = [:]) {
    (self.policy, self.extra) = (policy, extra)
  }

  /// The file's bytes.
  public func encoded() throws -> Data {
    let tensors = policy.tensors + (policy.teacher?.tensors(prefix: Policy.teacherPrefix) ?? [])
    let metadata = try policy.metadata().merging(extra) { own, _ in own }
    return try SafeTensors(tensors: tensors, metadata: metadata).encoded()
  }

  /// Reads a policy file, or the `policy.safetensors` of a run's folder.
  ///
  /// - Throws: `FileError`, `SafeTensorsError`, `ExperimentError` or `RobotDescriptionError`, each
  ///   naming file, place, what was found and what was expected.
  public init(path: String) throws {
    let file = Self.file(of: path)
    try self.init(decoding: AtomicFile.read(file), path: file)
  }

  /// What a run calls the policy in its folder.
  public static let nameInRun = "policy.safetensors"

  /// The policy of a folder, such as a run's; anything else is a policy's file itself.
  public static func file(of path: String) -> String {
    var isFolder = ObjCBool(false)
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    guard exists, isFolder.boolValue else { return path }
    return path.hasSuffix("/") ? path + nameInRun : "\(path)/\(nameInRun)"
  }

  /// Reads a policy file's bytes; `path` is named in errors.
  public init(decoding data: Data, path: String) throws {
    let file = try SafeTensors(decoding: data, path: path)
    policy = try Policy(file, path: path)
    extra = file.metadata.filter {
      !Policy.metadataKeys.contains($0.key) && !$0.key.hasPrefix(Policy.teacherPrefix)
    }
  }
}

extension Policy {
  /// The policy alone as a ``PolicyFile``.
  public func encoded() throws -> Data { try PolicyFile(self).encoded() }

  /// The policy of a ``PolicyFile``.
  public init(path: String) throws { self = try PolicyFile(path: path).policy }

  /// The policy of a ``PolicyFile``'s bytes.
  public init(decoding data: Data, path: String) throws {
    self = try PolicyFile(decoding: data, path: path).policy
  }

  /// How the names of a teacher's tensors and metadata begin.
  fileprivate static let teacherPrefix = "teacher."
  /// What of its metadata a teacher has in common with its estimator.
  fileprivate static let sharedKeys: Set = [
    "format", "schema", "robot_name", "robot_digest", "robot_urdf", "robot_profile",
    "control_period_s",
  ]

  fileprivate var tensors: [SafeTensors.Tensor] { tensors(prefix: "") }

  fileprivate func tensors(prefix: String) -> [SafeTensors.Tensor] {
    network.layout.slices.map { slice in
      SafeTensors.Tensor(
        name: prefix + slice.name, shape: slice.shape, values: Array(parameters[slice.range]))
    }
  }

  fileprivate static let metadataKeys: Set = [
    "format", "schema", "network", "experiment", "provenance", "physics_version", "task_version",
    "observation", "robot_name", "robot_digest", "robot_urdf", "robot_profile", "control_period_s",
    "observation_normaliser", "evaluation",
  ]

  fileprivate func metadata() throws -> [String: String] {
    var metadata = [
      "format": "ganglion-policy", "schema": PolicyFile.schema, "network": try JSON.text(network),
      "experiment": try ExperimentFile.write(experiment), "provenance": try JSON.text(provenance),
    ]
    if let version {
      metadata["physics_version"] = version.physics.map { "\($0)" }
      metadata["task_version"] = "\(version.task)"
    }
    if let robot, case .locomotion(let task) = experiment.task {
      metadata["observation"] = try JSON.text(ObservationLayout(robot, of: task))
      metadata["robot_name"] = robot.name
      metadata["robot_digest"] = robot.digest
      metadata["robot_urdf"] = robot.source.urdf
      metadata["robot_profile"] = robot.source.profile
      metadata["control_period_s"] = "\(robot.profile.controlPeriod)"
    }
    if let normaliser { metadata["observation_normaliser"] = try JSON.text(normaliser) }
    if let evaluation { metadata["evaluation"] = try JSON.text(evaluation) }
    if let teacher {
      for (key, value) in try teacher.metadata() where !Self.sharedKeys.contains(key) {
        metadata[Self.teacherPrefix + key] = value
      }
    }
    return metadata
  }

  fileprivate init(_ file: SafeTensors, path: String) throws {
    let reader = SafeTensorsMetadata(file.metadata, path: path)
    try reader.expect("format", "ganglion-policy")
    try reader.expect("schema", PolicyFile.schema)
    var experiment = try ExperimentFile.read(
      reader.text("experiment"), path: "\(path) (experiment)")
    if case .temporal(var options) = experiment.task {
      options.foreignFolders = Set(options.task.folders.map { "task.\($0.key)" })
      experiment.task = .temporal(options)
    }
    let robot =
      if case .locomotion = experiment.task { try Self.robot(reader, path) } else {
        RobotModel?.none
      }
    let network: NetworkSpec = try reader.json("network")
    let teacher = try Self.teacher(in: file, of: experiment, robot, path: path)
    try Self.check(
      network, of: experiment.task, robot, estimating: teacher?.task.privileged, reader)
    if let robot { try experiment.check(robot, place: "\(path) (experiment)") }
    if let robot, case .locomotion(let task) = experiment.task {
      try Self.checkObservation(reader, ObservationLayout(robot, of: task), path: path)
    }
    let own = teacher == nil ? file : file.without(prefix: Self.teacherPrefix)
    self.init(
      experiment: experiment, network: network,
      parameters: try Self.parameters(of: own, network, path: path),
      robot: robot, normaliser: try Self.normaliser(reader, inputs: network.inputs, robot),
      provenance: try reader.json("provenance"),
      evaluation: reader.has("evaluation") ? try reader.json("evaluation") : nil)
    version = try Self.version(reader, of: experiment.task)
    self.teacher = teacher?.policy
  }

  /// The teacher in the file of an estimator; nil in that of another policy.
  fileprivate static func teacher(
    in file: SafeTensors, of experiment: Experiment, _ robot: RobotModel?, path: String
  ) throws -> (policy: Policy, task: LocomotionTask)? {
    guard experiment.trainer == .distillation else { return nil }
    let place = "\(path) (teacher)"
    let policy = try Policy(
      file.only(prefix: teacherPrefix, with: sharedKeys), path: place)
    let task = try policy.asTeacher(path: place).task
    if let robot { try policy.requireRobot(robot, path: place) }
    guard case .locomotion(let own) = experiment.task, own.efference >= task.efference else {
      throw SafeTensorsError(
        path: path, place: "experiment task.efference",
        found: "fewer actions than its teacher sees",
        expected: "\(task.efference) or more")
    }
    return (policy, task)
  }

  /// Nil where the file names no version; one that names a part has to name all.
  fileprivate static func version(
    _ reader: SafeTensorsMetadata, of task: TaskOptions
  ) throws -> WorldVersion? {
    let keys = ["task_version", "physics_version"]
    guard keys.contains(where: { reader.has($0) }) else { return nil }
    var version = WorldVersion(physics: nil, task: try reader.version("task_version"))
    if case .locomotion = task { version.physics = try reader.version("physics_version") }
    return version
  }

  /// The robot in a policy file.
  fileprivate static func robot(
    _ reader: SafeTensorsMetadata, _ path: String
  ) throws -> RobotModel {
    let robot = try RobotModel(
      urdf: reader.text("robot_urdf"), urdfName: "\(path) (robot_urdf)",
      profile: reader.text("robot_profile"), profileName: "\(path) (robot_profile)")
    try reader.expect("robot_digest", robot.digest)
    return robot
  }

  fileprivate static func checkObservation(
    _ reader: SafeTensorsMetadata, _ layout: ObservationLayout, path: String
  ) throws {
    let stored: ObservationLayout = try reader.json("observation")
    guard stored == layout else {
      throw SafeTensorsError(
        path: path, place: "observation", found: "another layout or scaling",
        expected: "the one of this version and the experiment's task")
    }
  }

  /// The normaliser of a walking policy; nil where the file has none.
  fileprivate static func normaliser(
    _ reader: SafeTensorsMetadata, inputs: Int, _ robot: RobotModel?
  ) throws -> ObservationNormaliser? {
    let key = "observation_normaliser"
    guard reader.has(key) else { return nil }
    let normaliser: ObservationNormaliser = try reader.json(key)
    let expected = robot == nil ? 0 : inputs
    guard normaliser.channels == expected else {
      throw reader.error(
        key, found: "\(normaliser.channels) channels", expected: "\(expected)")
    }
    return normaliser
  }

  /// Bounds what the file claims before a network of that size is laid out.
  fileprivate static func check(
    _ network: NetworkSpec, of task: TaskOptions, _ robot: RobotModel?,
    estimating facts: [HiddenFact]?, _ reader: SafeTensorsMetadata
  ) throws {
    func fail(_ place: String, _ found: String, _ expected: String) -> SafeTensorsError {
      reader.error("network" + place, found: found, expected: expected)
    }
    let (inputs, outputs, name) =
      switch (task, robot) {
      case (.temporal(let options), _):
        (options.task.inputs, options.task.outputs, "task \(task.kind)")
      case (.locomotion(let task), let robot?):
        (
          task.inputs(of: robot),
          facts.map { FactLayout($0, of: robot).count } ?? robot.motors.count,
          "robot \(robot.name)"
        )
      case (.locomotion, nil): preconditionFailure("a walking policy holds its robot")
      }
    guard network.inputs == inputs, network.outputs == outputs else {
      throw fail(
        "", "\(network.inputs) inputs and \(network.outputs) outputs",
        "\(inputs) and \(outputs), for \(name)")
    }
    let (ticks, neurons) = (NetworkOptions.mostTicks, NetworkOptions.mostNeurons)
    guard network.hidden.count <= WorkBounds.mostLayers else {
      throw fail("", "\(network.hidden.count) layers", "at most \(WorkBounds.mostLayers)")
    }
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
    let connections = WorkBounds.connections(
      inputs: inputs * (network.populationCode?.neurons ?? 1), layers: network.hidden.map(\.size),
      isRecurrent: network.hidden.contains(where: \.recurrent), outputs: outputs)
    guard connections <= WorkBounds.mostConnections else {
      throw fail(
        "", "about \(connections) connections", "at most \(WorkBounds.mostConnections)")
    }
  }

  fileprivate static func parameters(
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
      let extra = tensors.keys.filter { !names.contains($0) }.sorted().prefix(8)
        .map { $0.prefix(60) }
      throw SafeTensorsError(
        path: path, place: "tensors", found: "also \(extra.joined(separator: ", "))",
        expected: "only those of the network")
    }
    return parameters
  }
}
