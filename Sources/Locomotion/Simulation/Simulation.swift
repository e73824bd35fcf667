import Foundation
public import NumericalMethods
public import RigidBodyDynamics
public import RobotDescription

/// A robot in a world of its own: bodies at the links' centres of mass, joints with stops, feet.
///
/// Built afresh for each episode; nothing outlives it.
public final class Simulation {
  public let model: RobotModel
  public let world: World
  public let actuators: Actuators
  /// [s]; divides the control period.
  public let physicsStep: Double
  public let substeps: Int

  let bodies: [Body]
  let joints: [RigidBodyDynamics.Joint]
  let feet: [Shape]
  let shapes: [(shape: Shape, link: Int)]

  // One thread at a time uses a simulation and no accessor calls back into it, so that what every
  // physics step touches needs no dynamic exclusivity checks; see World.
  /// Joint positions [rad or m] and rates [rad/s or m/s], in the robot's joint order, as of the
  /// last `readJoints()`; continuous joints count full turns.
  @exclusivity(unchecked) public private(set) var positions: [Double]
  @exclusivity(unchecked) public private(set) var rates: [Double]
  /// Force on the base's centre of mass [N], world frame, throughout a control period.
  @exclusivity(unchecked) public internal(set) var baseForce = Vector3.zero
  private let isContinuous: [Bool]
  /// Positions [rad] at which the world's hinges read 0.
  private let hingeZeros: [Double]
  private let mimics: [(follower: Int, mimic: Mimic)]

  /// Pairs of shapes that pass through each other, as they do so where the robot stands.
  public private(set) var restingOverlaps: [RestingOverlap] = []
  /// Share of its action range that each joint is confined to, where it is.
  var confinement: [Double?]
  var lostLeg: LostLeg?
  var ballasts: [Ballast] = []

  /// - Parameters:
  ///   - jointPositions: initial positions, in joint order; the base starts level above flat ground
  ///     so that the lowest point of the standing robot touches it.
  ///   - lift: how much higher than that the base starts [m].
  ///   - options: a step of their own divides the control period.
  ///   - heading: turn of the base about the vertical [rad], world frame.
  ///   - tape: takes down what is asked of the world.
  public init(
    model: RobotModel, options: PhysicsOptions, jointPositions: [Double], lift: Double = 0,
    heading: Double = 0, tape: WorldTape? = nil
  ) {
    self.model = model
    let period = model.profile.controlPeriod
    guard let substeps = options.substeps(of: model.profile) else {
      preconditionFailure("the physics step does not divide the control period")
    }
    self.substeps = substeps
    physicsStep = period / Double(substeps)
    var configuration = WorldConfiguration()
    configuration.solver = options.solver
    configuration.friction = model.profile.friction
    configuration.contact = ContactCompliance(
      stiffness: model.contactStiffness, damping: model.contactDamping)
    configuration.jointERP = model.profile.jointERP
    world = World(configuration, tape: tape)
    world.setGround(.flat)
    positions = jointPositions
    rates = Array(repeating: 0, count: jointPositions.count)
    isContinuous = model.joints.map { $0.kind == .continuous }
    hingeZeros = model.joints.map(\.hingeZero)
    mimics = model.joints.enumerated().compactMap { j, joint in joint.mimic.map { (j, $0) } }
    confinement = Array(repeating: nil, count: jointPositions.count)
    actuators = Actuators(model)
    (bodies, joints) = Self.assemble(model, in: world)
    let shapes = Self.addShapes(of: model, to: world, bodies: bodies)
    self.shapes = shapes
    feet = model.feet.map { foot in shapes.filter { $0.link == foot.link }[foot.shape].shape }
    if model.profile.selfCollision {
      place(model.joints.map(\.standing), lift: lift, heading: 0)
      declareSelfCollision()
    }
    place(jointPositions, lift: lift, heading: heading)
  }

  /// Bodies and joints in the configuration in which every joint of the world reads 0.
  private static func assemble(_ model: RobotModel, in world: World) -> (
    [Body], [RigidBodyDynamics.Joint]
  ) {
    let poses = model.linkPoses(
      base: .identity, jointPositions: model.joints.map(\.hingeZero))
    let bodies = model.links.enumerated().map { i, link in
      world.addBody(
        mass: link.mass, inertia: link.inertia,
        pose: poses[i] * Pose(position: link.centerOfMass))
    }
    let joints = model.joints.map { joint in
      let frame = poses[joint.parent] * joint.origin
      return world.addJoint(
        joint.kind == .prismatic ? .slider : .hinge, child: bodies[joint.child],
        parent: bodies[joint.parent], anchor: frame.position,
        axis: frame.rotation.rotate(joint.axis),
        stops: joint.stops, rotorInertia: model.profile.armature)
    }
    return (bodies, joints)
  }

  private static func addShapes(
    of model: RobotModel, to world: World, bodies: [Body]
  ) -> [(shape: Shape, link: Int)] {
    model.links.enumerated().flatMap { i, link in
      link.shapes.map { shape in
        let offset = Pose(position: -link.centerOfMass) * shape.pose
        return (world.addShape(Solid(shape.geometry), to: bodies[i], offset: offset), i)
      }
    }
  }

  /// Every pair of shapes whose links are not joined directly may touch, but for those that are in
  /// each other as the robot stands: solids that cover meshes are larger than these.
  private func declareSelfCollision() {
    let joined = Set(model.joints.map { [$0.parent, $0.child] })
    for (k, a) in shapes.enumerated() {
      for (l, b) in shapes.enumerated().dropFirst(k + 1)
      where a.link != b.link && !joined.contains([a.link, b.link]) {
        let depth = world.overlap(of: a.shape, with: b.shape)
        if depth > 0 {
          restingOverlaps.append(
            RestingOverlap(
              first: a.link, second: b.link, firstShape: k, secondShape: l, depth: depth))
        } else {
          world.collide(a.shape, with: b.shape)
        }
      }
    }
  }

  private func place(_ jointPositions: [Double], lift: Double, heading: Double) {
    let base = Pose(
      position: Vector3(0, 0, model.standingHeight + lift),
      rotation: Quaternion(axis: .unitZ, angle: heading))
    let poses = model.linkPoses(base: base, jointPositions: jointPositions)
    for (i, link) in model.links.enumerated() {
      let pose = poses[i] * Pose(position: link.centerOfMass)
      world.setState(of: bodies[i], BodyState(pose: pose))
    }
    readJoints()
  }

  /// Reads positions and rates of all joints from the world.
  func readJoints() {
    for j in joints.indices {
      var q = world.position(of: joints[j]) + hingeZeros[j]
      if isContinuous[j] {
        let turns = (positions[j] - q) / (2 * Double.pi)
        q += 2 * Double.pi * turns.rounded()
      }
      positions[j] = q
      rates[j] = world.rate(of: joints[j])
    }
  }

  /// One control period: the actuators hold `targets` [rad or m] while the world advances.
  /// On return `positions` and `rates` are those at the end of the period.
  public func advance(targets: Span<Double>) {
    actuators.follow(targets)
    world.clearGroundLoads()
    for _ in 0..<substeps {
      substep()
      readJoints()
    }
  }

  private func substep() {
    for (follower, mimic) in mimics {
      actuators.drive(follower, to: mimic.position(positions[mimic.joint]))
    }
    for j in joints.indices {
      let effort = actuators.effort(
        of: j, position: positions[j], rate: rates[j], dt: physicsStep)
      world.addEffort(effort, to: joints[j])
    }
    if baseForce != .zero { world.addForce(baseForce, to: bodies[0]) }
    world.step(physicsStep)
  }

  /// Pose of the base link's frame, world frame.
  public var basePose: Pose { pose(ofLink: 0) }

  /// Centre of mass of the base link [m], world frame.
  public var baseCenterOfMass: Vector3 { world.position(of: bodies[0]) }

  /// Velocity of the base's centre of mass [m/s] and angular velocity [rad/s], world frame.
  public var baseVelocity: Vector3 { world.velocity(of: bodies[0]) }
  public var baseAngularVelocity: Vector3 { world.angularVelocity(of: bodies[0]) }

  /// Pose of each link's frame, world frame; for drawing.
  public var linkPoses: [Pose] { model.links.indices.map { pose(ofLink: $0) } }

  private func pose(ofLink i: Int) -> Pose {
    let com = world.state(of: bodies[i]).pose
    return Pose(
      position: com.position - com.rotation.rotate(model.links[i].centerOfMass),
      rotation: com.rotation)
  }

  /// Share by which the base and what is fixed to it are heavier than the model's base.
  var payload: Double {
    let ballast = ballasts.reduce(0) { $0 + world.mass(of: $1.body) }
    return (world.mass(of: bodies[0]) + ballast) / model.links[0].mass - 1
  }

  public func footTouches(_ foot: Int) -> Bool { world.touchesGround(feet[foot]) }

  /// Centre of the foot's shape [m], world frame.
  public func footPosition(_ foot: Int) -> Vector3 { world.position(of: feet[foot]) }

  /// Velocity [m/s] of the foot's lowest point, the one that meets level ground; world frame.
  func footContactVelocity(_ foot: Int) -> Vector3 {
    let record = model.feet[foot]
    let body = bodies[record.link]
    var arm = world.position(of: feet[foot]) - world.position(of: body)
    if case .sphere(let radius) = model.links[record.link].shapes[record.shape].geometry {
      arm.z -= radius
    }
    return world.velocity(of: body) + world.angularVelocity(of: body).cross(arm)
  }
}

/// Bodies welded to the base when a condition first needs them.
struct Ballast {
  enum Purpose { case shift, payload }
  let purpose: Purpose
  let body: Body
}

/// Two shapes of links that no joint connects, in each other while the robot stands.
public struct RestingOverlap: Sendable, Equatable {
  /// Indices of the links.
  public let first: Int
  public let second: Int
  /// Indices among all shapes: links in order, each with its shapes in order.
  public let firstShape: Int
  public let secondShape: Int
  /// [m]
  public let depth: Double
}

extension RobotDescription.Joint {
  /// Where a hinge of the world reads 0 [rad or m]: at 0, but between its stops where these reach
  /// beyond ±π, which a hinge knows its angle within.
  fileprivate var hingeZero: Double {
    guard kind == .revolute, max(-lower, upper) > .pi, upper - lower < 2 * .pi else { return 0 }
    return (lower + upper) / 2
  }

  /// The world's stops, from its own zero.
  var stops: ClosedRange<Double>? {
    kind == .continuous ? nil : lower - hingeZero...upper - hingeZero
  }
}

extension Solid {
  init(_ geometry: Geometry) {
    switch geometry {
    case .sphere(let radius): self = .sphere(radius: radius)
    case .box(let size): self = .box(size: size)
    case .cylinder(let radius, let length): self = .cylinder(radius: radius, length: length)
    case .capsule(let radius, let length): self = .capsule(radius: radius, length: length)
    }
  }
}
