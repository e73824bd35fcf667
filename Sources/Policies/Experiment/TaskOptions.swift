public import Locomotion
public import TemporalTasks

/// What a controller is trained for. In a file, `kind` names it and the other keys are the task's
/// own.
public enum TaskOptions: Sendable, Equatable, Codable {
  /// A robot follows a commanded velocity.
  case locomotion(LocomotionTask)
  /// A network is shown things over time and asked about them.
  case temporal(TemporalOptions)

  /// `locomotion`, or the name of a temporal task.
  public var kind: String {
    switch self {
    case .locomotion: Self.locomotionKind
    case .temporal(let options): type(of: options.task).name
    }
  }

  /// Every kind, with its defaults.
  static let all: [TaskOptions] =
    [.locomotion(LocomotionTask())] + TemporalOptions.tasks.map { .temporal(TemporalOptions($0)) }

  static let locomotionKind = "locomotion"

  private enum CodingKeys: String, CodingKey { case kind }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let kind = try values.decode(String.self, forKey: .kind)
    if kind == Self.locomotionKind {
      self = .locomotion(try LocomotionTask(from: decoder))
    } else if let task = TemporalOptions.tasks.first(where: { type(of: $0).name == kind }) {
      self = .temporal(try TemporalOptions(from: decoder, like: task))
    } else {
      let known = Self.all.map(\.kind).joined(separator: ", ")
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: values, debugDescription: "one of \(known)")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(kind, forKey: .kind)
    switch self {
    case .locomotion(let task): try task.encode(to: encoder)
    case .temporal(let options): try options.encode(to: encoder)
    }
  }
}

/// A temporal task and the noise that its training episodes carry.
public struct TemporalOptions: Sendable, Equatable {
  /// ν of the task's law of noise, 0 or above.
  public var noise = 0.2
  public var task: any TemporalTask
  /// Keys of folders of this machine that a file from elsewhere names, which must not make the
  /// program open them.
  var foreignFolders: Set<String> = []

  public init(_ task: any TemporalTask, noise: Double = 0.2) {
    self.task = task
    self.noise = noise
  }

  /// Every temporal task, with its defaults.
  static let tasks: [any TemporalTask] = [
    CueAccumulation(), CueAssociation(), OneShotRecognition(), PatternSpikeTrain(), ExclusiveOr(),
  ]

  public static func == (a: TemporalOptions, b: TemporalOptions) -> Bool {
    func equals<Task: TemporalTask>(_ task: Task) -> Bool { b.task as? Task == task }
    return a.noise == b.noise && equals(a.task)
  }

  /// The same with the files that the task names read and every setting checked, for training and
  /// for held-out content.
  /// - Throws: ``ExperimentError`` for a file that cannot be used or a setting out of range.
  public func loaded() throws(ExperimentError) -> TemporalOptions {
    var options = self
    for (key, folder) in task.folders where foreignFolders.contains("task.\(key)") {
      throw ExperimentError(
        place: "the policy", key: "task.\(key)", found: "\"\(folder.prefix(200))\"",
        expected: "no folder of its own choice; --set task.\(key)=FOLDER allows one")
    }
    do throws(TemporalTaskError) {
      try options.task.load()
      try options.task.validate()
      try options.task.heldOut.validate()
    } catch {
      // A file is its own place.
      let isFile = error.field.contains("/")
      throw ExperimentError(
        place: isFile ? error.field : "experiment", key: isFile ? "" : "task." + error.field,
        found: error.found, expected: error.expected)
    }
    return options
  }

  private enum CodingKeys: String, CodingKey { case noise }

  init(from decoder: any Decoder, like example: any TemporalTask) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    noise = try values.decode(Double.self, forKey: .noise)
    task = try type(of: example).init(from: decoder)
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(noise, forKey: .noise)
    try task.encode(to: encoder)
  }
}
