import Foundation
import NumericalMethods
import RigidBodyDynamics

/// A world whose solver and Coulomb coefficient are chosen, on flat ground unless another is set.
func lawfulWorld(
  _ solver: WorldConfiguration.Solver, friction: Double = 1, ground: Ground? = .flat,
  gravity: Vector3 = Vector3(0, 0, -9.81)
) -> World {
  var configuration = WorldConfiguration()
  configuration.solver = solver
  configuration.friction = friction
  configuration.gravity = gravity
  let world = World(configuration)
  if let ground { world.setGround(ground) }
  return world
}

extension World {
  /// Steps of `dt` [s] for `seconds`, each after `before`.
  func run(_ seconds: Double, dt: Double, before: () -> Void = {}) {
    for _ in 0..<Int((seconds / dt).rounded()) {
      before()
      step(dt)
    }
  }

  /// One step of `dt` [s], so that the ground loads are those of this step alone.
  func weighedStep(_ dt: Double) {
    clearGroundLoads()
    step(dt)
  }

  /// The fastest of `bodies` [m/s]; a turn counts by the speed it gives a point 0.1 m away.
  func largestSpeed(of bodies: [Body]) -> Double {
    bodies.reduce(0) {
      max($0, velocity(of: $1).length, 0.1 * angularVelocity(of: $1).length)
    }
  }

  /// Velocity [m/s] that `body` gives to a point r [m] from its centre of mass, world frame.
  func velocity(of body: Body, at r: Vector3) -> Vector3 {
    velocity(of: body) + angularVelocity(of: body).cross(r)
  }

  /// A rod of `mass` [kg] and `length` [m] whose ends are `from` and `from + length · along`.
  /// `armature` [kg m²] is added to its inertia, as servos with gears do.
  func addRod(
    mass: Double, length: Double, from: Vector3, along: Vector3, armature: Double = 0
  ) -> Body {
    let turn = Quaternion.turning(.unitZ, into: along)
    return addBody(
      mass: mass,
      inertia: boxInertia(mass: mass, size: Vector3(0.04, 0.04, length))
        + Matrix3.identity * armature,
      pose: Pose(position: from + (length / 2) * along, rotation: turn))
  }
}

extension Quaternion {
  /// The shortest turn of one unit vector into another that is not opposite to it.
  static func turning(_ a: Vector3, into b: Vector3) -> Quaternion {
    let axis = a.cross(b)
    guard axis.length > 1e-9 else {
      return a.dot(b) > 0 ? .identity : Quaternion(axis: .unitY, angle: .pi)
    }
    return Quaternion(axis: axis.normalized, angle: atan2(axis.length, a.dot(b)))
  }
}

extension GroundLoad {
  /// The impulse [N s] along a unit vector and across it.
  func split(along normal: Vector3) -> (normal: Double, tangential: Double) {
    let pressure = impulse.dot(normal)
    return (pressure, (impulse - pressure * normal).length)
  }
}

/// Two legs under a torso, splayed in the x–z plane, on feet of two balls each, side by side, so
/// that it cannot fall sideways. The ground is level or a valley along y. A positive effort on both
/// hips pushes the feet apart.
struct SplayedLegs {
  private static let (torsoMass, legMass, legLength, radius) = (8.0, 0.5, 0.4, 0.03)
  static let mass = torsoMass + 2 * legMass
  let world: World
  let torso: Body
  private(set) var hips: [Joint] = []
  private(set) var feet: [Shape] = []
  let splay: Double
  let slope: Double

  /// - Parameters:
  ///   - splay: of each leg from straight down [rad].
  ///   - slope: of both sides of the valley [rad].
  ///   - stops: of the hips about the splay [rad].
  ///   - rest: an effort [N m] and step [s]: the soles start as deep in the ground as rest asks.
  init(
    _ solver: WorldConfiguration.Solver, friction: Double, splay: Double, slope: Double = 0,
    stops: ClosedRange<Double>? = nil, rest: (effort: Double, dt: Double)? = nil
  ) {
    (self.splay, self.slope) = (splay, slope)
    // A sample lies at the bottom of the valley, so both sides are planes.
    let valley = field(columns: 41, origin: Vector3(-2, -1.5, 0)) { x, _ in abs(x) * tan(slope) }
    world = lawfulWorld(
      solver, friction: friction, ground: slope == 0 ? .flat : .heightfield(valley))
    let reach = 0.15 + Self.legLength * sin(splay)
    let c = world.configuration
    // Two balls share a foot's normal force F; each sinks by F / k.
    let depth =
      rest.map {
        let (push, lift) = Self.force(splay: splay, slope: slope, effort: $0.effort)
        return (push * sin(slope) + lift * cos(slope)) / 2 / c.contact.stiffness
      } ?? 0
    let hip =
      reach * tan(slope) + (Self.radius - depth) / cos(slope) + Self.legLength * cos(splay)
    torso = world.addBody(
      mass: Self.torsoMass, inertia: boxInertia(mass: Self.torsoMass, size: Vector3(0.3, 0.2, 0.1)),
      pose: Pose(position: Vector3(0, 0, hip)))
    for side in [-1.0, 1] {
      let place = Vector3(0.15 * side, 0, hip)
      let along = Vector3(side * sin(splay), 0, -cos(splay))
      let leg = world.addRod(
        mass: Self.legMass, length: Self.legLength, from: place, along: along, armature: 0.004)
      // A turn about −y takes a leg that hangs down towards +x.
      hips.append(
        world.addJoint(
          .hinge, child: leg, parent: torso, anchor: place, axis: Vector3(0, -side, 0),
          stops: stops))
      let pose = world.state(of: leg).pose
      for across in [-0.1, 0.1] {
        let ball = place + Self.legLength * along + Vector3(0, across, 0)
        feet.append(
          world.addShape(
            .sphere(radius: Self.radius), to: leg,
            offset: Pose(position: pose.inverse.apply(ball))))
      }
    }
    world.measureGroundForces()
  }

  /// Out of the ground under a foot.
  func normal(under foot: Int) -> Vector3 {
    Vector3(foot < 2 ? sin(slope) : -sin(slope), 0, cos(slope))
  }

  func step(effort: Double, dt: Double) {
    for hip in hips { world.addEffort(effort, to: hip) }
    world.weighedStep(dt)
  }

  /// The force of the ground on each foot [N], inward and up, while everything stands still under
  /// an effort [N m] at both hips: the moments on a leg about its hip add up to nothing.
  private static func force(
    splay: Double, slope: Double, effort: Double
  ) -> (push: Double, lift: Double) {
    let lift = (torsoMass / 2 + legMass) * 9.81
    let out = legLength * sin(splay) + radius * sin(slope)
    let down = legLength * cos(splay) + radius * cos(slope)
    return ((effort + out * lift - legMass * 9.81 * legLength / 2 * sin(splay)) / down, lift)
  }

  /// |F_t| / F_n of it.
  static func restingRatio(splay: Double, slope: Double, effort: Double) -> Double {
    let (push, lift) = force(splay: splay, slope: slope, effort: effort)
    return abs(tan(atan2(push, lift) - slope))
  }
}

/// A torso on four legs of two links, hips and knees about y, feet of balls, held in its first pose
/// by proportional and derivative torques.
struct Quadruped {
  let world: World
  let torso: Body
  private(set) var joints: [Joint] = []
  private(set) var feet: [Shape] = []
  private(set) var bodies: [Body] = []
  /// [N m/rad], [N m s/rad] and the largest torque [N m].
  var (stiffness, damping, strength) = (200.0, 4.0, 40.0)

  /// - Parameter height: of the soles [m] over the world's x–y plane at the start.
  init(_ world: World, height: Double = 0) {
    self.world = world
    let (link, bend, radius) = (0.2, 0.4, 0.03)
    let hip = 2 * link * cos(bend) + radius + height
    let size = Vector3(0.5, 0.3, 0.1)
    torso = world.addBody(
      mass: 8, inertia: boxInertia(mass: 8, size: size), pose: Pose(position: Vector3(0, 0, hip)))
    bodies = [torso]
    for (x, y) in [(0.2, 0.15), (0.2, -0.15), (-0.2, 0.15), (-0.2, -0.15)] {
      var (place, parent) = (Vector3(x, y, hip), torso)
      for turn in [bend, -bend] {
        let along = Vector3(-sin(turn), 0, -cos(turn))
        let body = world.addRod(
          mass: 0.5, length: link, from: place, along: along, armature: 0.08)
        joints.append(
          world.addJoint(.hinge, child: body, parent: parent, anchor: place, axis: .unitY))
        bodies.append(body)
        (place, parent) = (place + link * along, body)
      }
      feet.append(
        world.addShape(
          .sphere(radius: radius), to: parent,
          offset: Pose(position: world.state(of: parent).pose.inverse.apply(place))))
    }
  }

  var mass: Double { bodies.reduce(0) { $0 + world.mass(of: $1) } }

  func hold() {
    for joint in joints {
      let effort = -stiffness * world.position(of: joint) - damping * world.rate(of: joint)
      world.addEffort(min(max(effort, -strength), strength), to: joint)
    }
  }
}
