import NumericalMethods

/// A rigid body under assembly: a link and what fixed joints attach to it, in the link's frame.
struct BodyAssembly {
  fileprivate struct Piece {
    let link: LinkElement
    let pose: Pose
    let part: MassPart

    var verdict: InertiaVerdict { InertiaVerdict(part.inertia) }
  }

  let base: LinkElement
  private var pieces: [Piece] = []
  private var shapes: [CollisionShape] = []

  init(_ base: LinkElement) { self.base = base }

  mutating func absorb(_ link: LinkElement, at pose: Pose) {
    if let part = link.inertial {
      pieces.append(Piece(link: link, pose: pose, part: part.moved(by: pose)))
    }
    shapes += link.shapes.map {
      CollisionShape(
        geometry: $0.geometry, pose: pose * $0.pose, source: $0.source, mesh: $0.mesh)
    }
  }

  /// The body with all its mass. A piece without extent is a point mass, and as good as any other
  /// as long as the whole is a body.
  ///
  /// - Throws: `RobotDescriptionError` for what is no body, or beyond the physical limits.
  func link(_ policy: InertiaPolicy) throws -> Link {
    let link = try assembled(policy)
    let moments = InertiaVerdict(link.inertia).moments
    guard PhysicalLimits.mass.contains(link.mass),
      moments.allSatisfy(PhysicalLimits.moment.contains)
    else {
      throw RobotDescriptionError(
        base.inertialLocation, place: "link '\(base.name)', with what is fixed to it",
        found: "\(link.mass) kg, principal moments \(moments) kg m²",
        expected: "\(PhysicalLimits.text(PhysicalLimits.mass, "kg")), "
          + PhysicalLimits.text(PhysicalLimits.moment, "kg m²"))
    }
    return link
  }

  private func assembled(_ policy: InertiaPolicy) throws -> Link {
    if pieces.isEmpty { return try massless(policy) }
    let whole = MassPart(sum: pieces.map(\.part))
    let odd = pieces.filter { !$0.verdict.isPhysical }
    if InertiaVerdict(whole.inertia).isPhysical {
      let doubtful = odd.filter { $0.verdict.moments.contains { abs($0) > 1e-12 } }
      return link(whole, note: doubtful.first.map(Self.doubt))
    }
    if policy == .refuse { throw refusal(of: odd.first, whole) }
    let sound = pieces.map { $0.verdict.isPhysical ? $0.part : $0.estimate }
    return link(
      MassPart(sum: sound), note: "estimated: " + odd.map(Self.account).joined(separator: "; "))
  }

  private func massless(_ policy: InertiaPolicy) throws -> Link {
    if policy == .estimate, !shapes.isEmpty {
      return link(
        MassPart(filling: shapes, mass: nil),
        note: "estimated: no mass is given, so the shapes are filled with water")
    }
    let problem =
      base.statesMass
      ? ", mass: found 0.0 kg, expected more than 0" : ": has no mass, expected <inertial>"
    throw RobotDescriptionError(
      base.inertialLocation, "link '\(base.name)'\(problem)", isAboutInertia: true)
  }

  private func link(_ part: MassPart, note: String?) -> Link {
    Link(
      name: base.name, mass: part.mass, centerOfMass: part.center, inertia: part.inertia,
      shapes: shapes, inertiaNote: note)
  }

  private func refusal(of piece: Piece?, _ whole: MassPart) -> RobotDescriptionError {
    let verdict = piece?.verdict ?? InertiaVerdict(whole.inertia)
    let (place, name) = (
      piece?.link.inertialLocation ?? base.location, piece?.link.name ?? base.name
    )
    let expected =
      verdict.isPositiveDefinite ? "none above the sum of the other two" : "all above 0"
    return RobotDescriptionError(
      place,
      "link '\(name)', inertia: found principal moments \(verdict.moments) kg m², "
        + "expected \(expected)", isAboutInertia: true)
  }

  private static func doubt(_ piece: Piece) -> String {
    "the tensor of '\(piece.link.name)' alone, principal moments \(piece.verdict.text), is of no "
      + "body; with what is fixed to it, it is"
  }

  private static func account(_ piece: Piece) -> String {
    let how =
      piece.verdict.isPositiveDefinite
      ? "the nearest tensor of a body"
      : piece.link.shapes.isEmpty ? "a ball of water" : "its shapes, evenly filled"
    return "'\(piece.link.name)' has principal moments \(piece.verdict.text); taken: \(how)"
  }
}

extension BodyAssembly.Piece {
  /// The same mass at the same place with a tensor that a body can have.
  fileprivate var estimate: MassPart {
    if verdict.isPositiveDefinite {
      return MassPart(
        mass: part.mass, center: part.center, inertia: part.inertia.nearestBodyInertia)
    }
    if link.shapes.isEmpty { return MassPart(ballOf: part.mass, at: part.center) }
    let filled = MassPart(filling: link.shapes, mass: part.mass).moved(by: pose)
    return MassPart(mass: part.mass, center: part.center, inertia: filled.inertia)
  }
}

extension Matrix3 {
  /// The inertia whose second moments of mass S = ½ tr(I) 1 − I are the nearest without negative
  /// ones: a body's S is a sum of positive terms m d dᵀ (Wensing, Kim & Slotine 2018, eq. 8).
  ///
  /// Precondition: positive definite.
  var nearestBodyInertia: Matrix3 {
    let axes = eigenvectorRows
    let turned = axes * self * axes.transpose
    let half = (turned.r0.x + turned.r1.y + turned.r2.z) / 2
    let (x, y, z) = (
      max(0, half - turned.r0.x), max(0, half - turned.r1.y), max(0, half - turned.r2.z)
    )
    return axes.transpose * Matrix3(diagonal: Vector3(y + z, x + z, x + y)) * axes
  }
}
