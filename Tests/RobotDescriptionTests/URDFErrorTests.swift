import FileFormats
import Foundation
import RobotDescription
import Testing

@Suite("Broken URDFs") struct URDFErrorTests {
  @Test(arguments: brokenSyntax + brokenTrees + brokenLinks + brokenJoints)
  func errorNamesPlaceAndReason(_ broken: BrokenURDF) throws {
    let error = try #require(Fixture.error(broken.urdf))
    #expect(Fixture.line(of: error) == broken.line, "\(error)")
    #expect("\(error)".hasPrefix("r.urdf:\(broken.line):"), "\(error)")
    for word in broken.says { #expect("\(error)".contains(word), "\(error)") }
  }

  @Test func entitiesAreRefusedBeforeParsing() {
    let laughs = """
      <?xml version="1.0"?>
      <!-- a comment -->
      <!DOCTYPE robot [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>
      <robot name="&b;"><link name="a"/></robot>
      """
    let expected = "found a DOCTYPE, which may declare entities; expected <robot>"
    #expect((Fixture.error(laughs) as? XMLError)?.description == "r.urdf:3:1: \(expected)")
    let stolen = "<!DOCTYPE robot [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>" + Fixture.pair
    #expect((Fixture.error(stolen) as? XMLError)?.description == "r.urdf:1:1: \(expected)")
  }

  @Test func missingAndOversizedFilesAreNamed() throws {
    func problem(_ path: String) -> String? {
      let error = #expect(throws: RobotDescriptionError.self) {
        try RobotModel.load(urdfPath: path)
      }
      return error?.description
    }
    #expect(problem("/no.urdf") == "/no.urdf: does not exist")
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("big.urdf").path
    #expect(FileManager.default.createFile(atPath: path, contents: Data()))
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.truncate(atOffset: (16 << 20) + 1)
    #expect(problem(path) == "\(path): more than \(16 << 20) bytes, the limit")
    try file.truncate(atOffset: 0)
    try file.write(contentsOf: Data([0x3C, 0xFF, 0xFE]))
    #expect(problem(path) == "\(path): is not UTF-8 text")
  }

  @Test func deepNestingIsAnErrorNotACrash() {
    let deep = String(repeating: "<a>", count: 200_000)
    #expect(Fixture.error("<robot name=\"r\">" + deep) is XMLError)
  }

  @Test func elementsOfOtherProgramsArePassedOver() throws {
    let extra = """
      <gazebo:plugin a:b="1"/><transmission name="t"/><material name="m"/>
      """
    let model = try Fixture.model(
      Fixture.pair.replacingOccurrences(of: "</robot>", with: extra + "</robot>"))
    #expect(model.links.count == 2)
  }

  @Test func anyTruncationOfARobotIsAnErrorOrARobot() throws {
    let text = try String(contentsOfFile: Fixture.robots + "/ant/ant.urdf", encoding: .utf8)
    for length in stride(from: 0, to: text.utf8.count - 2, by: 101) {
      let cut = String(decoding: text.utf8.prefix(length), as: UTF8.self)
      #expect(Fixture.error(cut) is any GanglionError, "cut at \(length)")
    }
  }
}
