public import Locomotion

/// A versioned list of conditions that policies are tried under.
public struct Suite: Sendable, Equatable {
  public var name: String
  /// Rises whenever the same name comes to mean other trials.
  public var version: Int
  /// One line for tables and help.
  public var summary = ""
  /// Each entry is what one row of the table is about; the nominal world is tried besides.
  public var conditions: [[Condition]]
  /// Episodes of each condition unless others are asked for.
  public var episodes = 10
  /// Length of a life [s]; nil is that of the policy's own evaluation.
  public var duration: Double?
  public var primary = PrimaryMeasure()
}

extension Suite {
  /// Suites by name.
  public static let all = [quick, standard, full, hidden]

  /// Eight kinds of condition at a mild and a hard severity for the whole life, and four that begin
  /// in mid-life: the table of every shipped policy.
  static let quick = Suite(
    name: "quick", version: 2,
    summary: "eight kinds at severities 2 and 4, and four conditions from 4 s on",
    conditions: [
      .friction, .payload, .motorStrength, .deadJoint, .reversedActuator, .sensorNoise, .slope,
      .roughGround,
    ].flatMap { series($0, [2, 4]) } + [
      [Condition(.payload, severity: 4, onset: 4)],
      [Condition(.deadJoint, severity: 5, onset: 4)],
      [Condition(.reversedActuator, severity: 5, onset: 4)],
      [Condition(.slope, severity: 3, onset: 4)],
    ])

  /// Every kind of condition at every severity for the whole life.
  static let standard = Suite(
    name: "standard", version: 2, summary: "every kind at severities 1 to 5 for the whole life",
    conditions: wholeLife)

  /// `standard`; every kind from 4 s on; every kind from 3 s to 6 s, to see who recovers; and
  /// ``composed``.
  static let full = Suite(
    name: "full", version: 2,
    summary: "standard, every kind from 4 s on and from 3 to 6 s at severities 2 and 4, and "
      + "conditions that come together",
    conditions: wholeLife
      + Condition.Kind.allCases.flatMap { series($0, [2, 4], onset: 4) }
      + Condition.Kind.allCases.flatMap { series($0, [2, 4], onset: 3, end: 6) }
      + composed,
    duration: 10)

  /// Changes at 4 s of what no sensor measures, for robots that find out: the primary measure
  /// begins 1.5 s later.
  static let hidden = Suite(
    name: "hidden", version: 1,
    summary: "changes at 4 s that no sensor measures: actuators, wiring, encoders, delay, load",
    conditions: (1...4).map { repeated(.reversedActuator, $0) } + [repeated(.reversedRandom, 1)]
      + (1...2).map { repeated(.swappedPair, $0) }
      + [
        Condition(.reversedEncoder, severity: 5, onset: 4),
        Condition(.encoderOffset, severity: 3, onset: 4),
        Condition(.actionLatency, severity: 2, onset: 4),
        Condition(.actionLatency, severity: 4, onset: 4),
        Condition(.gainSpread, severity: 5, onset: 4),
        Condition(.motorStrength, severity: 4, onset: 4),
        Condition(.deadJoint, severity: 5, onset: 4),
        Condition(.lockedJoint, severity: 5, onset: 4),
        Condition(.lostLeg, severity: 5, onset: 4),
        Condition(.friction, severity: 4, onset: 4),
        Condition(.payload, severity: 4, onset: 4),
        Condition(.payloadOffset, severity: 4, onset: 4),
      ].map { [$0] },
    duration: 12, primary: PrimaryMeasure(settling: 1.5))

  private static func repeated(_ kind: Condition.Kind, _ count: Int) -> [Condition] {
    (0..<count).map { _ in Condition(kind, severity: 5, onset: 4) }
  }

  private static let wholeLife = Condition.Kind.allCases.flatMap {
    series($0, Array(Condition.severities))
  }

  private static func series(
    _ kind: Condition.Kind, _ severities: [Int], onset: Double = 0, end: Double? = nil
  ) -> [[Condition]] {
    severities.map { [Condition(kind, severity: $0, onset: onset, end: end)] }
  }

  /// Conditions that come together outdoors, or of which one strikes a robot that already copes
  /// with another.
  static let composed: [[Condition]] = [
    // A loaded robot uphill and upstairs, and on slippery ground.
    [Condition(.slope, severity: 2), Condition(.payload, severity: 3)],
    [Condition(.stairsUp, severity: 1), Condition(.payload, severity: 2)],
    [Condition(.friction, severity: 4), Condition(.payload, severity: 3)],
    // A slippery hill, and one with the load to a side.
    [Condition(.slope, severity: 2), Condition(.friction, severity: 3)],
    [Condition(.crossSlope, severity: 2), Condition(.payloadOffset, severity: 2)],
    // Rough ground that is felt badly, and with tired motors; obstacles in the wind.
    [Condition(.roughGround, severity: 2), Condition(.sensorNoise, severity: 3)],
    [Condition(.roughGround, severity: 2), Condition(.motorStrength, severity: 3)],
    [Condition(.obstacles, severity: 2), Condition(.wind, severity: 2)],
    // Delays on the way in and out.
    [Condition(.sensorLatency, severity: 1), Condition(.actionLatency, severity: 1)],
    // A fault far from level ground.
    [Condition(.roughGround, severity: 2), Condition(.deadJoint, severity: 3, onset: 4)],
    [Condition(.slope, severity: 2), Condition(.lockedJoint, severity: 3, onset: 4)],
    [Condition(.softGround, severity: 2), Condition(.lostLeg, severity: 3, onset: 4)],
    // A push on ice, and one for a robot with a load.
    [Condition(.icePatches, severity: 3), Condition(.push, severity: 3, onset: 4)],
    [Condition(.payload, severity: 3), Condition(.push, severity: 3, onset: 4)],
    // Two faults, one after the other; sensors that fail for a while on a robot with one.
    [
      Condition(.deadJoint, severity: 3, onset: 3),
      Condition(.reversedActuator, severity: 2, onset: 6),
    ],
    [
      Condition(.deadJoint, severity: 2),
      Condition(.sensorDropout, severity: 3, onset: 4, end: 6),
    ],
  ]
}
