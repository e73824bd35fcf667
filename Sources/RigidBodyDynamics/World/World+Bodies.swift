import COpenDE
public import NumericalMethods

extension World {
  public var bodyCount: Int { bodies.count }

  /// A body of `mass` [kg] and `inertia` [kg m²] about its centre of mass, in body axes, whose
  /// centre of mass starts at `pose` (world frame), at rest.
  ///
  /// Precondition: the inertia is positive definite; `RobotDescription` has checked it.
  public func addBody(mass: Double, inertia: Matrix3, pose: Pose) -> Body {
    tape?.note(
      "body", [], mass, inertia.r0.x, inertia.r1.y, inertia.r2.z, inertia.r0.y, inertia.r0.z,
      inertia.r1.z)
    let body: dBodyID = dBodyCreate(id)
    tree = nil
    bodies.append(BodyRecord(id: body, mass: mass, inertia: inertia))
    let handle = Body(index: bodies.count - 1)
    setMass(of: handle, mass: mass, inertia: inertia)
    setState(of: handle, BodyState(pose: pose))
    return handle
  }

  /// Writes pose and velocities and clears the force accumulators.
  public func setState(of body: Body, _ state: BodyState) {
    let b = bodies[body.index].id
    let p = state.pose.position
    let q = state.pose.rotation
    tree?.forget()
    tape?.note("place", [body.index], p.x, p.y, p.z, q.w, q.x, q.y, q.z)
    dBodySetPosition(b, p.x, p.y, p.z)
    q.withODE { dBodySetQuaternion(b, $0) }
    dBodySetLinearVel(b, state.velocity.x, state.velocity.y, state.velocity.z)
    let w = state.angularVelocity
    dBodySetAngularVel(b, w.x, w.y, w.z)
    dBodySetForce(b, 0, 0, 0)
    dBodySetTorque(b, 0, 0, 0)
  }

  /// Pose and velocities of the centre of mass, world frame.
  public func state(of body: Body) -> BodyState {
    BodyState(
      pose: Pose(position: position(of: body), rotation: rotation(of: body)),
      velocity: velocity(of: body), angularVelocity: angularVelocity(of: body))
  }

  /// Centre of mass [m], world frame.
  public func position(of body: Body) -> Vector3 {
    Vector3(dBodyGetPosition(bodies[body.index].id))
  }

  /// Orientation: body to world.
  public func rotation(of body: Body) -> Quaternion {
    Quaternion(dBodyGetQuaternion(bodies[body.index].id))
  }

  /// Velocity of the centre of mass [m/s], world frame.
  public func velocity(of body: Body) -> Vector3 {
    Vector3(dBodyGetLinearVel(bodies[body.index].id))
  }

  /// Angular velocity [rad/s], world frame.
  public func angularVelocity(of body: Body) -> Vector3 {
    Vector3(dBodyGetAngularVel(bodies[body.index].id))
  }

  /// Adds a force [N] (world frame) at the centre of mass for the next step only.
  public func addForce(_ f: Vector3, to body: Body) {
    dBodyAddForce(bodies[body.index].id, f.x, f.y, f.z)
  }

  /// Adds a torque [N m] (world frame) for the next step only.
  func addTorque(_ t: Vector3, to body: Body) {
    dBodyAddTorque(bodies[body.index].id, t.x, t.y, t.z)
  }

  /// Mass [kg].
  public func mass(of body: Body) -> Double { bodies[body.index].mass }

  /// Inertia [kg m²] about the centre of mass, in body axes.
  public func inertia(of body: Body) -> Matrix3 { bodies[body.index].inertia }

  /// Replaces mass [kg] and inertia [kg m²] about the centre of mass, which does not move.
  public func setMass(of body: Body, mass: Double, inertia: Matrix3) {
    var m = dMass()
    dMassSetParameters(
      &m, mass, 0, 0, 0, inertia.r0.x, inertia.r1.y, inertia.r2.z, inertia.r0.y, inertia.r0.z,
      inertia.r1.z)
    dBodySetMass(bodies[body.index].id, &m)
    bodies[body.index].mass = mass
    bodies[body.index].inertia = inertia
  }
}
