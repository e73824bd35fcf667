import FileFormats
import NumericalMethods

/// Reads `<link>`: its inertia and collision shapes.
enum LinkReader {
  static func read(_ element: MarkupElement) throws -> LinkElement {
    let name = try element.name(of: "link")
    let place = "link '\(name)'"
    let inertial = try element.child("inertial", of: place)
    return LinkElement(
      name: name, location: element.location,
      inertial: try inertial.flatMap { try massPart($0, link: name) },
      inertialLocation: inertial.map { ($0.children("inertia").first ?? $0).location }
        ?? element.location,
      statesMass: inertial != nil,
      shapes: try element.children("collision").map { try shape($0, link: name) })
  }

  /// Mass and inertia along the link's axes, about the centre of mass; nil for a mass of 0. Whether
  /// the tensor is that of a body is asked of what is left when fixed joints are merged.
  private static func massPart(_ element: MarkupElement, link: String) throws -> MassPart? {
    let place = "link '\(link)', inertial"
    let massElement = try element.required("mass", of: place)
    let mass = try massElement.number("value", of: place)
    guard mass == 0 || PhysicalLimits.mass.contains(mass) else {
      throw RobotDescriptionError(
        massElement.location, place: "link '\(link)', mass", found: "\(mass) kg",
        expected: mass < 0 ? "more than 0" : PhysicalLimits.text(PhysicalLimits.mass, "kg"))
    }
    let tensor = try inertia(try element.required("inertia", of: place), of: place)
    let part = MassPart(mass: mass, center: .zero, inertia: tensor)
      .moved(by: try element.origin(of: place))
    return mass > 0 ? part : nil
  }

  private static func inertia(_ e: MarkupElement, of place: String) throws -> Matrix3 {
    func number(_ name: String, default fallback: Double? = nil) throws -> Double {
      try e.number(name, of: place, default: fallback, in: PhysicalLimits.inertia)
    }
    return Matrix3(
      xx: try number("ixx"), yy: try number("iyy"), zz: try number("izz"),
      xy: try number("ixy", default: 0), xz: try number("ixz", default: 0),
      yz: try number("iyz", default: 0))
  }

  private static func shape(_ element: MarkupElement, link: String) throws -> CollisionShape {
    let place = "link '\(link)', collision"
    let holder = try element.required("geometry", of: place)
    guard let solid = holder.children.first, holder.children.count == 1 else {
      throw XMLError(holder.location, "\(place): missing exactly one solid in <geometry>")
    }
    return CollisionShape(
      geometry: try geometry(solid, of: place), pose: try element.origin(of: place), source: link,
      mesh: solid.attributes["mesh"])
  }

  private static func geometry(_ e: MarkupElement, of place: String) throws -> Geometry {
    func length(_ attribute: String) throws -> Double {
      try e.number(attribute, of: place, in: PhysicalLimits.size)
    }
    switch e.name {
    case "sphere": return .sphere(radius: try length("radius"))
    case "cylinder": return .cylinder(radius: try length("radius"), length: try length("length"))
    case "capsule": return .capsule(radius: try length("radius"), length: try length("length"))
    case "box": return .box(size: try boxSize(e, of: place))
    default:
      throw RobotDescriptionError(
        e.location, place: place,
        found: e.name == "mesh" ? "a mesh, which a text alone does not hold" : "<\(e.name)>",
        expected: "<box>, <sphere>, <cylinder> or <capsule>")
    }
  }

  private static func boxSize(_ e: MarkupElement, of place: String) throws -> Vector3 {
    _ = try e.text("size", of: place)
    return try e.vector("size", of: place, default: .zero, in: PhysicalLimits.size)
  }
}
