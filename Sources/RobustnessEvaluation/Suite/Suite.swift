public import Locomotion

/// A versioned list of conditions that policies are tried under.
public struct Suite: Sendable, Equatable {
  public let name: String
  /// Rises whenever the same name comes to mean other trials.
  public let version: Int
  /// Each entry is what one row of the table is about; the nominal world is tried besides.
  public let conditions: [[Condition]]

  public init(name: String, version: Int, conditions: [[Condition]]) {
    self.name = name
    self.version = version
    self.conditions = conditions
  }

  /// Every kind of condition at a mild and a hard severity for the whole life, and four that begin
  /// in mid-life.
  public static let quick = Suite(
    name: "quick", version: 1,
    conditions: Condition.Kind.allCases.flatMap { kind in
      [[Condition(kind, severity: 2)], [Condition(kind, severity: 4)]]
    } + [
      [Condition(.payload, severity: 4, onset: 4)],
      [Condition(.deadJoint, severity: 5, onset: 4)],
      [Condition(.reversedActuator, severity: 5, onset: 4)],
      [Condition(.slope, severity: 3, onset: 4)],
    ])

  /// Suites by name.
  public static let all = [quick]
}
