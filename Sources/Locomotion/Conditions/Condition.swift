/// One departure from the nominal robot and world, for the whole life or from a moment inside it.
///
/// Written `kind:severity@onset`, such as `slope:3`, `payload:2@4s`; several joined by `+`.
public struct Condition: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case friction, payload
    case motorStrength = "motor-strength"
    case deadJoint = "dead-joint"
    case reversedActuator = "reversed-actuator"
    case sensorNoise = "sensor-noise"
    case slope
    case roughGround = "rough-ground"
  }

  public var kind: Kind
  /// 1 (mild) to 5 (hard).
  public var severity: Int
  /// When it begins [s]; 0 is the whole life.
  public var onset: Double

  public static let severities = 1...5

  public init(_ kind: Kind, severity: Int, onset: Double = 0) {
    precondition(Self.severities.contains(severity), "severity is 1 to 5")
    precondition(onset >= 0 && onset.isFinite, "onset is a time from 0 on")
    self.kind = kind
    self.severity = severity
    self.onset = onset
  }
}

extension Condition.Kind {
  /// What the severities 1 to 5 mean, in the unit of `unit`.
  public var levels: [Double] {
    switch self {
    case .friction: [0.8, 0.6, 0.45, 0.3, 0.2]
    case .payload: [0.1, 0.2, 0.3, 0.4, 0.5]
    case .motorStrength: [0.9, 0.8, 0.7, 0.6, 0.5]
    case .deadJoint: [0.8, 0.6, 0.4, 0.2, 0]
    case .reversedActuator: [0.6, 0.2, -0.2, -0.6, -1]
    case .sensorNoise: [0.05, 0.1, 0.2, 0.3, 0.4]
    case .slope: [3, 6, 9, 12, 15]
    case .roughGround: [0.02, 0.04, 0.06, 0.08, 0.1]
    }
  }

  /// One line for tables and help.
  public var summary: String {
    switch self {
    case .friction: "Coulomb coefficient of the ground, as a share of the nominal one"
    case .payload: "point mass at the base's centre of mass, as a share of the robot's mass"
    case .motorStrength: "share of the commanded effort that arrives, all joints"
    case .deadJoint: "share of the commanded effort that arrives at one joint, drawn by the seed"
    case .reversedActuator: "gain from action to target of one joint, drawn by the seed"
    case .sensorNoise: "standard deviation of Gaussian noise on every normalised sensor channel"
    case .slope: "uphill slope [deg], by tilting gravity"
    case .roughGround: "largest height and depth of fractal bumps [m]"
    }
  }
}

extension Condition: CustomStringConvertible {
  public var description: String {
    let base = "\(kind.rawValue):\(severity)"
    return onset == 0 ? base : "\(base)@\(onset.formatted)s"
  }
}

extension Double {
  /// The shortest text that reads back, without a trailing `.0`.
  fileprivate var formatted: String {
    self == rounded() && abs(self) < 1e15 ? String(Int(self)) : String(self)
  }
}
