import Foundation
import NumericalMethods
import Policies
import PolicyTraining
import SpikingNetworks
import TestSupport
import Testing
@testable import GradientStudies

@Suite struct GradientAgreementTests {
  /// A little network without plasticity, so that e-prop takes part.
  private var experiment: Experiment {
    var experiment = Fixture.taskExperiment()
    experiment.network.plastic = []
    experiment.network.hidden = [5]
    return experiment
  }

  private var options: AgreementOptions {
    var options = AgreementOptions()
    (options.batch, options.replicates, options.coordinates) = (20, 3, 12)
    (options.truthEpisodes, options.step) = (32, 0.1)
    (options.pairs, options.trials) = ([2, 8], [6])
    return options
  }

  private func report(
    _ experiment: Experiment, workers: Int = 1, _ options: AgreementOptions
  ) throws -> GradientAgreement.Report {
    try GradientAgreement(experiment, options, workers: workers)
      .report { _ in }
  }

  @Test func everyEstimatorThatTheNetworkAllowsTakesPart() throws {
    let fixed = try report(experiment, options)
    let names = fixed.estimators.map { "\($0.name) \($0.trials)" }
    #expect(
      names == [
        "bptt superspike 1", "bptt atan 1", "bptt triangular 1", "bptt sigmoid 1",
        "e-prop superspike 1", "perturbation 6", "evolution 2", "evolution 8",
      ])
    for row in fixed.estimators {
      #expect(abs(row.cosine) <= 1 && row.variance >= 0 && row.relativeBias >= 0, "\(row)")
      #expect(row.cpuS > 0 && row.peakBytes > 0, "\(row)")
    }
    #expect(fixed.truth.coordinates == 12 && (0...1).contains(fixed.truth.ceiling))
    let plastic = try report(Fixture.taskExperiment(), options)
    #expect(!plastic.estimators.contains { $0.name.hasPrefix("e-prop") })
    var experiment = experiment
    experiment.network.neuron = .conductance
    let conductance = try report(experiment, options).estimators.map(\.name)
    #expect(conductance == ["perturbation", "evolution", "evolution"])
  }

  /// All but what is measured with a clock.
  @Test func figuresDoNotDependOnTheNumberOfWorkers() throws {
    func figures(_ workers: Int) throws -> [Double] {
      let report = try report(experiment, workers: workers, options)
      return [report.truth.norm, report.truth.ceiling]
        + report.estimators.flatMap { [$0.cosine, $0.relativeBias, $0.variance] }
    }
    let one = try figures(1)
    #expect(try figures(3) == one)
    #expect(one.allSatisfy { $0.isFinite })
  }

  /// The readout's loss is smooth in its own biases: there the differences, backpropagation and
  /// e-prop are one and the same gradient.
  @Test func whereTheLossIsSmoothAllGradientsAreOne() throws {
    let experiment = experiment
    let trainer = try TrainingLoop(experiment: experiment, model: nil, workers: 1)
    guard case .temporal(let task) = experiment.task else { return }
    let (spec, parameters) = (trainer.network, trainer.state.best)
    let ticks = task.task.ticks
    let set = EpisodeSet(task.task, seed: 4, noise: task.noise)
    let range = 3..<37
    let surrogate = Surrogate()
    let bptt = try BackpropagationEstimator(spec, ticks: ticks, surrogate)
      .estimate(parameters, range, of: set, seed: 0)
    let eprop = try EpropEstimator(spec, ticks: ticks, surrogate)
      .estimate(parameters, range, of: set, seed: 0)
    let probe = try LossProbe(spec)
    let slice = try #require(spec.layout.slice(named: "readout.bias"))
    for place in slice.range {
      func loss(_ step: Float) -> Double {
        var moved = parameters
        moved[place] += step
        return probe.meanLoss(moved, range, of: set)
      }
      let difference = (loss(0.02) - loss(-0.02)) / 0.04
      #expect(abs(Double(bptt[place]) - difference) < 1e-3 * max(abs(difference), 0.1))
      #expect(abs(Double(eprop[place]) - difference) < 1e-3 * max(abs(difference), 0.1))
    }
  }

  /// On an estimator made up of the truth and noise of known size, the figures are known.
  @Test func figuresOfAKnownEstimator() {
    var stream = RandomStream(seed: 9, purpose: .test)
    let truth = (0..<400).map { _ in stream.gaussian() }
    let square = truth.reduce(0) { $0 + $1 * $1 }
    let estimates = (0..<200).map { _ in truth.map { 2 * $0 + 3 * stream.gaussian() } }
    let row = GradientAgreement.Row(
      GradientAgreement.Kind(name: "known", trials: 7) { throw CancellationError() },
      estimates: estimates, truth: truth, cpu: [1, 3], bytes: 5)
    #expect(abs(row.relativeBias - 1) < 0.05)
    #expect(abs(row.variance * square / (9 * 400) - 1) < 0.03)
    // cos = 2|t| / √(4|t|² + 9·400)
    #expect(abs(row.cosine - 2 / (4 + 9 * 400 / square).squareRoot()) < 0.02)
    #expect(row.cpuS == 2 && row.peakBytes == 5 && row.trials == 7 && row.nonfinite == 0)
    let broken = GradientAgreement.Row(
      GradientAgreement.Kind(name: "known", trials: 7) { throw CancellationError() },
      estimates: estimates + [truth.map { _ in .nan }], truth: truth, cpu: [1, 3], bytes: 5)
    #expect(broken.nonfinite == 1 && broken.cosine == row.cosine)
  }

  @Test func optionsOutOfRangeAreNamed() {
    for (change, key) in [
      ({ $0.batch = 0 }, "--batch"), ({ $0.replicates = 1 }, "--replicates"),
      ({ $0.truthEpisodes = 3 }, "--truth-episodes"), ({ $0.step = 0 }, "--step"),
      ({ $0.sigma = .nan }, "--sigma"), ({ $0.pairs = [4, 0] }, "--pairs"),
    ] as [((inout AgreementOptions) -> Void, String)] {
      var options = options
      change(&options)
      let error = #expect(throws: ExperimentError.self) { try options.validate() }
      #expect(error?.key == key)
    }
  }

  @Test func aGaitHasNoLossToCompare() {
    let error = #expect(throws: ExperimentError.self) {
      try GradientAgreement(Fixture.experiment(), options, workers: 1)
    }
    #expect(error?.key == "task.kind")
  }

  @Test func thePictureNamesEveryEstimator() throws {
    let report = try report(experiment, options)
    let svg = report.chart
    for row in report.estimators { #expect(svg.contains(">\(row.name)</text>")) }
    #expect(!svg.contains("nan") && !svg.contains("inf"))
  }
}
