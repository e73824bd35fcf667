import FileFormats
import RobotDescription
import Testing

@Suite struct ProfileKeysTests {
  private static let ball = "<collision><geometry><sphere radius=\"0.1\"/></geometry></collision>"
  private static let urdf = Fixture.robot(
    Fixture.link("base"), Fixture.link("shin", Fixture.inertial() + ball),
    Fixture.joint("knee", "base", "shin"))

  /// A profile of one key; groups are a list.
  private func profile(_ note: KeyNote, value: String) -> String {
    let parts = note.key.split(separator: ".").map(String.init)
    guard parts.starts(with: ["joints", "groups"]) else {
      return parts.reversed().reduce(value) { "{\($1): \($0)}" }
    }
    let match = parts[2] == "match" ? "" : "match: \"*\", "
    return "{joints: {groups: [{\(match)\(parts[2]): \(value)}]}}"
  }

  private func problem(_ text: String) -> String? {
    Fixture.error(Self.urdf, profile: text).map { "\($0)" }
  }

  /// Each is read with its default, and nothing else is.
  @Test func everyKeyIsRead() {
    for note in ProfileKeys.all {
      let standard = note.standard ?? ""
      let value =
        switch note.key {
        case "feet": "[shin]"
        case "joints.groups.match": "\"*\""
        default: Double(standard) == nil && !["true", "refuse"].contains(standard) ? "1" : standard
        }
      #expect(problem(profile(note, value: value)) == nil, "\(note.key): \(value)")
      let unknown = KeyNote(note.key + "x", "")
      #expect(problem(profile(unknown, value: "1"))?.contains("unknown key") == true, "\(note.key)")
    }
  }
}
