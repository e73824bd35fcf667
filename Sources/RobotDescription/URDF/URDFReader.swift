import FileFormats
import NumericalMethods

/// Reads URDF, the robot description of ROS (wiki.ros.org/urdf/XML), with `<capsule>` shapes added.
///
/// Visuals, transmissions and elements of other programs are passed over. Xacro is refused, and
/// so are meshes, which `MeshEmbedding` has replaced before when files are at hand.
struct URDFReader {
  let file: String

  func read(_ text: String) throws -> RobotDocument { try read(parse(text)) }

  func parse(_ text: String) throws -> MarkupElement {
    try MarkupParser.parse(text, file: file, root: "robot")
  }

  func read(_ root: MarkupElement) throws -> RobotDocument {
    guard root.name == "robot" else {
      throw RobotDescriptionError(root.location, "found <\(root.name)>, expected <robot>")
    }
    try refuseMacros(root)
    for kind in ["link", "joint"] {
      try RobotDescriptionError.require(
        root.children(kind).count, atMost: PhysicalLimits.mostLinks, "\(kind)s", root.location)
      try requireUnique(root.children(kind), kind)
    }
    let links = try root.children("link").map(LinkReader.read)
    let joints = try root.children("joint").map(JointReader.read)
    guard !links.isEmpty else {
      throw RobotDescriptionError(root.location, "robot: found no link, expected at least one")
    }
    return RobotDocument(
      name: try root.name(of: "robot"), location: root.location, links: links, joints: joints)
  }

  private func requireUnique(_ elements: [MarkupElement], _ kind: String) throws {
    var seen: [String: SourceLocation] = [:]
    for element in elements {
      let name = try element.text("name", of: kind)
      if let first = seen.updateValue(element.location, forKey: name) {
        throw element.duplicate("\(kind) '\(name)'", first: first)
      }
    }
  }

  /// The parser has bounded the depth of the tree, so recursion is safe.
  func refuseMacros(_ element: MarkupElement) throws {
    let macro = element.attributes.values.first { $0.contains("${") }
    if element.name.hasPrefix("xacro:") || macro != nil {
      throw RobotDescriptionError(
        element.location, place: "<\(element.name)>", found: macro.map { "'\($0)'" } ?? "xacro",
        expected: "plain URDF; expand the file with xacro first")
    }
    try element.children.forEach(refuseMacros)
  }
}

extension MarkupElement {
  /// The name of a link or joint that must be there, not be empty and be of bounded length.
  func name(_ attribute: String = "name", of place: String) throws -> String {
    let name = try text(attribute, of: place)
    let length = name.utf8.count
    guard length <= PhysicalLimits.longestName else {
      throw RobotDescriptionError(
        location, place: "\(place), \(attribute) of <\(self.name)>",
        found: "'\(name.prefix(40))…', \(length) bytes",
        expected: "at most \(PhysicalLimits.longestName)")
    }
    return name
  }

  /// The pose in `<origin xyz rpy>`; the identity when it is absent.
  func origin(of place: String) throws -> Pose {
    guard let origin = try child("origin", of: place) else { return .identity }
    let turn = try origin.vector("rpy", of: place, default: .zero)
    return Pose(
      position: try origin.vector(
        "xyz", of: place, default: .zero, in: PhysicalLimits.coordinate),
      rotation: turn == .zero ? .identity : Quaternion(roll: turn.x, pitch: turn.y, yaw: turn.z))
  }
}
