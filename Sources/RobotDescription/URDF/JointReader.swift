import FileFormats
import NumericalMethods

/// Reads `<joint>`: kind, links, frame, axis and limits.
enum JointReader {
  static func read(_ element: MarkupElement) throws -> JointElement {
    let name = try element.name(of: "joint")
    let place = "joint '\(name)'"
    let written = try kind(of: element, place)
    let kind = written == .revolute && hasNoStops(element) ? .continuous : written
    return JointElement(
      name: name, location: element.location, kind: kind,
      parent: try element.required("parent", of: place).name("link", of: place),
      child: try element.required("child", of: place).name("link", of: place),
      origin: try element.origin(of: place),
      axis: kind.motion == nil ? .unitX : try axis(of: element, place),
      limits: kind.motion == nil ? JointLimits() : try limits(of: element, kind, place),
      mimic: kind.motion == nil ? nil : try mimic(of: element, place))
  }

  private static func kind(of element: MarkupElement, _ place: String) throws -> JointElement.Kind {
    let text = try element.text("type", of: place)
    guard let kind = JointElement.Kind(rawValue: text) else {
      throw RobotDescriptionError(
        element.location, place: "\(place), type", found: "'\(text)'",
        expected: JointElement.Kind.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return kind
  }

  /// A revolute joint whose `<limit>` states neither stop turns without any, as in PyBullet.
  private static func hasNoStops(_ element: MarkupElement) -> Bool {
    guard let limit = element.children("limit").first else { return false }
    return limit.attributes["lower"] == nil && limit.attributes["upper"] == nil
  }

  private static func mimic(of element: MarkupElement, _ place: String) throws -> MimicElement? {
    guard let mimic = try element.child("mimic", of: place) else { return nil }
    return MimicElement(
      joint: try mimic.name("joint", of: place),
      multiplier: try mimic.number(
        "multiplier", of: place, default: 1, in: PhysicalLimits.multiplier),
      offset: try mimic.number("offset", of: place, default: 0, in: PhysicalLimits.position),
      location: mimic.location)
  }

  private static func axis(of element: MarkupElement, _ place: String) throws -> Vector3 {
    guard let axis = try element.child("axis", of: place) else { return .unitX }
    let text = try axis.text("xyz", of: place)
    let vector = try axis.vector("xyz", of: place, default: .unitX)
    guard PhysicalLimits.axis.contains(vector.length) else {
      throw axis.invalid(
        "xyz", place, found: text,
        expected: "a vector with a direction, of length \(PhysicalLimits.text(PhysicalLimits.axis))"
      )
    }
    return vector.normalized
  }

  /// Every motor states its effort and speed, every joint with stops states them.
  private static func limits(
    of element: MarkupElement, _ kind: JointElement.Kind, _ place: String
  ) throws -> JointLimits {
    let limit = try element.required("limit", of: place)
    var limits = JointLimits()
    limits.effort = try limit.number("effort", of: place, in: PhysicalLimits.motor)
    limits.velocity = try limit.number("velocity", of: place, in: PhysicalLimits.motor)
    if kind != .continuous {
      limits.lower = try limit.number("lower", of: place, in: PhysicalLimits.position)
      limits.upper = try limit.number("upper", of: place, in: PhysicalLimits.position)
    }
    if limits.lower > limits.upper {
      throw RobotDescriptionError(
        limit.location, place: "\(place), limit",
        found: "lower \(limits.lower) above upper \(limits.upper)", expected: "lower ≤ upper")
    }
    try readFriction(of: element, place, into: &limits)
    return limits
  }

  private static func readFriction(
    of element: MarkupElement, _ place: String, into limits: inout JointLimits
  ) throws {
    guard let dynamics = try element.child("dynamics", of: place) else { return }
    for (name, field) in [("damping", \JointLimits.damping), ("friction", \.friction)] {
      limits[keyPath: field] = try dynamics.number(
        name, of: place, default: 0, in: PhysicalLimits.gain)
    }
  }
}
