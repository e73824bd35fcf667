public import FileFormats

/// Why a robot description cannot be used: where, what was found, what was expected. What is wrong
/// with its XML is an `XMLError`.
public enum RobotDescriptionError: GanglionError, Hashable {
  case unreadableFile(path: String, reason: String)
  /// Limit in bytes.
  case fileTooLarge(path: String, limit: Int)
  case noRobot(SourceLocation, found: String)
  case noLinks(SourceLocation)
  case unknownLink(
    SourceLocation, joint: String, role: String, link: String, nearest: String?)
  case severalRoots(SourceLocation, links: [String])
  case severalParents(SourceLocation, link: String, joints: [String])
  /// Links that hang from each other in a circle.
  case loop(SourceLocation, links: [String])
  /// Valid in some URDF dialect, but not understood here.
  case unsupported(SourceLocation, place: String, found: String, expected: String)
  /// A moving body without mass.
  case massless(SourceLocation, link: String)
  case nonPositiveMass(SourceLocation, link: String, mass: Double)
  /// Principal moments [kg m²] in ascending order.
  case notPositiveDefinite(SourceLocation, link: String, moments: [Double])
  /// The largest principal moment exceeds the sum of the others, as no body's does.
  case triangleInequality(SourceLocation, link: String, moments: [Double])
  case limitsReversed(SourceLocation, joint: String, lower: Double, upper: Double)
  /// A mesh file that is not what it should be.
  case invalidMesh(path: String, place: String, found: String, expected: String)
  case unknownRobot(name: String, directory: String, known: [String], nearest: String?)
}

extension RobotDescriptionError {
  /// One line: file, line and column, then place, value found and what was expected.
  public var description: String {
    let (place, problem) = report
    return place.map { "\($0): \(problem)" } ?? problem
  }

  /// Where in the URDF the problem lies; nil for problems with whole files.
  public var location: SourceLocation? { report.place }

  /// Whether the mass or inertia of a body is missing or of no body, which `inertias: estimate`
  /// mends.
  public var isAboutInertia: Bool {
    switch self {
    case .massless, .notPositiveDefinite, .triangleInequality: true
    case .nonPositiveMass(_, _, let mass): mass == 0
    default: false
    }
  }

  private var report: (place: SourceLocation?, problem: String) {
    switch self {
    case .unreadableFile(let path, let reason): (nil, "\(path): \(reason)")
    case .fileTooLarge(let path, let limit):
      (nil, "\(path): found more than \(limit) bytes, the limit")
    case .invalidMesh(let path, let place, let found, let expected):
      (nil, "\(path): \(place): found \(found), expected \(expected)")
    case .unknownRobot(let name, let directory, let known, let nearest):
      (
        nil,
        "\(directory): no robot '\(name)'\(Self.hint(nearest)); there are: "
          + (known.isEmpty ? "none" : known.joined(separator: ", "))
      )
    case .noRobot(let at, let found): (at, "found <\(found)>, expected <robot>")
    case .noLinks(let at): (at, "robot: found no link, expected at least one")
    case .unknownLink(let at, let joint, let role, let link, let nearest):
      (at, "joint '\(joint)', \(role): no link '\(link)'\(Self.hint(nearest))")
    case .severalRoots(let at, let links):
      (at, "found \(links.count) links without a parent (\(Self.list(links))), expected one base")
    case .severalParents(let at, let link, let joints):
      (at, "link '\(link)': child of \(Self.list(joints)), expected one parent joint")
    case .loop(let at, let links):
      (at, "links \(Self.list(links)) form a loop, expected a tree")
    case .unsupported(let at, let place, let found, let expected):
      (at, "\(place): found \(found), expected \(expected)")
    case .massless(let at, let link):
      (at, "link '\(link)': has no mass, expected <inertial>" + Self.remedy)
    case .nonPositiveMass(let at, let link, let mass):
      (
        at,
        "link '\(link)', mass: found \(mass) kg, expected more than 0"
          + (mass < 0 ? "" : Self.remedy)
      )
    case .notPositiveDefinite(let at, let link, let moments):
      (at, Self.inertia(link, moments, expected: "all above 0"))
    case .triangleInequality(let at, let link, let moments):
      (at, Self.inertia(link, moments, expected: "none above the sum of the other two"))
    case .limitsReversed(let at, let joint, let lower, let upper):
      (
        at,
        "joint '\(joint)', limit: found lower \(lower) above upper \(upper), "
          + "expected lower ≤ upper"
      )
    }
  }

  private static func inertia(_ link: String, _ moments: [Double], expected: String) -> String {
    "link '\(link)', inertia: found principal moments \(moments) kg m², expected \(expected)"
      + remedy
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
