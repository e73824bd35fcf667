import NumericalMethods

extension RobotModel {
  /// Static findings, in the order of the rules; empty where there is nothing to report.
  ///
  /// What makes a description unreadable has been thrown on reading; here is what is readable and
  /// yet wrong (error), doubtful (warning) or assumed (info).
  public func check() -> [Finding] {
    checkFeet() + checkShapes() + checkMeshes() + checkInertia() + checkMassRatios() + checkMotors()
      + checkRanges() + checkStops()
  }

  private func checkFeet() -> [Finding] {
    if feet.isEmpty {
      return [Finding("feet", .error, place, "no foot: no link at the end of a leg has a shape")]
    }
    if feetAreNamed { return [] }
    let names = feet.map(\.name).joined(separator: ", ")
    return [Finding("feet", .info, place, "the profile names no feet; taken: \(names)")]
  }

  private func checkShapes() -> [Finding] {
    if links.allSatisfy(\.shapes.isEmpty) {
      return [Finding("collision-shapes", .error, place, "no link has a collision shape")]
    }
    return links.filter(\.shapes.isEmpty).map {
      Finding("collision-shapes", .info, $0.place, "no collision shape: passes through the ground")
    }
  }

  private func checkMeshes() -> [Finding] {
    links.flatMap { owner in
      owner.shapes.compactMap { shape in
        shape.mesh.map { Finding("mesh", .info, owner.place, "'\($0)' taken as \(shape.geometry)") }
      }
    }
  }

  private func checkInertia() -> [Finding] {
    links.compactMap { body in
      let verdict = InertiaVerdict(body.inertia)
      if !verdict.isPhysical {
        return Finding(
          "inertia", .error, body.place, "principal moments \(verdict.text) of no body")
      }
      return body.inertiaNote.map { Finding("inertia", .warning, body.place, $0) }
    }
  }

  /// A light link between heavy ones makes the joint equations ill-conditioned.
  private func checkMassRatios() -> [Finding] {
    joints.compactMap {
      let (a, b) = (links[$0.parent].mass, links[$0.child].mass)
      let ratio = max(a / b, b / a)
      if ratio <= 1000 { return nil }
      return Finding(
        "mass-ratio", .warning, $0.place, "links of \(a) kg and \(b) kg; above 1000 : 1")
    }
  }

  private func checkMotors() -> [Finding] {
    joints.filter { $0.effort >= 1000 || $0.velocity >= 100 }.map {
      Finding(
        "motor-limits", .warning, $0.place,
        "effort \($0.effort), velocity \($0.velocity): look like placeholders")
    }
  }

  private func checkRanges() -> [Finding] {
    joints.compactMap {
      let stops = "the stops [\($0.lower), \($0.upper)]"
      if $0.standing < $0.lower || $0.standing > $0.upper {
        return Finding(
          "joint-range", .error, $0.place, "stands at \($0.standing), outside \(stops)")
      }
      let (low, high) = ($0.standing - $0.actionRange, $0.standing + $0.actionRange)
      if low >= $0.lower, high <= $0.upper { return nil }
      return Finding(
        "joint-range", .warning, $0.place, "targets [\(low), \(high)] reach past \(stops)")
    }
  }

  /// A hinge angle is known only within a turn, so stops further apart cannot act.
  private func checkStops() -> [Finding] {
    joints.filter { $0.kind == .revolute && $0.upper - $0.lower >= 2 * .pi }.map {
      Finding(
        "stops", .warning, $0.place,
        "stops [\($0.lower), \($0.upper)] a turn or more apart do not act")
    }
      + joints.filter { $0.kind == .continuous }.map {
        Finding("stops", .info, $0.place, "turns without stops")
      }
  }
}

extension RobotModel {
  /// The robot as findings name it.
  package var place: String { "robot '\(name)'" }
}

extension Link {
  fileprivate var place: String { "link '\(name)'" }
}

extension Joint {
  fileprivate var place: String { "joint '\(name)'" }
}
