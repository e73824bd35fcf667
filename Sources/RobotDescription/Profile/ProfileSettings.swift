import FileFormats

/// What to do with a body whose mass or inertia is missing or that of no body.
enum InertiaPolicy: String, CaseIterable {
  /// It is an error.
  case refuse
  /// It is taken from the collision shapes, and reported by `RobotModel.check`.
  case estimate
}

/// What a control profile says, before it meets the robot's joints.
struct ProfileSettings {
  var control = ControlProfile()
  /// What becomes of bodies whose mass or inertia is missing or wrong.
  var inertias = InertiaPolicy.refuse
  /// Names of links, each with its place in the file; nil when the profile does not say.
  var feet: [YAMLReader]?
  /// Applied in order, later over earlier.
  var groups: [JointGroup] = []

  /// The servo of the joint called `name`.
  func servo(of name: String) -> ServoSettings {
    groups.filter { $0.matches(name) }.reduce(into: ServoSettings()) { $0.apply($1.values) }
  }

  /// Throws for the first group that matches none of `names`, those of movable joints.
  func requireMatches(among names: [String]) throws {
    for group in groups where !names.contains(where: group.matches) {
      guard let place = group.place else { continue }
      let near = nearestName(to: group.pattern, among: names).map { ", such as '\($0)'" } ?? ""
      throw place.failure(expected: "the name of a movable joint\(near)")
    }
  }
}

/// Servo settings that a group of joints shares; nil leaves the earlier value.
struct ServoSettings {
  /// Defaults to the position nearest zero between the stops.
  var standing: Double?
  var kp: Double? = 40
  var kd: Double? = 1.2
  var range: Double? = 0.4

  mutating func apply(_ other: ServoSettings) {
    standing = other.standing ?? standing
    kp = other.kp ?? kp
    kd = other.kd ?? kd
    range = other.range ?? range
  }
}

/// Joints whose names match a pattern, and their settings.
struct JointGroup {
  let pattern: String
  /// Where the pattern stands; nil for the defaults, which need not match.
  let place: YAMLReader?
  let values: ServoSettings

  /// An exact name, or a glob in which `*` stands for any letters, also none.
  func matches(_ name: String) -> Bool { Self.matches(Array(name), Array(pattern)) }

  /// Greedy matching with one point of return: linear but for the last star's retries.
  private static func matches(_ name: [Character], _ pattern: [Character]) -> Bool {
    var (i, j) = (0, 0)
    var star: (pattern: Int, name: Int)?
    while i < name.count {
      if j < pattern.count, pattern[j] == "*" {
        star = (j, i)
        j += 1
      } else if j < pattern.count, pattern[j] == name[i] {
        (i, j) = (i + 1, j + 1)
      } else if let back = star {
        star = (back.pattern, back.name + 1)
        (i, j) = (back.name + 1, back.pattern + 1)
      } else {
        return false
      }
    }
    return pattern[j...].allSatisfy { $0 == "*" }
  }
}
