import NumericalMethods

@testable import RigidBodyDynamics

/// A random tree of bodies under hinges and sliders, at rest, one joint per body but the root.
struct RandomTree {
  let world: World
  private(set) var bodies: [Body] = []
  private(set) var joints: [Joint] = []
  let totalMass: Double

  /// - Parameters:
  ///   - gravity: [m/s²], in place of the configuration's.
  ///   - stops: of every joint [rad or m].
  ///   - rotorInertia: of every joint [kg m² or kg].
  init(
    _ random: inout SplitMix64, gravity: Vector3, motions: [JointMotion] = [.hinge, .slider],
    configuration: WorldConfiguration = WorldConfiguration(),
    stops: ClosedRange<Double>? = nil, rotorInertia: Double = 0
  ) {
    var configuration = configuration
    configuration.gravity = gravity
    world = World(configuration)
    var total = 0.0
    for k in 0..<(3 + random.index(below: 6)) {
      let mass = random.uniform(0.2...3)
      let size = Vector3(1, 1, 1) * 0.2 + random.vector(0.1)
      total += mass
      let place = random.vector(0.5)
      let body = world.addBody(
        mass: mass, inertia: boxInertia(mass: mass, size: size),
        pose: Pose(position: place, rotation: random.rotation()))
      if k > 0 {
        let parent = bodies[random.index(below: k)]
        joints.append(
          world.addJoint(
            motions[random.index(below: motions.count)], child: body, parent: parent,
            anchor: (place + world.position(of: parent)) / 2, axis: random.direction(),
            stops: stops, rotorInertia: rotorInertia))
      }
      bodies.append(body)
    }
    totalMass = total
  }

  /// Centre of mass [m] of the whole tree.
  var centre: Vector3 {
    bodies.reduce(.zero) { $0 + world.mass(of: $1) * world.position(of: $1) } / totalMass
  }

  /// Angular momentum [kg m²/s] about the tree's centre of mass.
  var spin: Vector3 { world.angularMomentum - centre.cross(world.momentum) }

  func addRandomEfforts(_ random: inout SplitMix64, size: Double) {
    for joint in joints { world.addEffort(random.uniform(-size...size), to: joint) }
  }
}
