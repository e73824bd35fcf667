import FileFormats
public import Locomotion
public import Policies
import RobotDescription

/// `report.html`: everything that an evaluation found, in one page that loads nothing else. Figures
/// are SVG and every number also stands in a table, so that it reads without scripts, in print and
/// aloud.
public struct EvaluationReport: Sendable {
  /// A policy as the page introduces it.
  public struct Entrant: Sendable {
    public var name: String
    public var digest: String
    public var robot: String
    public var network: String
    public var parameters: Int
    /// Coulomb coefficient µ of the robot's nominal ground.
    public var friction: Double
    public var provenance: Provenance
  }

  /// The suite with its trials.
  public struct SuiteRun: Sendable {
    public var summary: SuiteSummary
    /// By policy, nominal trials first.
    public var trials: [[TrialResult]]
    /// Length of a life where the suite sets it [s].
    public var duration: Double?

    public init(summary: SuiteSummary, trials: [[TrialResult]], duration: Double?) {
      self.summary = summary
      self.trials = trials
      self.duration = duration
    }
  }

  /// Version of the program.
  public var program: String
  public var seed: UInt64
  public var physics: PhysicsOptions
  public var entrants: [Entrant]
  public var suite: SuiteRun?
  public var dividend: DividendSummary?
  public var lifespan: LifespanSummary?

  public init(
    program: String, seed: UInt64, physics: PhysicsOptions = PhysicsOptions(),
    policies: [NamedPolicy], suite: SuiteRun? = nil, dividend: DividendSummary? = nil,
    lifespan: LifespanSummary? = nil
  ) throws {
    self.program = program
    self.seed = seed
    self.physics = physics
    entrants = try policies.map(Entrant.init)
    self.suite = suite
    self.dividend = dividend
    self.lifespan = lifespan
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
      <main>
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
    network = NetworkText(policy.policy.network).text
    friction = robot.profile.friction
    parameters = policy.policy.parameters.count
    provenance = policy.policy.provenance
  }
}
