public import Locomotion
import NeuralControl
import NumericalMethods
import RigidBodyDynamics
import RobotDescription

/// Records what a page needs to show an episode in motion: the pose of every link at every control
/// step, the ground and its forces, and what a network does.
public final class MotionRecorder: EpisodeObserver {
  /// The world from one moment on.
  struct Scene {
    /// [s]
    let from: Double
    /// [m/s²]
    let gravity: Vector3
    let friction: Double
    let ground: Ground?
    let patches: FrictionPatches?
    let shapes: [ShapeChange]

    func looks(like other: Scene) -> Bool {
      gravity == other.gravity && friction == other.friction && ground == other.ground
        && patches == other.patches && shapes == other.shapes
    }
  }

  /// [frame][link]; the first frame is the start, and one follows each control step.
  private(set) var poses: [[Pose]] = []
  /// [frame][collision shape]: means over the control step that ends with the frame.
  private(set) var forces: [[GroundForce]] = []
  /// [frame]: what pushes the base [N], world frame.
  private(set) var pushes: [Vector3] = []
  private(set) var scenes: [Scene] = []
  private(set) var model: RobotModel?
  private(set) var activity: ActivityRecorder?

  /// - Parameter controller: the one that will drive the episode.
  public init(controller: any Controller) {
    activity = (controller as? any NetworkDriven).map { ActivityRecorder($0) }
  }

  public func episodeDidStart(_ episode: Episode) {
    model = episode.model
    episode.simulation.measureGroundForces()
    (poses, forces, pushes, scenes) = ([], [], [], [])
    activity?.start(episode)
    record(episode, sceneBegan: 0)
  }

  public func episodeDidStep(_ episode: Episode) {
    // What changes does so at the beginning of a control step.
    record(episode, sceneBegan: episode.time - episode.model.profile.controlPeriod)
    activity?.record(episode)
  }

  private func record(_ episode: Episode, sceneBegan: Double) {
    let (simulation, world) = (episode.simulation, episode.simulation.world)
    let now = simulation.linkPoses
    // A state without meaning cannot be drawn: the last that had one stays.
    poses.append(now.areDrawable ? now : poses.last ?? now)
    forces.append(simulation.groundForces)
    pushes.append(simulation.baseForce)
    let scene = Scene(
      from: sceneBegan, gravity: world.gravity, friction: world.friction,
      ground: world.groundDescription, patches: world.frictionPatches,
      shapes: simulation.changedShapes)
    if scenes.last?.looks(like: scene) != true { scenes.append(scene) }
  }
}

extension [Pose] {
  /// All finite, and no link further than 20 m from the base.
  var areDrawable: Bool {
    allSatisfy {
      $0.rotation.isFinite && $0.position.isFinite
        && ($0.position - self[0].position).length < 20
    }
  }
}
