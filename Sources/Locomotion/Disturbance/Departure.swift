public import NumericalMethods
import RigidBodyDynamics
import RobotDescription

/// Robot and world as conditions have them.
extension Simulation {
  /// Makes robot and world differ from the nominal ones by just these effects, whatever they were.
  /// The ground's shape and what changes with time are left to `Disturbance`.
  func depart(_ effects: Effects) {
    setGround(effects.ground, gravity: effects.load.gravity)
    setLoad(effects.load)
    for j in joints.indices {
      let motor = effects.motors[j]
      actuators.setStrength(motor.strength, of: j)
      actuators.setPlay(motor.play, of: j)
      confine(j, to: motor.freedom)
    }
    if effects.batterySag == 0 { actuators.supply = 1 }
    cut(effects.lostLeg)
  }

  private func setGround(_ ground: GroundEffects, gravity: Double) {
    let g = world.configuration.gravity.length * gravity
    world.setGravity(g * ground.down)
    world.friction = model.profile.friction * ground.friction
    world.frictionPatches = ground.ice
    world.groundCompliance = compliance(ground)
  }

  /// Ground of a share of the nominal stiffness and as much damping as leaves the ratio to critical
  /// damping as it is; or ground into which a foot that touches at one point and carries its share
  /// of the robot sinks by the stated depth, with half the critical damping of that mass.
  private func compliance(_ ground: GroundEffects) -> ContactCompliance? {
    if ground.sinkage > 0 {
      let mass = model.totalMass / Double(max(1, model.feet.count))
      let stiffness = mass * world.configuration.gravity.length / ground.sinkage
      return ContactCompliance(stiffness: stiffness, damping: (stiffness * mass).squareRoot())
    }
    guard ground.stiffness != 1 else { return nil }
    let nominal = world.configuration.contact
    return ContactCompliance(
      stiffness: nominal.stiffness * ground.stiffness,
      damping: nominal.damping * ground.stiffness.squareRoot())
  }

  /// Masses of the base and of what is fixed to it. To shift the centre of mass by d, half of the
  /// base's mass goes by 2d.
  private func setLoad(_ load: LoadEffects) {
    let base = model.links[0]
    let shifted = load.shift == .zero ? 0 : 0.5
    let (mass, inertia) = (base.mass * (1 - shifted), base.inertia * (1 - shifted))
    world.setMass(of: bodies[0], mass: mass + load.payload * model.totalMass, inertia: inertia)
    let height = model.standingHeight
    setBallast(
      .shift, mass: shifted * base.mass, offset: load.shift * (2 * height))
    setBallast(
      .payload, mass: load.sidePayload * model.totalMass, offset: load.side * (height / 2))
  }

  /// Keeps joint `j` within `freedom` of its action range around its present position.
  private func confine(_ j: Int, to freedom: Double?) {
    guard freedom != confinement[j] else { return }
    confinement[j] = freedom
    let joint = model.joints[j]
    let reach = (freedom ?? 0) * joint.actionRange
    let q = world.position(of: joints[j])
    world.setStops(of: joints[j], freedom == nil ? joint.stops : q - reach...q + reach)
  }

  /// Takes away the end of a leg: the foot's shape moves up the link and is all of the link that
  /// meets anything, or nothing does where the whole link is gone; the link loses mass in
  /// proportion, but for a twentieth, as nothing weightless can be simulated.
  private func cut(_ leg: LostLeg?) {
    guard leg != lostLeg else { return }
    for change in [lostLeg.map { LostLeg(foot: $0.foot, share: 0) }, leg].compactMap({ $0 }) {
      shorten(change)
    }
    lostLeg = leg
  }

  private func shorten(_ leg: LostLeg) {
    let foot = model.feet[leg.foot]
    let link = model.links[foot.link]
    for change in changes(by: leg) {
      let shape = shapes[change.shape].shape
      if shape == feet[leg.foot] { world.move(shape, to: change.position - link.centerOfMass) }
      world.setTangible(change.isTangible, shape)
    }
    let rest = 1 - 0.95 * leg.share
    world.setMass(
      of: bodies[foot.link], mass: link.mass * rest, inertia: link.inertia * rest)
  }
}

/// A collision shape that may not be as it was built.
public struct ShapeChange: Sendable, Equatable {
  /// Index among all shapes: links in order, each with its shapes in order.
  public let shape: Int
  /// Centre [m], in the link's frame.
  public let position: Vector3
  /// Whether it meets anything.
  public let isTangible: Bool
}

extension Simulation {
  /// The shapes of a leg that has lost its end; none while all legs are whole.
  public var changedShapes: [ShapeChange] {
    guard let lostLeg, lostLeg.share > 0 else { return [] }
    return changes(by: lostLeg)
  }

  /// The shapes of the link that a leg loses its end from.
  private func changes(by leg: LostLeg) -> [ShapeChange] {
    let foot = model.feet[leg.foot]
    let first = model.links[..<foot.link].reduce(0) { $0 + $1.shapes.count }
    return model.links[foot.link].shapes.enumerated().map { index, shape in
      let isFoot = index == foot.shape
      return ShapeChange(
        shape: first + index,
        position: isFoot ? shape.pose.position * (1 - leg.share) : shape.pose.position,
        isTangible: leg.share == 0 || isFoot && leg.share < 1)
    }
  }
}

extension Simulation {
  /// Radius of the solid sphere as which a ballast turns [m].
  private static let ballastRadius = 0.05
  /// Share of the robot's mass that a ballast keeps when its condition has ended.
  private static let ballastRest = 1e-4

  /// Fixes a mass [kg] to the base, `offset` [m] from its centre of mass in its frame; once fixed,
  /// it stays in its place and only its mass changes.
  private func setBallast(_ purpose: Ballast.Purpose, mass: Double, offset: Vector3) {
    let present = ballasts.first { $0.purpose == purpose }
    if mass == 0 && present == nil { return }
    let mass = max(mass, Self.ballastRest * model.totalMass)
    let inertia = Matrix3.identity * (0.4 * mass * Self.ballastRadius * Self.ballastRadius)
    if let present { return world.setMass(of: present.body, mass: mass, inertia: inertia) }
    var state = world.state(of: bodies[0])
    let arm = state.pose.rotation.rotate(offset)
    state.pose.position += arm
    state.velocity += state.angularVelocity.cross(arm)
    let body = world.addBody(mass: mass, inertia: inertia, pose: state.pose)
    world.setState(of: body, state)
    world.weld(body, to: bodies[0])
    ballasts.append(Ballast(purpose: purpose, body: body))
  }
}
