public import NumericalMethods

extension World {
  /// Kinetic energy [J]: Σ ½ m v² + ½ ω·Iω over all bodies.
  public var kineticEnergy: Double {
    var sum = 0.0
    for index in bodies.indices {
      let body = Body(index: index)
      let w = rotation(of: body).unrotate(angularVelocity(of: body))
      let v = velocity(of: body)
      sum += mass(of: body) * v.lengthSquared / 2 + w.dot(inertia(of: body) * w) / 2
    }
    return sum
  }

  /// Potential energy [J] in the world's uniform gravity: −Σ m g·p.
  public var potentialEnergy: Double {
    let g = gravity
    return bodies.indices.reduce(0) {
      $0 - mass(of: Body(index: $1)) * g.dot(position(of: Body(index: $1)))
    }
  }

  /// Mass of all bodies [kg].
  public var totalMass: Double { bodies.reduce(0) { $0 + $1.mass } }

  /// Centre of mass of all bodies [m], world frame.
  public var centerOfMass: Vector3 {
    sum { mass(of: $0) * position(of: $0) } / totalMass
  }

  /// Linear momentum [kg m/s], world frame.
  public var momentum: Vector3 { sum { mass(of: $0) * velocity(of: $0) } }

  private func sum(_ term: (Body) -> Vector3) -> Vector3 {
    bodies.indices.reduce(.zero) { $0 + term(Body(index: $1)) }
  }

  /// Angular momentum [kg m²/s] about the world's origin.
  var angularMomentum: Vector3 {
    bodies.indices.reduce(.zero) { sum, index in
      let body = Body(index: index)
      let q = rotation(of: body)
      let spin = q.rotate(inertia(of: body) * q.unrotate(angularVelocity(of: body)))
      return sum + position(of: body).cross(mass(of: body) * velocity(of: body)) + spin
    }
  }

  /// Whether every body's pose and velocities are finite.
  public var isFinite: Bool {
    bodies.indices.allSatisfy { state(of: Body(index: $0)).isFinite }
  }

  /// The largest separation of any joint's anchor [m].
  public var largestJointDrift: Double {
    joints.indices.reduce(0) { max($0, drift(of: Joint(index: $1))) }
  }
}
