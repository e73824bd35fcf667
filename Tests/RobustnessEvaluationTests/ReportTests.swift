import FileFormats
import Foundation
import Locomotion
import Testing
@testable import RobustnessEvaluation

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct ReportTests {
  /// A name that would be markup, attribute and command if it were not told as text.
  static let name = "runs/a <b>&\"'; rm x/p.safetensors"

  static func report() throws -> EvaluationReport {
    let policy = (name: name, policy: try Fixture.policy())
    var suite = Fixture.suite
    suite.duration = 1.2
    let session = SuiteSession(
      Fixture.runner(suite), [Arm(policy), Arm(("q", policy.policy))])
    try session.run()
    let lifespan = LifespanStudy(Fixture.setting(episodes: 1))
    return try EvaluationReport(
      program: "1.2.3", Fixture.setting(episodes: 2, physics: PhysicsOptions(stepDivisor: 2)),
      policies: [policy, ("q", policy.policy)], suite: EvaluationReport.SuiteRun(session),
      dividend: DividendSummary(try DividendTests.session([Arm(policy)])),
      lifespan: LifespanSummary(lifespan, [try lifespan.run(try LifespanTests.policy())]))
  }

  static let page = Result { try report().html }

  /// What an XML parser finds: the page is well-formed, so no text in it is taken for markup.
  final class Elements: NSObject, XMLParserDelegate {
    var names: [String: Int] = [:]
    var attributes: [(element: String, name: String, value: String)] = []
    var text = ""

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      names[name, default: 0] += 1
      for (key, value) in attributes { self.attributes.append((name, key, value)) }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
  }

  static func elements() throws -> Elements {
    let parser = XMLParser(data: Data(try page.get().utf8))
    let elements = Elements()
    parser.delegate = elements
    #expect(parser.parse(), "\(String(describing: parser.parserError)) \(parser.lineNumber)")
    return elements
  }

  @Test func namesAreTextAndNeverMarkup() throws {
    let elements = try Self.elements()
    #expect(elements.names["b"] == nil && elements.names["script"] == nil)
    #expect(elements.text.contains(Self.name))
    #expect(elements.attributes.allSatisfy { !$0.name.hasPrefix("on") })
  }

  @Test func nothingIsLoadedFromElsewhere() throws {
    let elements = try Self.elements()
    for (element, name, value) in elements.attributes where ["href", "src"].contains(name) {
      #expect(value.hasPrefix("#"), "\(element) \(name)=\(value)")
      let isThere = elements.attributes.contains { $0.name == "id" && "#" + $0.value == value }
      #expect(isThere, "\(value) leads nowhere")
    }
    let page = try Self.page.get()
    for word in ["@import", "url(", "<link", "<iframe", "<img", "http://", "https://"] {
      #expect(!page.contains(word), "\(word)")
    }
  }

  @Test func everyFigureHasATitleAndEveryPart() throws {
    let elements = try Self.elements()
    let figures = elements.names["figure"] ?? 0
    // Profiles and a forest of the suite, three of the dividend, four of the lifespan.
    #expect(figures == 2 + 3 + 4)
    let labels = elements.attributes.filter { $0.element == "svg" && $0.name == "aria-label" }
    #expect(labels.count == figures && labels.allSatisfy { !$0.value.isEmpty })
    #expect(Set(labels.map(\.value)).count == figures, "no two figures have one name")
    let sections = elements.attributes.filter { $0.element == "section" }.map(\.value)
    #expect(
      sections == [
        "overview", "arms", "comparisons", "conditions", "survived", "profiles", "dividend",
        "lifespan", "cost", "worst", "notes",
      ])
    #expect(!elements.text.contains("nan") && !elements.text.contains("inf)"))
  }

  /// Of one policy an arm, a comparison has an estimate without bounds: no picture draws what is
  /// no number.
  @Test func everyPlaceInAPictureIsANumber() throws {
    let lone = try #require(try Self.report().suite?.summary.comparisons.first)
    #expect(lone.probabilityOfImprovement.bounds == nil)
    let places: Set = [
      "d", "points", "x", "y", "cx", "cy", "r", "x1", "x2", "y1", "y2", "width", "height",
      "viewBox",
    ]
    for (element, name, value) in try Self.elements().attributes where places.contains(name) {
      let isPlace = value.allSatisfy { $0.isASCII } && !value.contains("nan")
      #expect(isPlace, "\(element) \(name)=\"\(value)\"")
    }
  }

  /// The commands of the worst cases name the episodes of the table's least retained trials.
  @Test func worstCasesHaveTheirCommands() throws {
    let report = try Self.report()
    let trials = report.suite!.trials[1].filter { !$0.trial.conditions.isEmpty }
    let worst = trials.min {
      ($0.retained, $0.hasFailed ? 0 : 1) < ($1.retained, $1.hasFailed ? 0 : 1)
    }!
    let page = report.html
    #expect(
      page.contains(
        "tools/ganglion replay q --condition \(worst.trial.condition) --seed "
          + "\(worst.trial.seed) --duration 1.2 --step-divisor 2 --html worst.html"))
    // The shell sees one word, whatever the name.
    let elements = try Self.elements()
    #expect(
      elements.text.contains("replay 'runs/a <b>&\"'\\''; rm x/p.safetensors' --condition"))
  }

  /// Above 5 % and only there.
  @Test func aGaitThatLeansOnTheSolverIsTold() throws {
    var report = try Self.report()
    report.suite?.summary.policies[0].nominal.coneViolation = 0.05
    report.suite?.summary.policies[1].nominal.coneViolation = 0.314
    report.setting.physics = PhysicsOptions(solver: .iterative(iterations: 30), step: 0.002)
    let page = report.html
    let finding =
      "<strong>q</strong>: 31 % of the feet&#39;s tangential push, more than 5 %, is beyond what "
      + "friction µ=\(report.entrants[1].friction) allows; the gait may not transfer."
    #expect(page.contains(finding))
    #expect(page.components(separatedBy: "may not transfer").count == 2)
    #expect(page.contains("31.4 %") && page.contains("5.0 %"))
    #expect(page.contains("iterative, 30 iterations") && page.contains("0.002 s"))
    #expect(page.contains("--solver iterative --iterations 30 --step 0.002 --html worst.html"))
  }

  @Test func theSameFindingsMakeTheSameBytes() throws {
    #expect(try Self.report().html == Self.page.get())
  }

  @Test func aStudyAloneMakesAPage() throws {
    let policy = (name: "p", policy: try Fixture.policy())
    let study = LifespanStudy(Fixture.setting(episodes: 1))
    let html = try EvaluationReport(
      program: "1", Fixture.setting(episodes: 1), policies: [policy],
      lifespan: LifespanSummary(study, [try study.run(try LifespanTests.policy())])
    ).html
    #expect(html.contains("id=\"lifespan\"") && !html.contains("id=\"worst\""))
  }
}

@Suite struct ReportPiecesTests {
  @Test func heatRunsFromRedOverPaleToBlue() {
    #expect(HeatMap.color(0).background == "#b2182b" && HeatMap.color(-1) == HeatMap.color(0))
    #expect(HeatMap.color(0.5).background == "#f7f7f7")
    #expect(HeatMap.color(1).background == "#2166ac" && HeatMap.color(1.3) == HeatMap.color(1))
    #expect(HeatMap.color(.nan) == HeatMap.color(0))
    // Contrast of at least 4.5 to 1 between text and cell (WCAG 2.1).
    for share in stride(from: 0.0, through: 1, by: 0.01) {
      let (background, text) = HeatMap.color(share)
      let (a, b) = (luminance(background), luminance(text == "#000" ? "#000000" : "#ffffff"))
      #expect((max(a, b) + 0.05) / (min(a, b) + 0.05) >= 4.5, "\(share)")
    }
  }

  /// Relative luminance of WCAG 2.1.
  private func luminance(_ color: String) -> Double {
    let value = Int(color.dropFirst(), radix: 16)!
    let linear = [16, 8, 0].map { shift -> Double in
      let c = Double(value >> shift & 255) / 255
      return c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }
}
