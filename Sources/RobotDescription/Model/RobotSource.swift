/// The texts a robot was read from, so that a policy file can carry its robot.
public struct RobotSource: Sendable, Hashable, Codable {
  /// URDF.
  public let urdf: String
  /// YAML; may be empty.
  public let profile: String

  /// Texts as read from disk or from a policy file.
  public init(urdf: String, profile: String) {
    self.urdf = urdf
    self.profile = profile
  }

  /// FNV-1a, 64 bits, over the bytes of the URDF, a zero byte and those of the profile, as sixteen
  /// hexadecimal digits (Fowler, Noll & Vo; RFC 9923).
  public var digest: String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func absorb(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    urdf.utf8.forEach(absorb)
    absorb(0)
    profile.utf8.forEach(absorb)
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
