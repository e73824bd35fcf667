import COpenDE

extension World {
  /// Whether ODE survives a step from here. It aborts the process when a quaternion or a bound of
  /// its complementarity problem comes out as NaN, so a body whose velocity or load is not finite,
  /// or so large that squares might overflow, must not reach it. Places beyond 10⁹ m have no
  /// digits left for a robot; of places of a height field whole numbers are made.
  ///
  /// A body refused for its load gets a NaN velocity, so that `isFinite` tells.
  func bodiesAreSafeToStep() -> Bool {
    var safe = true
    for record in bodies {
      let body = record.id
      let sound =
        isBelow(1e9, dBodyGetPosition(body)) && isBelow(1e9, dBodyGetLinearVel(body))
        && isBelow(1e9, dBodyGetAngularVel(body)) && isBelow(1e30, dBodyGetForce(body))
        && isBelow(1e30, dBodyGetTorque(body))
      guard !sound else { continue }
      dBodySetLinearVel(body, .nan, .nan, .nan)
      safe = false
    }
    return safe
  }
}

/// False for NaN too.
private func isBelow(_ bound: Double, _ v: UnsafePointer<Double>) -> Bool {
  abs(v[0]) < bound && abs(v[1]) < bound && abs(v[2]) < bound
}
