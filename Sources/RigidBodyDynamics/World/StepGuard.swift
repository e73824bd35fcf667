import COpenDE

extension World {
  /// Whether ODE survives a step from here. It aborts the process when a quaternion or a bound of
  /// its complementarity problem comes out as NaN, so a body whose velocity or load is not finite,
  /// or so large that squares might overflow, must not reach it.
  ///
  /// A body refused for its load gets a NaN velocity, so that `isFinite` tells.
  func bodiesAreSafeToStep() -> Bool {
    var safe = true
    for record in bodies {
      let body = record.id
      let sound =
        isModerate(dBodyGetPosition(body)) && isModerate(dBodyGetLinearVel(body))
        && isModerate(dBodyGetAngularVel(body)) && isModerate(dBodyGetForce(body))
        && isModerate(dBodyGetTorque(body))
      guard !sound else { continue }
      dBodySetLinearVel(body, .nan, .nan, .nan)
      safe = false
    }
    return safe
  }
}

/// False for NaN too.
private func isModerate(_ v: UnsafePointer<Double>) -> Bool {
  let bound = 1e30
  return abs(v[0]) < bound && abs(v[1]) < bound && abs(v[2]) < bound
}
