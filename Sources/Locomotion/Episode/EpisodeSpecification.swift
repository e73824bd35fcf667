/// What makes an episode: the same specification and controller give the same bits.
public struct EpisodeSpecification: Sendable, Equatable {
  /// Keys every random draw of the episode.
  public var seed: UInt64
  /// Of what they name the robot has to have all; see ``Condition/check(_:of:)``.
  public var conditions: [Condition]
  public var physics: PhysicsOptions
  /// Planned length [s]; nil is the task's.
  public var duration: Double?
  /// Turn that is asked for [rad], to the left: added to the task's commanded heading once the base
  /// has its start, which is around the task's.
  public var turn: Double
  /// What a privileged controller is told of the task's facts.
  public var telling: Telling

  public init(
    seed: UInt64, conditions: [Condition] = [], physics: PhysicsOptions = PhysicsOptions(),
    duration: Double? = nil, turn: Double = 0, telling: Telling = .truth
  ) {
    (self.seed, self.conditions, self.physics) = (seed, conditions, physics)
    (self.duration, self.turn, self.telling) = (duration, turn, telling)
  }
}
