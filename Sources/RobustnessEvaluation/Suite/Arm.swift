import FileFormats
public import Locomotion
import Policies

/// Policies that are compared as one: trained alike, each from a training seed of its own. A policy
/// that is given alone is an arm by itself.
public struct Arm: Sendable {
  public let name: String
  public let policies: [NamedPolicy]
  /// Whether a study of fast weights looks into it, or only compares with it as it is.
  let isStudied: Bool
  /// What its policies are told of hidden facts, where they are told any.
  let telling: Telling

  public init(
    name: String, policies: [NamedPolicy], isStudied: Bool = true, telling: Telling = .truth
  ) {
    (self.name, self.policies, self.isStudied) = (name, policies, isStudied)
    self.telling = telling
  }

  /// An arm of one.
  public init(_ policy: NamedPolicy, isStudied: Bool = true) {
    self.init(name: policy.name, policies: [policy], isStudied: isStudied)
  }

  /// Names of arms of one policy each: what is left of their paths without the folders that all
  /// have, `.safetensors`, and `policy` in a run's folder; whole paths where that tells two of them
  /// no longer apart.
  public static func shortNames(of paths: [String]) -> [String] {
    var parts = paths.map { path -> [Substring] in
      var parts = path.split(separator: "/")
      let ending = ".safetensors"
      if let last = parts.last, last.hasSuffix(ending) {
        parts[parts.count - 1] = last.dropLast(ending.count)
        if parts.count > 1, parts.last == "policy" { parts.removeLast() }
      }
      return parts
    }
    // One alone keeps its folder: its own name is often that of a kind.
    while parts.count > 1, parts.allSatisfy({ $0.count > 1 && $0[0] == parts[0][0] }) {
      for index in parts.indices { parts[index].removeFirst() }
    }
    if parts.count == 1 { parts[0] = Array(parts[0].suffix(2)) }
    let names = parts.map { $0.joined(separator: "/") }
    let areNames = !names.contains("") && Set(names).count == names.count
    return areNames ? names : paths
  }

  /// What trials carry of the arm and of each of its policies.
  var members: [ArmMember] {
    policies.map {
      ArmMember(arm: name, policy: $0.name, trainingSeed: $0.policy.provenance.seed)
    }
  }
}

/// A policy in its arm.
struct ArmMember: Sendable, Equatable {
  var arm: String
  var policy: String
  var trainingSeed: UInt64
}

/// Arms that cannot be compared as they are.
public struct ArmError: Error, Equatable, CustomStringConvertible {
  public let arm: String
  public let found: String
  public let expected: String

  public var description: String {
    "arm \(arm): found \(TerminalText.quoted(found)), expected \(expected)"
  }
}

extension [Arm] {
  /// Checks that training seeds differ within each arm, names between arms, and that all walk the
  /// same robot.
  /// - Throws: ``ArmError``; `SafeTensorsError` for a policy that does not walk.
  public func validate() throws {
    var names = Set<String>()
    for arm in self {
      guard names.insert(arm.name).inserted else {
        throw ArmError(arm: arm.name, found: "two of this name", expected: "each name once")
      }
      var seeds: [UInt64: String] = [:]
      for (name, policy) in arm.policies {
        if let other = seeds.updateValue(name, forKey: policy.provenance.seed) {
          throw ArmError(
            arm: arm.name,
            found: "\(other) and \(name), both of training seed \(policy.provenance.seed)",
            expected: "each training seed once: intervals count seeds")
        }
      }
    }
  }
}

/// What policies are compared by first, fixed before trials are run: the mean speed along the
/// commanded heading [m/s] from `settling` seconds after the change to the planned end of the life,
/// absolute and not a share of another speed. The change is when the first condition begins that
/// does not begin with the life, else the life's start; after a fall the robot stands, and a trial
/// that diverges has 0.
public struct PrimaryMeasure: Sendable, Equatable, Encodable {
  /// Time after the change that is left out [s].
  public var settlingS = 1.0

  public init(settling: Double = 1) { settlingS = settling }

  /// In words.
  public var text: String {
    "mean speed from \(settlingS.formatted) s after the change to the end [m/s]"
  }
}

extension Double {
  /// Without a fraction where there is none.
  fileprivate var formatted: String {
    self == rounded() && abs(self) < 1e9 ? "\(Int(self))" : "\(self)"
  }
}
