public import RobotDescription

/// What a controller sees: named groups of channels in one flat vector.
public struct ObservationLayout: Sendable, Equatable, Codable {
  /// A group of channels that share unit and scale.
  public enum Group: String, Sendable, Codable, CaseIterable {
    /// Joint position minus standing position [rad], per joint.
    case jointPosition = "joint_position"
    /// Joint rate [rad/s], per joint.
    case jointRate = "joint_rate"
    /// Unit vector of gravity in the body frame (3).
    case gravity
    /// Angular velocity in the body frame [rad/s] (3).
    case angularVelocity = "angular_velocity"
    /// Forward and lateral velocity of the base in the body frame [m/s] (2).
    case velocity
    /// Heading minus commanded heading [rad], in (−π, π] (1).
    case heading
    /// +1 or −1 per foot.
    case contact
    /// Sine and cosine of the gait clock (2).
    case clock
    /// Commanded forward velocity [m/s] (1).
    case command
    /// Efference copy: the actions of the last control steps as they were given, within ±1, without
    /// unit; 0 before the first. The latest first, each one value per motor, in the order of
    /// `model.motors`: of m motors, channel k m + j is what motor j was told k + 1 steps ago. Only
    /// for tasks that ask for it.
    case action
    /// What a privileged controller is told of hidden facts, laid out by ``FactLayout``. Only for
    /// tasks that ask for it.
    case privileged
  }

  /// Where a group lies and what its raw values are multiplied by.
  public struct Slice: Sendable, Equatable, Codable {
    public let group: Group
    public let offset: Int
    public let count: Int
    public let scale: Float
  }

  public let slices: [Slice]
  public let count: Int
  /// Normalised values are clipped to ±limit.
  public static let limit: Float = 3

  /// - Parameter task: asks for what not all controllers see.
  public init(_ model: RobotModel, of task: LocomotionTask = LocomotionTask()) {
    var slices: [Slice] = []
    var offset = 0
    for group in Group.allCases where group.isSeen(task) {
      let count = group.count(model, task)
      slices.append(Slice(group: group, offset: offset, count: count, scale: group.scale))
      offset += count
    }
    self.slices = slices
    count = offset
  }

  /// Where a group lies: one slice per group, in the order of `Group.allCases`, but for actions
  /// and facts, which not all controllers see.
  package subscript(group: Group) -> Slice {
    guard let slice = slices.first(where: { $0.group == group }) else {
      preconditionFailure("a layout without \(group.rawValue)")
    }
    return slice
  }

  /// Whether a sensor measures each channel.
  public var sensedChannels: [Bool] {
    slices.flatMap { Array(repeating: $0.group.isSensed, count: $0.count) }
  }

  /// One name per channel, such as `joint_rate.3`.
  public var channelNames: [String] {
    slices.flatMap { slice in
      (0..<slice.count).map { "\(slice.group.rawValue).\($0)" }
    }
  }
}

extension ObservationLayout.Group {
  /// Whether controllers of a task see it at all.
  fileprivate func isSeen(_ task: LocomotionTask) -> Bool {
    switch self {
    case .action: task.efference > 0
    case .privileged: !task.privileged.isEmpty
    case .jointPosition, .jointRate, .gravity, .angularVelocity, .velocity, .heading, .contact,
      .clock, .command:
      true
    }
  }

  func count(_ model: RobotModel, _ task: LocomotionTask) -> Int {
    switch self {
    case .jointPosition, .jointRate: model.joints.count
    case .gravity, .angularVelocity: 3
    case .velocity, .clock: 2
    case .heading, .command: 1
    case .contact: model.feet.count
    case .action: task.efference * model.motors.count
    case .privileged: FactLayout(task.privileged, of: model).count
    }
  }

  /// Brings each group to order one in a trot.
  var scale: Float {
    switch self {
    case .jointPosition, .clock: 2
    case .jointRate: 0.1
    case .angularVelocity: 0.25
    case .contact: 0.5
    case .heading: 3
    case .gravity, .velocity, .command, .action, .privileged: 1
    }
  }

  /// Whether a physical sensor measures the group, and noise therefore reaches it.
  var isSensed: Bool { ![.clock, .command, .action, .privileged].contains(self) }
}
