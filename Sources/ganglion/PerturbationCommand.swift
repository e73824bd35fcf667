import ArgumentParser
import GradientStudies

struct PerturbationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "perturbation",
    abstract: "Measures how fast the gradient by perturbation finds the true one.",
    discussion: """
      Examples:
        ganglion perturbation
        ganglion perturbation --trials 4096 --truth 400 --json

      A recurrent network of conductance-based neurons with depressing synapses is to follow an \
      oscillation. The true gradient of its expected reward is had by finite differences; --truth \
      episodes for each of two sides of every parameter. The cosine of the estimate of K perturbed \
      trials to it is averaged over as many estimates as --trials allow. While it is small it \
      grows as √K; 1/cos² − 1 falls as 1/K until the noise's own size, or the error of the truth, \
      shows.
      """)

  @Option(help: "Perturbed trials in all, a power of 2.")
  var trials = 32_768
  @Option(help: "Episodes of a finite difference, an even number.")
  var truth = 2000
  @Option(help: "Amplitude of the noise, in units of the leak.")
  var amplitude = 0.2
  @OptionGroup var worker: WorkerOptions
  @OptionGroup var display: OutputOptions

  func validate() throws {
    try require("--trials", trials, "a power of 2 from 64 to 2^24") {
      (64...1 << 24).contains($0) && $0.nonzeroBitCount == 1
    }
    try require("--truth", truth, "an even number from 2 to 1000000") {
      (2...1_000_000).contains($0) && $0.isMultiple(of: 2)
    }
    try require("--amplitude", amplitude, "a number above 0, at most 1") { $0 > 0 && $0 <= 1 }
  }

  func run() throws {
    let study = PerturbationStudy(
      trials: trials, truthEpisodes: truth, amplitude: Float(amplitude))
    let report = try study.report(workers: worker.workers)
    if display.json { return try Console.json(report) }
    Console.output("trials K  cosine   (1/cos² − 1) K")
    for row in report.rows {
      Console.output(
        "\(row.trials)".rightAligned(8) + row.cosine.fixed(4).rightAligned(8)
          + row.law.fixed(1).rightAligned(17))
    }
    Console.output(
      "slope \(report.slope.fixed(3)) where 0.1 < cosine < 0.4; \(report.parameters) parameters; "
        + "halves of the truth agree to \(report.truthAgreement.fixed(4))")
    for (kind, cosine) in report.cosineByKind.sorted(by: { $0.key < $1.key }) {
      Console.output("\(kind): \(cosine.fixed(4)) of all trials")
    }
  }
}
