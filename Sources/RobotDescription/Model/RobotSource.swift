import NumericalMethods

/// The texts a robot was read from, so that a policy file can carry its robot.
public struct RobotSource: Sendable, Hashable, Codable {
  /// URDF.
  public let urdf: String
  /// YAML; may be empty.
  public let profile: String

  /// Texts as read from disk or from a policy file.
  public init(urdf: String, profile: String) {
    (self.urdf, self.profile) = (urdf, profile)
  }

  /// FNV-1a, 64 bits, over the bytes of the URDF, a zero byte and those of the profile, as sixteen
  /// hexadecimal digits (Fowler, Noll & Vo; RFC 9923).
  public var digest: String {
    var digest = Digest64()
    digest.update(urdf)
    digest.update(0 as UInt8)
    digest.update(profile)
    return digest.hex
  }
}
