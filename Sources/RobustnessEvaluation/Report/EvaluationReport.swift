import FileFormats
import Locomotion
import Policies
import RobotDescription

/// `report.html`: everything that an evaluation found, in one page that loads nothing else. Figures
/// are SVG and every number also stands in a table, so that it reads without scripts, in print and
/// aloud.
public struct EvaluationReport {
  /// A policy as the page introduces it.
  struct Entrant {
    var name: String
    var digest: String
    var robot: String
    var network: String
    var parameters: Int
    /// Coulomb coefficient µ of the robot's nominal ground.
    var friction: Double
    var provenance: Provenance
    var origin: PolicyOrigin
    /// Versions of the world that it was trained in.
    var world: String
  }

  /// A finished suite with its trials.
  public struct SuiteRun: Sendable {
    public internal(set) var summary: SuiteSummary
    /// By policy, nominal trials first.
    let trials: [[TrialResult]]
    /// Length of a life where the suite sets it [s].
    let duration: Double?

    public init(_ session: SuiteSession, headroom: HeadroomArms? = nil) {
      summary = SuiteSummary(session.runner, session.results, headroom: headroom)
      trials = session.results.map(\.trials)
      duration = session.runner.suite.duration
    }
  }

  /// Version of the program.
  let program: String
  var setting: EvaluationSetting
  let entrants: [Entrant]
  var suite: SuiteRun?
  let dividend: DividendSummary?
  let lifespan: LifespanSummary?

  public init(
    program: String, _ setting: EvaluationSetting, policies: [NamedPolicy], suite: SuiteRun? = nil,
    dividend: DividendSummary? = nil, lifespan: LifespanSummary? = nil
  ) throws {
    (self.program, self.setting) = (program, setting)
    entrants = try policies.map(Entrant.init)
    (self.suite, self.dividend, self.lifespan) = (suite, dividend, lifespan)
  }

  /// One part of the page.
  struct Section {
    var id: String
    var title: String
    var body: Markup

    var markup: Markup { "<section id=\"\(id)\"><h2>\(title)</h2>\n\(body)</section>\n" }
  }

  /// The whole file.
  public var html: String {
    let parts =
      [overview] + suiteSections + dividendSections + lifespanSections + costSections
      + worstSections + [notes]
    let title = "Evaluation of " + entrants.map(\.name).joined(separator: ", ")
    let page: Markup = """
      <!DOCTYPE html>
      <html lang="en" data-state="ready"><head><meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width,initial-scale=1"/>
      <meta name="generator" content="ganglion \(program)"/>
      <title>\(title)</title><style>
      \(ReportStyle.css)
      </style></head><body>
      <header><h1>Evaluation</h1>
      <nav \
      aria-label="Contents">\(parts.map { "<a href=\"#\($0.id)\">\($0.title)</a>" })</nav></header>
      <main>\(suite?.summary.headline.map { "<p>\($0)</p>" as Markup } ?? [])
      \(parts.map(\.markup))</main></body></html>

      """
    return page.source
  }
}

extension EvaluationReport.Entrant {
  init(_ policy: NamedPolicy) throws {
    let (robot, _) = try policy.policy.requireLocomotion(path: policy.name)
    name = policy.name
    digest = try SuiteManifest.Entrant(policy).digest
    self.robot = robot.name
    network = policy.policy.network.text
    friction = robot.profile.friction
    parameters = policy.policy.parameters.count
    provenance = policy.policy.provenance
    origin = policy.policy.origin
    world = (policy.policy.version ?? .first(for: policy.policy.experiment.task)).description
  }
}
