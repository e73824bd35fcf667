import Foundation
import Testing

@Suite struct HelpTests {
  let workplace: Workplace

  init() throws { workplace = try Workplace() }

  @Test(arguments: [
    "", "train", "evaluate", "replay", "robot", "robot check", "robot import", "robot export",
    "robot list",
    "robot show", "rules",
    "presets", "episodes", "gradients", "benchmark", "perturbation", "suites", "verify",
  ])
  func everyCommandHasHelp(command: String) throws {
    let words = command.split(separator: " ").map(String.init)
    let result = try workplace.start(words + ["--help"]).finished()
    #expect(result.status == 0)
    #expect(result.output.contains("USAGE: ganglion" + (command.isEmpty ? "" : " " + command)))
    #expect(result.errors.isEmpty)
    if !["robot", "robot list"].contains(command) { #expect(result.output.contains("Example")) }
  }

  @Test func presetsAreListed() throws {
    let text = try workplace.ganglion("presets")
    #expect(text.status == 0 && text.errors.isEmpty)
    #expect(text.output.contains("ant ") && text.output.contains("hexapod"))
    let json = try workplace.ganglion("presets", "--json").json()
    let names = (json["presets"] as? [[String: String]])?.compactMap { $0["name"] }
    #expect(names?.contains("ant") == true)
    for name in names ?? [] { #expect(text.output.contains("\(name)  "), "\(name) is whole") }
  }

  @Test func aShownPresetIsAnExperimentFile() throws {
    let shown = try workplace.ganglion("presets", "--show", "ant")
    #expect(shown.status == 0)
    #expect(shown.output.hasPrefix("schema: 2\n"))
    #expect(shown.output.contains("\n  heading: 0.0\n"), "\(shown.output)")
    #expect(shown.output.contains("\n  heading_spread: 0.5\n"), "\(shown.output)")
    let path = try workplace.write(shown.output, to: "mine.yaml")
    #expect(try workplace.ganglion("presets", "--show", path).output == shown.output)
  }

  @Test func suitesAndConditionsAreListed() throws {
    let json = try workplace.ganglion("suites", "--json").json()
    let suites = try #require(json["suites"] as? [[String: Any]])
    #expect(suites.compactMap { $0["name"] as? String } == ["quick", "standard", "full", "hidden"])
    let kinds = try #require(json["conditions"] as? [[String: Any]])
    #expect(kinds.allSatisfy { ($0["levels"] as? [Double])?.count == 5 })
    let text = try workplace.ganglion("suites")
    #expect(text.status == 0 && text.errors.isEmpty)
    for name in (suites + kinds).compactMap({ $0["name"] as? String }) {
      #expect(text.output.contains("\(name) "), "\(name)")
    }
    let standard = try workplace.ganglion("suites", "--show", "standard").output
    #expect(standard.split(separator: "\n").count == 5 * kinds.count)
    let file = try workplace.write(
      "schema: 1\nname: mine\nconditions: [slope:2+payload:1@3s]\n", to: "mine.yaml")
    #expect(try workplace.ganglion("suites", "--show", file).output == "slope:2+payload:1@3s\n")
  }

  @Test func rulesHaveEquationAndSource() throws {
    let text = try workplace.ganglion("rules")
    #expect(text.status == 0)
    let json = try workplace.ganglion("rules", "--json").json()
    for part in ["rules", "gates"] {
      let rows = try #require(json[part] as? [[String: String]])
      #expect(!rows.isEmpty)
      for row in rows {
        let name = try #require(row["name"])
        #expect(row["equation"]?.isEmpty == false && row["source"]?.isEmpty == false)
        #expect(text.output.contains("  \(name)\n"))
      }
    }
  }

  @Test func robotsAreListedShownAndChecked() throws {
    let list = try workplace.ganglion("robot", "list", "--json").json()
    let robots = try #require(list["robots"] as? [[String: Any]])
    #expect(robots.compactMap { $0["name"] as? String } == ["ant", "hexapod", "quadruped"])
    #expect(try workplace.ganglion("robot", "list").output.contains("ant  "))
    let show = try workplace.ganglion("robot", "show", "ant", "--json").json()
    #expect((show["joints"] as? [Any])?.count == 8)
    #expect((show["feet"] as? [Any])?.count == 4)
    #expect(try workplace.ganglion("robot", "show", "ant").output.contains("fl_hip"))
    let urdf = Workplace.package + "/robots/ant/ant.urdf"
    for robot in ["ant", urdf] {
      let check = try workplace.ganglion("robot", "check", robot, "--json")
      #expect(check.status == 0 && check.errors.isEmpty)
      let json = try check.json()
      #expect(json["usable"] as? Bool == true)
      let findings = try #require(json["findings"] as? [[String: String]])
      for finding in findings {
        #expect(Set(finding.keys) == ["rule", "level", "where", "message"])
      }
      #expect(findings.contains { $0["rule"] == "standing" })
    }
    #expect(try workplace.ganglion("robot", "check", "ant").output.hasSuffix("ant: usable\n"))
  }

  @Test func versionIsPrinted() throws {
    let version = try workplace.ganglion("--version")
    #expect(version.status == 0)
    #expect(version.output.split(separator: ".").count == 3)
  }
}
