import Locomotion
import TemporalTasks

/// Versions of what episodes of a kind of task happen in. The same policy and seed come to the same
/// bits only under the same versions.
public struct WorldVersion: Sendable, Equatable, Codable {
  /// Nil for temporal tasks, which have no physics.
  public var physics: Int?
  public var task: Int

  public init(physics: Int?, task: Int) {
    self.physics = physics
    self.task = task
  }

  /// That of this program.
  public static func current(for task: TaskOptions) -> WorldVersion {
    switch task {
    case .locomotion: WorldVersion(physics: PhysicsVersion.current, task: LocomotionTask.version)
    case .temporal: WorldVersion(physics: nil, task: TaskVersion.current)
    }
  }

  /// That of files that name none: they are older than the numbers.
  public static func first(for task: TaskOptions) -> WorldVersion {
    if case .locomotion = task { return WorldVersion(physics: 1, task: 1) }
    return WorldVersion(physics: nil, task: 1)
  }
}

extension WorldVersion: CustomStringConvertible {
  public var description: String {
    (physics.map { "physics version \($0), " } ?? "") + "task version \(task)"
  }
}
