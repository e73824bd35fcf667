import COpenDE
public import NumericalMethods

extension World {
  /// Joins `child` to `parent` as they stand now, which becomes position 0. A positive position,
  /// rate or effort moves the child about or along +`axis` relative to the parent.
  ///
  /// - Parameters:
  ///   - anchor: a point of the axis [m], world frame (a slider ignores it).
  ///   - axis: unit vector, world frame.
  ///   - stops: lowest and highest position [rad or m]; nil leaves the joint without stops.
  ///     ODE measures hinge angles in (−π, π], so hinge stops must lie inside.
  ///   - rotorInertia: what turns or shifts with the joint's rate alone [kg m² or kg], such as a
  ///     motor's rotor behind its gear: it adds ½ a q̇² to the energy, and pushes both bodies.
  public func addJoint(
    _ motion: JointMotion, child: Body, parent: Body, anchor: Vector3, axis: Vector3,
    stops: ClosedRange<Double>? = nil, rotorInertia: Double = 0
  ) -> Joint {
    let (childPose, parentPose) = (state(of: child).pose, state(of: parent).pose)
    tree = nil
    let ownAxis = parentPose.rotation.unrotate(axis)
    let toChildAtZero = childPose.rotation.conjugate * parentPose.rotation
    let record = JointRecord(
      id: motion == .hinge ? dJointCreateHinge(id, nil) : dJointCreateSlider(id, nil),
      child: bodies[child.index].id, parent: bodies[parent.index].id,
      edge: TreeEdge(
        index: joints.count, motion: motion, child: child.index, parent: parent.index,
        childAnchor: childPose.inverse.apply(anchor),
        parentAnchor: parentPose.inverse.apply(anchor),
        childAxis: toChildAtZero.rotate(ownAxis), parentAxis: ownAxis,
        toChildAtZero: toChildAtZero, rotorInertia: rotorInertia))
    dJointAttach(record.id, record.child, record.parent)
    switch motion {
    case .hinge:
      dJointSetHingeAnchor(record.id, anchor.x, anchor.y, anchor.z)
      dJointSetHingeAxis(record.id, axis.x, axis.y, axis.z)
    case .slider:
      dJointSetSliderAxis(record.id, axis.x, axis.y, axis.z)
    }
    joints.append(record)
    tape?.note(
      "joint", [motion == .hinge ? 0 : 1, child.index, parent.index], anchor.x, anchor.y, anchor.z,
      axis.x, axis.y, axis.z)
    let joint = Joint(index: joints.count - 1)
    set(dParamCFM, of: joint, configuration.jointCFM)
    set(dParamERP, of: joint, configuration.jointERP)
    setStops(of: joint, stops)
    return joint
  }

  /// Moves the stops [rad or m], or removes them. A hinge's stop beyond ±π cannot be reached and is
  /// left out.
  public func setStops(of joint: Joint, _ stops: ClosedRange<Double>?) {
    let reach = joints[joint.index].motion == .hinge ? Double.pi : .infinity
    let low = stops.map { $0.lowerBound > -reach ? $0.lowerBound : -.infinity } ?? -.infinity
    // Never beyond `reach`: a hinge without any stop within ±π is not tested again by ODE, which
    // would keep the stop it last rested on and write its row out of bounds. ODE's angle is < π.
    let high = min(stops?.upperBound ?? reach, reach)
    joints[joint.index].stops = low == -.infinity && high == .infinity ? nil : low...high
    tape?.note("stops", [joint.index], low, high)
    set(dParamLoStop, of: joint, low)
    set(dParamHiStop, of: joint, high)
    set(dParamStopERP, of: joint, configuration.stopERP)
    set(dParamStopCFM, of: joint, configuration.jointCFM)
    set(dParamBounce, of: joint, 0)
  }

  private func set(_ parameter: some BinaryInteger, of joint: Joint, _ value: Double) {
    let record = joints[joint.index]
    switch record.motion {
    case .hinge: dJointSetHingeParam(record.id, Int32(parameter), value)
    case .slider: dJointSetSliderParam(record.id, Int32(parameter), value)
    }
  }

  /// Position of the joint [rad, in (−π, π], or m].
  public func position(of joint: Joint) -> Double {
    let record = joints[joint.index]
    return record.motion == .hinge ? angle(of: record) : dJointGetSliderPosition(record.id)
  }

  /// ODE's `dJointGetHingeAngle` from half its operations: in the parent's frame, the turn since
  /// position 0 is q_parent* q_child (q_parent* q_child)₀*.
  private func angle(of joint: JointRecord) -> Double {
    let parent = Quaternion(dBodyGetQuaternion(joint.parent))
    let turn =
      parent.conjugate * Quaternion(dBodyGetQuaternion(joint.child)) * joint.edge.toChildAtZero
    let angle =
      2
      * Double.atan2(
        y: joint.edge.parentAxis.dot(Vector3(turn.x, turn.y, turn.z)), x: turn.w)
    return angle > .pi ? angle - 2 * .pi : angle <= -.pi ? angle + 2 * .pi : angle
  }

  /// Rate of the joint [rad/s or m/s].
  public func rate(of joint: Joint) -> Double {
    let record = joints[joint.index]
    return record.motion == .hinge ? dJointGetHingeAngleRate(record.id) : slideRate(record)
  }

  /// n · (v_c − v_p − ω × (x_c − x_p)), the derivative of the position;
  /// `dJointGetSliderPositionRate` leaves out the last term, by which a slider turns with its
  /// bodies.
  private func slideRate(_ joint: JointRecord) -> Double {
    let (child, parent) = (joint.child, joint.parent)
    let spin = Vector3(dBodyGetAngularVel(parent))
    let arm = Vector3(dBodyGetPosition(child)) - Vector3(dBodyGetPosition(parent))
    let apart = Vector3(dBodyGetLinearVel(child)) - Vector3(dBodyGetLinearVel(parent))
    let axis = Quaternion(dBodyGetQuaternion(parent)).rotate(joint.edge.parentAxis)
    return axis.dot(apart - spin.cross(arm))
  }

  /// The rate at which the motor row of an ODE joint holds a rotor's inertia a: with compliance h/a
  /// and the present rate for a target, its impulse is a (q̇ − q̇′). At a stop ODE has no such row,
  /// and would take its unbounded force for a load.
  func holdRotors(_ h: Double) {
    for (index, record) in joints.enumerated() where record.edge.rotorInertia > 0 {
      let joint = Joint(index: index)
      let q = position(of: joint)
      // ODE's own angle differs from this one by the joint's drift.
      let margin = 0.02
      let isFree =
        record.stops.map { q > $0.lowerBound + margin && q < $0.upperBound - margin } ?? true
      let (force, compliance) = (isFree ? Double.infinity : 0, h / record.edge.rotorInertia)
      let rate = rate(of: joint)
      tape?.note("rotor", [index], force, compliance, rate)
      set(dParamFMax, of: joint, force)
      set(dParamCFM, of: joint, compliance)
      set(dParamVel, of: joint, rate)
    }
  }

  /// Pushes the child with `effort` [N m or N] along +axis, and the parent back, for the next step.
  public func addEffort(_ effort: Double, to joint: Joint) {
    let record = joints[joint.index]
    tape?.note("effort", [joint.index], effort)
    switch record.motion {
    case .hinge: dJointAddHingeTorque(record.id, effort)
    case .slider: dJointAddSliderForce(record.id, effort)
    }
  }

  /// How far apart the two bodies hold the hinge's anchor [m]; 0 for a slider, whose drift shows in
  /// its two bodies' orientation instead.
  public func drift(of joint: Joint) -> Double {
    let record = joints[joint.index]
    guard record.motion == .hinge else { return 0 }
    let apart =
      place(record.edge.parentAnchor, on: record.parent)
      - place(record.edge.childAnchor, on: record.child)
    return apart.length
  }

  /// A point of a body's frame in the world: p + R a.
  private func place(_ a: Vector3, on body: dBodyID) -> Vector3 {
    let (p, r) = (dBodyGetPosition(body)!, dBodyGetRotation(body)!)
    return Vector3(
      p[0] + r[0] * a.x + r[1] * a.y + r[2] * a.z,
      p[1] + r[4] * a.x + r[5] * a.y + r[6] * a.z,
      p[2] + r[8] * a.x + r[9] * a.y + r[10] * a.z)
  }

  /// Joins two bodies rigidly as they stand now, for good; ERP and CFM are those of joints.
  public func weld(_ body: Body, to other: Body) {
    let weld: dJointID = dJointCreateFixed(id, nil)
    dJointAttach(weld, bodies[body.index].id, bodies[other.index].id)
    dJointSetFixed(weld)
    dJointSetFixedParam(weld, Int32(dParamCFM), configuration.jointCFM)
    dJointSetFixedParam(weld, Int32(dParamERP), configuration.jointERP)
    let (child, parent) = (state(of: body).pose, state(of: other).pose)
    tree = nil
    welds.append(
      TreeEdge(
        index: welds.count, motion: .hinge, child: body.index, parent: other.index,
        childAnchor: .zero, parentAnchor: parent.inverse.apply(child.position),
        childAxis: .unitZ, parentAxis: .unitZ,
        toChildAtZero: child.rotation.conjugate * parent.rotation, rotorInertia: 0))
  }
}
