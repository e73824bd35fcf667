/// What the robot is asked to do, what it is rewarded for and when an episode ends.
public struct LocomotionTask: Sendable, Equatable, Codable {
  /// Version of commands, observations, rewards and terminations: raised whenever the same settings
  /// and course have another reward, observation or end than before.
  public static let version = 2

  /// Velocity asked for [m/s], along `heading`.
  public var command = 1.0
  /// Commanded heading [rad], from the world's +x to the left; slopes, stairs and other terrain lie
  /// along +x whatever it is.
  public var heading = 0.0
  /// The base starts turned about the vertical, uniformly within ± this of `heading` [rad].
  public var headingSpread = 0.0
  /// Length of an episode [s], after settling.
  public var duration = 6.0
  /// Time [s] for which the standing pose is held before the controller takes over.
  public var settle = 0.1
  /// Joints start uniformly within ± this of the standing pose [rad or m].
  public var startSpread = 0.05
  /// Frequency of the gait clock [Hz].
  public var clock = 2.5
  /// The episode ends as fallen when the cosine of the base's tilt falls below this …
  public var minimumUprightness = 0.5
  /// … or the base's height above ground below this share of its standing height.
  public var minimumHeight = 0.45
  /// Efference copy: how many of the last actions are observed
  /// (``ObservationLayout/Group/action``); 0 for none.
  public var efference = 0
  /// Hidden facts that the controller is told (``ObservationLayout/Group/privileged``): those of a
  /// teacher; none for a robot that has to find out.
  public var privileged: [HiddenFact] = []
  /// How far it is misled about them in training.
  public var beliefs = BeliefOptions()
  public var reward = RewardWeights.standard

  public init() {}
}

/// How an episode ended.
public enum Outcome: Sendable, Hashable, Codable {
  /// The planned duration is over.
  case completed
  /// The base tilted too far.
  case tippedOver
  /// The base sank too low.
  case collapsed
  /// The simulation or the controller left the range in which it means anything.
  case diverged(Divergence)

  public var isFall: Bool { self == .tippedOver || self == .collapsed }

  public var isDiverged: Bool {
    if case .diverged = self { true } else { false }
  }
}

extension Outcome: CaseIterable {
  public static let allCases: [Outcome] =
    [.completed, .tippedOver, .collapsed] + Divergence.allCases.map { .diverged($0) }
}

extension Outcome: CustomStringConvertible {
  public var description: String {
    switch self {
    case .completed: "completed"
    case .tippedOver: "tipped-over"
    case .collapsed: "collapsed"
    case .diverged(let why): "diverged:\(why.rawValue)"
    }
  }
}
