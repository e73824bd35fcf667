import COpenDE
public import NumericalMethods

/// A joint between two bodies of one `World`.
public struct Joint: Hashable, Sendable {
  let index: Int
}

/// What a joint leaves free.
public enum JointMotion: Sendable, Equatable {
  /// Turns about the axis; position [rad], effort [N m].
  case hinge
  /// Slides along the axis; position [m], effort [N].
  case slider
}

struct JointRecord {
  let id: dJointID
  let motion: JointMotion
  let child: dBodyID
  let parent: dBodyID
}

extension World {
  /// Joins `child` to `parent` as they stand now, which becomes position 0. A positive position,
  /// rate or effort moves the child about or along +`axis` relative to the parent.
  ///
  /// - Parameters:
  ///   - anchor: a point of the axis [m], world frame (a slider ignores it).
  ///   - axis: unit vector, world frame.
  ///   - stops: lowest and highest position [rad or m]; nil leaves the joint without stops.
  ///     ODE measures hinge angles in (−π, π], so hinge stops must lie inside.
  public func addJoint(
    _ motion: JointMotion, child: Body, parent: Body, anchor: Vector3, axis: Vector3,
    stops: ClosedRange<Double>? = nil
  ) -> Joint {
    let record = JointRecord(
      id: motion == .hinge ? dJointCreateHinge(id, nil) : dJointCreateSlider(id, nil),
      motion: motion, child: bodies[child.index].id,
      parent: bodies[parent.index].id)
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
    return record.motion == .hinge
      ? dJointGetHingeAngle(record.id) : dJointGetSliderPosition(record.id)
  }

  /// Rate of the joint [rad/s or m/s].
  public func rate(of joint: Joint) -> Double {
    let record = joints[joint.index]
    return record.motion == .hinge
      ? dJointGetHingeAngleRate(record.id) : dJointGetSliderPositionRate(record.id)
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
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 8) { p in
      dJointGetHingeAnchor(record.id, p.baseAddress)
      dJointGetHingeAnchor2(record.id, p.baseAddress! + 4)
      return (Vector3(p.baseAddress!) - Vector3(p.baseAddress! + 4)).length
    }
  }
}
