extension RobotDescriptionError: CustomStringConvertible {
  /// One line: file, line and column, then place, value found and what was expected.
  public var description: String {
    switch self {
    case .unreadableFile(let path, let reason): "\(path): \(reason)"
    case .fileTooLarge(let path, let limit): "\(path): found more than \(limit) bytes, the limit"
    case .invalidMesh(let path, let place, let found, let expected):
      "\(path): \(place): found \(found), expected \(expected)"
    case .unknownRobot(let name, let directory, let known, let nearest):
      "\(directory): no robot '\(name)'\(Self.hint(nearest)); there are: "
        + (known.isEmpty ? "none" : known.joined(separator: ", "))
    default: location.map { "\($0): \(problem)" } ?? problem
    }
  }

  /// Where in the URDF the problem lies; nil for problems with whole files.
  public var location: SourceLocation? {
    switch self {
    case .unreadableFile, .fileTooLarge, .unknownRobot, .invalidMesh: nil
    case .malformedXML(let at, _), .documentTypeRefused(let at), .noRobot(let at, _),
      .noLinks(let at), .missing(let at, _, _), .duplicate(let at, _, _),
      .unknownLink(let at, _, _, _, _), .severalRoots(let at, _), .severalParents(let at, _, _),
      .loop(let at, _), .invalidNumber(let at, _, _, _), .unsupported(let at, _, _, _),
      .massless(let at, _), .nonPositiveMass(let at, _, _), .notPositiveDefinite(let at, _, _),
      .triangleInequality(let at, _, _), .limitsReversed(let at, _, _, _):
      at
    }
  }

  /// Whether the mass or inertia of a body is missing or of no body, which `inertias: estimate` mends.
  public var isAboutInertia: Bool {
    switch self {
    case .massless, .notPositiveDefinite, .triangleInequality: true
    case .nonPositiveMass(_, _, let mass): mass == 0
    default: false
    }
  }

  private var problem: String {
    switch self {
    case .unreadableFile, .fileTooLarge, .unknownRobot, .invalidMesh: ""
    case .malformedXML(_, let reason): "malformed XML: \(reason)"
    case .documentTypeRefused: "found a DOCTYPE, which may declare entities; expected <robot>"
    case .noRobot(_, let found): "found <\(found)>, expected <robot>"
    case .noLinks: "robot: found no link, expected at least one"
    case .missing(_, let place, let expected): "\(place): missing \(expected)"
    case .duplicate(_, let place, let first): "\(place): already defined at line \(first.line)"
    case .unknownLink(_, let joint, let role, let link, let nearest):
      "joint '\(joint)', \(role): no link '\(link)'\(Self.hint(nearest))"
    case .severalRoots(_, let links):
      "found \(links.count) links without a parent (\(Self.list(links))), expected one base"
    case .severalParents(_, let link, let joints):
      "link '\(link)': child of \(Self.list(joints)), expected one parent joint"
    case .loop(_, let links): "links \(Self.list(links)) form a loop, expected a tree"
    case .invalidNumber(_, let place, let found, let expected),
      .unsupported(_, let place, let found, let expected):
      "\(place): found \(found), expected \(expected)"
    default: physicalProblem
    }
  }

  private var physicalProblem: String {
    switch self {
    case .massless(_, let link): "link '\(link)': has no mass, expected <inertial>" + Self.remedy
    case .nonPositiveMass(_, let link, let mass):
      "link '\(link)', mass: found \(mass) kg, expected more than 0"
        + (mass < 0 ? "" : Self.remedy)
    case .notPositiveDefinite(_, let link, let moments):
      "link '\(link)', inertia: found principal moments \(moments) kg m², expected all above 0"
        + Self.remedy
    case .triangleInequality(_, let link, let moments):
      "link '\(link)', inertia: found principal moments \(moments) kg m², "
        + "expected none above the sum of the other two" + Self.remedy
    case .limitsReversed(_, let joint, let lower, let upper):
      "joint '\(joint)', limit: found lower \(lower) above upper \(upper), expected lower ≤ upper"
    default: ""
    }
  }

  private static let remedy =
    " (`physics: { inertias: estimate }` in the profile takes one from the shapes)"

  private static func hint(_ nearest: String?) -> String {
    nearest.map { "; did you mean '\($0)'?" } ?? ""
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(8).map { "'\($0)'" }.joined(separator: ", ") + (names.count > 8 ? ", …" : "")
  }
}
