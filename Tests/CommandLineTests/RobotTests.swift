import Foundation
import Testing

/// `ganglion robot check` and `robot import`, as a user meets them.
@Suite struct RobotTests {
  let workplace: Workplace
  private static let ant = Workplace.package + "/robots/ant/ant.urdf"

  init() throws { workplace = try Workplace() }

  private func fail(
    _ status: Int32, _ arguments: [String], _ parts: String...,
    location: Testing.SourceLocation = #_sourceLocation
  ) throws {
    let result = try workplace.start(arguments).finished()
    #expect(result.status == status, "\(result.errors)", sourceLocation: location)
    for part in parts {
      #expect(result.errors.contains(part), "\(result.errors)", sourceLocation: location)
    }
  }

  @Test func checkSaysWhatCameOfEachRule() throws {
    let lines = try workplace.ganglion("robot", "check", "ant").output.split(separator: "\n")
    #expect(lines.count == 12 && lines.last == "ant: usable")
    #expect(lines.dropLast().allSatisfy { $0.hasPrefix("passed   ") }, "\(lines)")
    let json = try workplace.ganglion("robot", "check", "ant", "--json").json()
    let rules = try #require(json["rules"] as? [[String: String]])
    #expect(rules.count == 11 && rules.allSatisfy { $0["level"] == "passed" })
    #expect(rules.last?["summary"]?.hasPrefix("stands for 10 s") == true)
  }

  @Test func anImportedRobotIsCheckedShownAndTrained() throws {
    let result = try workplace.ganglion(
      "robot", "import", Self.ant, "--name", "mine", "--output", "robots", "--json")
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    let report = try result.json()
    #expect(report["usable"] as? Bool == true && report["folder"] as? String == "robots/mine")
    let files = try FileManager.default.contentsOfDirectory(
      atPath: workplace.file("robots/mine"))
    #expect(files.sorted() == ["README.md", "mine.urdf", "mine.yaml"])
    let card = String(decoding: try workplace.read("robots/mine/README.md"), as: UTF8.self)
    #expect(card.contains("from `ant.urdf`") && card.contains("| standing | passed |"))

    for robot in ["robots/mine/mine.urdf", "robots/mine", "./robots/mine/"] {
      #expect(try workplace.ganglion("robot", "check", robot).output.hasSuffix("ant: usable\n"))
    }
    try fail(65, ["robot", "check", "robots/mime"], "/robots: no robot 'mime'", "mine")
    var train = Tiny.train
    train[1] = "locomotion"
    let run = try workplace.start(
      train + ["--robot", "robots/mine", "--generations", "1", "--output", "run", "--json"]
    ).finished()
    #expect(run.status == 0, "\(run.errors)")
    #expect(try run.json()["generations"] as? Int == 1)
  }

  @Test func theSameImportGivesTheSameFiles() throws {
    for folder in ["a", "b"] {
      let result = try workplace.ganglion(
        "robot", "import", Self.ant, "--name", "mine", "--output", folder)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.hasSuffix("next: ganglion train locomotion --robot \(folder)/mine\n"))
    }
    for file in ["mine.urdf", "mine.yaml", "README.md"] {
      #expect(try workplace.read("a/mine/" + file) == workplace.read("b/mine/" + file))
    }
  }

  @Test func whatExistsIsReplacedOnlyWhenAskedTo() throws {
    let arguments = ["robot", "import", Self.ant, "--name", "mine", "--output", "robots"]
    #expect(try workplace.start(arguments).finished().status == 0)
    try fail(74, arguments, "robots/mine: cannot write: it exists; --force replaces it")
    #expect(try workplace.start(arguments + ["--force"]).finished().status == 0)
  }

  @Test func aRobotIsExportedForMuJoCo() throws {
    let result = try workplace.ganglion("robot", "export", "ant", "--mjcf", "ant.xml")
    #expect(result.status == 0 && result.output == "wrote ant.xml\n", "\(result.errors)")
    let text = String(decoding: try workplace.read("ant.xml"), as: UTF8.self)
    #expect(text.hasPrefix("<!-- ant, ") && text.hasSuffix("</mujoco>\n"))
    #expect(text.contains("<option timestep=\"0.01\" integrator=\"Euler\" gravity=\"0 0 -9.81\""))
    let report = try workplace.ganglion(
      "robot", "export", Self.ant, "--mjcf", "again.xml", "--json"
    ).json()
    #expect(report["joints"] as? Int == 8 && report["mjcf"] as? String == "again.xml")
    #expect(try workplace.read("again.xml") == workplace.read("ant.xml"))
    try fail(64, ["robot", "export", "ant"], "--mjcf")
    try fail(65, ["robot", "export", "any", "--mjcf", "a.xml"], "no robot 'any'")
    try fail(74, ["robot", "export", "ant", "--mjcf", "none/a.xml"], "none/a.xml: cannot")
  }

  @Test func badInputIsNamed() throws {
    try fail(65, ["robot", "import", "none.urdf"], "none.urdf: does not exist")
    try fail(64, ["robot", "import", Self.ant, "--name", "a/b"], "--name is \"a/b\"")
    try fail(64, ["robot", "import", Self.ant, "--inertias", "guess"], "guess")
    let xacro = try workplace.write(
      "<robot name=\"r\">\n<xacro:macro name=\"leg\"/></robot>", to: "x.urdf")
    try fail(65, ["robot", "import", xacro, "--output", "o"], "x.urdf:2:", "xacro first")
    _ = try workplace.write("in the way", to: "file")
    try fail(74, ["robot", "import", Self.ant, "--output", "file"], "file: cannot make the folder")
    let text = try String(
      contentsOfFile: Workplace.package + "/robots/quadruped/quadruped.urdf", encoding: .utf8)
    let weak = try workplace.write(
      text.replacing(#/effort="[0-9.]+"/#, with: "effort=\"0.001\""), to: "weak.urdf")
    try fail(
      65, ["robot", "import", weak, "--output", "o"], "weak.urdf: found no pose",
      "motors that carry it")
    #expect(!FileManager.default.fileExists(atPath: workplace.file("o")))
  }

  @Test func inertiasAreEstimatedOrRefused() throws {
    let text = try String(contentsOfFile: Self.ant, encoding: .utf8)
    let bare = text.replacing(#/<inertia [^>]*>/#, with: "<inertia ixx=\"0\" iyy=\"0\" izz=\"0\"/>")
    let urdf = try workplace.write(bare, to: "bare.urdf")
    try fail(65, ["robot", "check", urdf], "bare.urdf:", "inertias: estimate")
    let refused = ["robot", "import", urdf, "--output", "o", "--inertias", "refuse"]
    try fail(65, refused, "inertias: estimate")
    let result = try workplace.ganglion("robot", "import", urdf, "--output", "o")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("its shapes, evenly filled"))
    let profile = String(decoding: try workplace.read("o/bare/bare.yaml"), as: UTF8.self)
    #expect(profile.contains("inertias: estimate"))
  }
}
