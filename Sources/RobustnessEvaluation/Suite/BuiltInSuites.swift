import Locomotion

extension Suite {
  /// Suites by name.
  public static let all = [quick, standard, full]

  /// Every kind of condition at a mild and a hard severity for the whole life, and four that begin
  /// in mid-life.
  public static let quick = Suite(
    name: "quick", version: 1,
    summary: "every kind at severities 2 and 4, and four conditions that begin in mid-life",
    conditions: Condition.Kind.allCases.flatMap { kind in
      [[Condition(kind, severity: 2)], [Condition(kind, severity: 4)]]
    } + [
      [Condition(.payload, severity: 4, onset: 4)],
      [Condition(.deadJoint, severity: 5, onset: 4)],
      [Condition(.reversedActuator, severity: 5, onset: 4)],
      [Condition(.slope, severity: 3, onset: 4)],
    ])

  /// Every kind of condition at every severity for the whole life.
  public static let standard = Suite(
    name: "standard", version: 1,
    summary: "every kind at severities 1 to 5 for the whole life",
    conditions: wholeLife)

  /// `standard`, then every kind from mid-life on and for three seconds of it, and ``composed``.
  public static let full = Suite(
    name: "full", version: 1,
    summary: "standard, each kind from 4 s on and from 3 to 6 s at severities 2 and 4, and "
      + "conditions that come together",
    conditions: wholeLife + midLife + composed, duration: 10)

  private static var wholeLife: [[Condition]] {
    Condition.Kind.allCases.flatMap { kind in
      Condition.severities.map { [Condition(kind, severity: $0)] }
    }
  }

  private static var midLife: [[Condition]] {
    Condition.Kind.allCases.flatMap { kind in
      [[Condition(kind, severity: 2, onset: 4)], [Condition(kind, severity: 4, onset: 4)]]
    }
  }

  /// Conditions that come together outdoors, or of which one strikes a robot that already copes with
  /// another.
  static let composed: [[Condition]] = [
    // A loaded robot uphill, and on ice.
    [Condition(.slope, severity: 2), Condition(.payload, severity: 3)],
    [Condition(.friction, severity: 4), Condition(.payload, severity: 3)],
    // A slippery hill.
    [Condition(.slope, severity: 2), Condition(.friction, severity: 3)],
    // Rough ground that is felt badly, and with tired motors.
    [Condition(.roughGround, severity: 2), Condition(.sensorNoise, severity: 3)],
    [Condition(.roughGround, severity: 2), Condition(.motorStrength, severity: 3)],
    // A fault far from level ground.
    [Condition(.roughGround, severity: 2), Condition(.deadJoint, severity: 3, onset: 4)],
    [Condition(.slope, severity: 2), Condition(.deadJoint, severity: 3, onset: 4)],
    // Two faults, one after the other.
    [
      Condition(.deadJoint, severity: 3, onset: 3),
      Condition(.reversedActuator, severity: 2, onset: 6),
    ],
    // A load that is put on while sensors are noisy.
    [Condition(.sensorNoise, severity: 2), Condition(.payload, severity: 4, onset: 4)],
  ]
}
