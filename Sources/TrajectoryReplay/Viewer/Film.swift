public import Locomotion
import NumericalMethods
import RobotDescription

/// One recorded episode as the page reads it; ``ViewerPage`` writes it as JSON.
public struct Film: Encodable {
  /// What is written under and over the moving robot.
  public struct Caption: Encodable, Sendable {
    let policy, robot: String
    let seed: UInt64
    let digest: String
    /// The command that makes the same episode again.
    let command: String

    public init(policy: String, robot: String, seed: UInt64, digest: String, command: String) {
      (self.policy, self.robot, self.seed) = (policy, robot, seed)
      (self.digest, self.command) = (digest, command)
    }
  }

  /// A condition and when it holds.
  struct Disturbance: Encodable {
    let text: String
    let summary: String
    /// [s]; nil for the rest of the life.
    let from: Double
    let to: Double?
  }

  /// How the episode ended.
  struct Ending: Encodable {
    let outcome: String
    let kind: String
    /// [s]
    let time: Double
    /// [m]; nil, as the reward, where it is no number.
    let distance, reward: Double?
  }

  /// The gait's numbers and what speaks against it.
  struct Gait: Encodable {
    let metrics: GaitMetrics
    let finding: String?
  }

  /// A collision shape of a link.
  struct Solid: Encodable {
    /// "base", "foot" or "limb".
    let part: String
    let link: Int
    let name: String
    /// "sphere", "box", "capsule" or "cylinder", with its radius and length or its edges [m].
    let form: String
    let size: [Double]
    /// Centre [m] and orientation (x, y, z, w) in the link's frame.
    let position, rotation: [Double]
  }

  /// Forces of the ground on one solid.
  struct Load: Encodable {
    let solid: Int
    /// [frame, 3]: force [N], and the point where it acts [m] from the base's origin; world frame.
    let forces, points: PackedNumbers
  }

  let caption: Caption
  let conditions: [Disturbance]
  let ending: Ending
  /// Nil for a life that was too short, or whose numbers are none.
  let gait: Gait?
  /// Between frames [s].
  let period: Double
  let frames: Int
  /// [kg]
  let mass: Double
  /// Coulomb coefficient of the nominal ground.
  let friction: Double
  let solids: [Solid]
  /// Links of the robot; base origin [frame, 3] and the links' origins from there
  /// [frame, link, 3], m, world frame; orientations (x, y, z, w) [frame, link, 4].
  let links: Int
  let base, offsets, rotations: PackedNumbers
  let loads: [Load]
  /// [frame, 3]: what pushes the base [N], world frame; nil where nothing does.
  let pushes: PackedNumbers?
  let grounds: GroundFigures
  let network: NetworkFigure?
}

extension MotionRecorder {
  /// The recorded episode; nil before one was watched.
  public func film(
    _ caption: Film.Caption, conditions: [Condition], result: EpisodeResult,
    gait: GaitMetrics? = nil
  ) -> Film? {
    guard let model else { return nil }
    let origins = poses.map { $0[0].position }
    return Film(
      caption: caption, conditions: conditions.map(Film.Disturbance.init),
      ending: Film.Ending(result),
      gait: gait.flatMap {
        Film.Gait($0, friction: scenes.last?.friction ?? model.profile.friction)
      }, period: model.profile.controlPeriod, frames: poses.count,
      mass: model.totalMass, friction: model.profile.friction,
      solids: Film.Solid.all(of: model), links: model.links.count,
      base: .floats(origins.flatMap(\.components)),
      offsets: .quantised(
        poses.flatMap { frame in
          frame.flatMap { ($0.position - frame[0].position).components }
        }),
      rotations: .quantised(poses.flatMap { $0.flatMap(\.rotation.components) }),
      loads: loads(from: origins),
      pushes: pushes.contains { $0 != .zero } ? .quantised(pushes.flatMap(\.components)) : nil,
      grounds: GroundFigures(scenes, path: origins),
      network: activity?.figure)
  }

  /// Of those solids that ever met the ground.
  private func loads(from origins: [Vector3]) -> [Film.Load] {
    (forces.first ?? []).indices.compactMap { solid in
      let track = forces.map { $0[solid] }
      guard track.contains(where: { $0.point != nil }) else { return nil }
      return Film.Load(
        solid: solid, forces: .quantised(track.flatMap(\.force.components)),
        points: .quantised(
          zip(track, origins).flatMap { load, origin in
            ((load.point ?? origin) - origin).components
          }))
    }
  }
}

extension Film.Disturbance {
  init(_ condition: Condition) {
    (text, summary) = (condition.description, condition.kind.summary)
    (from, to) = (condition.onset, condition.end)
  }
}

extension Film.Ending {
  init(_ result: EpisodeResult) {
    outcome = result.outcome.description
    kind = result.outcome.isFall ? "fell" : result.outcome.isDiverged ? "diverged" : "completed"
    time = result.duration
    distance = result.distance.isFinite ? result.distance : nil
    reward = result.reward.isFinite ? result.reward : nil
  }
}

extension Film.Gait {
  /// Nil where a number is not finite.
  init?(_ metrics: GaitMetrics, friction: Double) {
    guard metrics.values.allSatisfy(\.isFinite) else { return nil }
    self.metrics = metrics
    finding = GaitMetrics.finding(coneViolation: metrics.coneViolation, friction: friction)
  }
}

extension Film.Solid {
  static func all(of model: RobotModel) -> [Film.Solid] {
    model.links.enumerated().flatMap { index, link in
      link.shapes.enumerated().map { number, shape in
        let isFoot = model.feet.contains { $0.link == index && $0.shape == number }
        return Film.Solid(shape, link: index, part: index == 0 ? "base" : isFoot ? "foot" : "limb")
      }
    }
  }

  private init(_ shape: CollisionShape, link: Int, part: String) {
    (self.part, self.link, name) = (part, link, shape.source)
    position = shape.pose.position.components
    rotation = shape.pose.rotation.components
    switch shape.geometry {
    case .sphere(let radius): (form, size) = ("sphere", [radius])
    case .box(let edges): (form, size) = ("box", edges.components)
    case .capsule(let radius, let length): (form, size) = ("capsule", [radius, length])
    case .cylinder(let radius, let length): (form, size) = ("cylinder", [radius, length])
    }
  }
}

extension Quaternion {
  /// In the order of WebGL libraries: x, y, z, w.
  fileprivate var components: [Double] { [x, y, z, w] }
}
