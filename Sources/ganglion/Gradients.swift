import ArgumentParser
import FileFormats
import GradientStudies

struct Gradients: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compares estimators of one gradient with finite differences, and what they cost.",
    discussion: """
      Examples:
        ganglion gradients cue-association --set network.hidden=[16]
        ganglion gradients cue-accumulation --rule none --set network.hidden=[16] --svg \
        agreement.svg
        ganglion gradients xor --coordinates 32
        ganglion gradients cue-association --pairs 16 256 --json

      The truth is the central finite difference of the mean loss over many episodes, the same on \
      both sides, along parameters drawn at random. Each estimator then makes several estimates, \
      each from episodes of its own: backpropagation through time with each surrogate, e-prop \
      where the network has one population without plasticity, perturbed conductances (or \
      currents) with growing numbers of trials, and evolution strategies with growing numbers of \
      pairs.
      """)

  @Argument(help: "A preset of a temporal task (see: ganglion presets) or a YAML file.")
  var experiment: String

  @Option(help: "Plasticity rule, or none for a fixed-weight network.")
  var rule: String?
  @Option(help: "Keys every random draw.")
  var seed: UInt64?
  @Option(help: "Take the gradient at this policy's parameters.")
  var start: String?
  @Option(help: "Episodes of an estimate.")
  var batch = AgreementOptions().batch
  @Option(help: "Estimates of each kind.")
  var replicates = AgreementOptions().replicates
  @Option(help: "Parameters that are compared.")
  var coordinates = AgreementOptions().coordinates
  @Option(help: "Episodes of the finite differences.")
  var truthEpisodes = AgreementOptions().truthEpisodes
  @Option(help: "Half-width of the finite differences.")
  var step = AgreementOptions().step
  @Option(help: "Deviation of the strategies' perturbations.")
  var sigma = AgreementOptions().sigma
  @Option(parsing: .upToNextOption, help: "Antithetic pairs of the strategies' estimates.")
  var pairs = AgreementOptions().pairs
  @Option(parsing: .upToNextOption, help: "Perturbed trials of an estimate by perturbation.")
  var trials = AgreementOptions().trials
  @Option(help: "Write a plot of cosine against cost.")
  var svg: String?
  @Option(name: .customLong("set"), help: "Set one key, e.g. network.hidden=[16].")
  var assignments: [String] = []
  @OptionGroup var worker: WorkerOptions
  @OptionGroup var display: OutputOptions

  func validate() throws {
    let read: [GivenOption] = [("the experiment", experiment), ("--start", start)]
    for option in read + [("--svg", svg)] { try requireNames(option) }
    try requireApart(inputs: read, outputs: [("--svg", svg)])
  }

  func run() throws {
    let experiment = try ExperimentArgument.set(
      assignments, rule: rule, seed: seed, start: start, on: ExperimentArgument.read(experiment))
    let agreement = try GradientAgreement(experiment, options, workers: worker.workers)
    let report = try agreement.report { if !display.quiet { Console.error($0) } }
    if let svg { try AtomicFile.write(report.chart, to: svg) }
    if display.json { return try Console.json(report) }
    print(report)
  }

  private var options: AgreementOptions {
    var options = AgreementOptions()
    (options.batch, options.replicates, options.coordinates) = (batch, replicates, coordinates)
    (options.truthEpisodes, options.step) = (truthEpisodes, step)
    (options.pairs, options.sigma, options.trials) = (pairs, sigma, trials)
    return options
  }

  private func print(_ report: GradientAgreement.Report) {
    let truth = report.truth
    Console.output(
      """
      \(report.experiment): \(truth.coordinates) of \(report.parameters) parameters, finite \
      differences over \(truth.episodes) episodes in \(truth.cpuS.fixed(1)) CPU s
      norm \(truth.norm.fixed(5)); against such differences a perfect estimate has cosine \
      \(truth.ceiling.fixed(3))

      \(cells(["estimator", "trials", "cosine", "bias", "variance", "CPU ms", "MB"]))
      """)
    for row in report.estimators {
      Console.output(
        cells([
          row.name, "\(row.trials)", row.cosine.fixed(3), row.relativeBias.fixed(2),
          row.variance.fixed(3), (1e3 * row.cpuS).fixed(2),
          (Double(row.peakBytes) / 1e6).fixed(2),
        ]))
    }
  }

  private func cells(_ texts: [String]) -> String {
    texts[0].padded(20) + texts.dropFirst().map { " " + $0.rightAligned(9) }.joined()
  }
}
