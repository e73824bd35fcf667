import Execution
public import Locomotion
import NeuralControl
import NumericalMethods
public import Policies
import RobotDescription
import SpikingNetworks

/// Trains an estimator of what a privileged teacher is told; see ``DistillationOptions``.
public final class DistillationTrainer: Trainer {
  private let experiment: Experiment
  private let world: GaitWorld
  private let facts: FactLayout
  private let plan: DistillationPlan
  private let rigs: Executor<LessonRig>
  private let batches: Executor<WindowBatch>
  private let sharing: JointSharing?
  /// Lives of all rounds so far, and what each round was.
  private var lives: [RecordedLife] = []
  private var rounds: [Observed] = []
  /// Variance of each fact over them.
  private var variances: [Double] = []

  public init(_ experiment: Experiment, in world: any World) throws {
    guard let world = world as? GaitWorld, let teacher = world.teacher else {
      throw ExperimentError(
        place: "experiment", key: "trainer", found: experiment.trainer.rawValue,
        expected: "a trainer that needs no teacher")
    }
    (self.experiment, self.world) = (experiment, world)
    facts = teacher.facts(of: world.model)
    let (options, period) = (experiment.distillation, world.model.profile.controlPeriod)
    let steps = Int((options.window / period).rounded())
    let length = Int((options.duration / period).rounded())
    guard steps > 0, options.lives >= options.rounds else {
      throw ExperimentError(
        place: "experiment", key: "distillation.window", found: "\(options.window)",
        expected: "a control step of \(period) s or more")
    }
    plan = DistillationPlan(
      updates: experiment.budget.generations, livesOfRound: options.lives / options.rounds,
      rounds: options.rounds, windows: max(1, length / steps), steps: steps)
    try MemoryBound.check(
      world.network, chunk: WindowBatch.chunk, ticks: steps * world.network.ticksPerStep,
      workers: world.crew.workers)
    rigs = try Executor(workers: world.crew.workers) { try LessonRig(world, teacher: teacher) }
    sharing =
      experiment.distillation.sharing == .joint
      ? try JointSharing(world.network, world.model, of: world.task, facts) : nil
    let layout = ObservationLayout(world.model, of: world.task)
    let sensed = layout.sensedChannels
    batches = try Executor(workers: world.crew.workers) {
      try WindowBatch(world.network, steps: steps, sensed: sensed, experiment)
    }
  }

  public static func episodes(of experiment: Experiment) -> TrainingEpisodes {
    let options = experiment.distillation
    return TrainingEpisodes(of: experiment, episodes: max(options.lives / options.rounds, 1)) { _ in
      options.duration
    }
  }

  /// Loss, and the share R² of the variance of facts that is explained: the mean over those that
  /// vary, and of each; empty for the others.
  public static let columns =
    ["loss", "r2"] + HiddenFact.allCases.map { "r2_" + $0.rawValue.replacing("-", with: "_") }

  public func begin(from parameters: [Float]) throws -> Distillation {
    Distillation(
      GradientDescent(
        initial: sharing?.share(parameters) ?? parameters,
        scales: try TrainedParameters(experiment, world.network.layout)
          .multipliers(plasticity: experiment.gradient.plasticityScale)))
  }

  /// What an update learns from.
  public struct Lives {
    /// Parameters with which a round begins with this update.
    var start: PackedFloats?
    var gradient: [Float]
    var states: [PackedFloats]
    var observed: Observed
    var own: [Double]
  }

  public func live(
    _ progress: Distillation, normaliser _: ObservationNormaliser?
  ) throws -> Lives {
    let update = progress.generation
    let begun = plan.begun(by: update)
    var starts = progress.starts.map(\.values)
    let begins = starts.count < begun
    if begins { starts.append(progress.parameters) }
    guard starts.allSatisfy({ $0.count == progress.parameters.count }) else {
      throw ExperimentError(
        place: "checkpoint", key: "starts", found: "\(starts.map(\.count)) parameters",
        expected: "\(progress.parameters.count) each")
    }
    // Of a run that goes on, all rounds so far are lived again.
    for round in starts.indices.dropFirst(rounds.count) {
      try gather(round, with: starts[round])
    }

    let samples = try samples(of: progress, update)
    let results = try descend(progress.parameters, samples)
    guard var observed = rounds.last else { preconditionFailure("a round has begun") }
    if !begins { (observed.steps, observed.diverged, observed.failures) = (0, 0, []) }
    observed.firingRate = results.reduce(0) { $0 + $1.firingRate }
    let (loss, shares) = score(results, samples)
    observed.results.update(loss)
    var gradient = results[0].gradient
    for result in results.dropFirst() {
      for n in gradient.indices { gradient[n] += result.gradient[n] }
    }
    if !results.allSatisfy(\.isFinite) { gradient[0] = .nan }
    return Lives(
      start: begins ? PackedFloats(progress.parameters) : nil, gradient: gradient,
      states: results.flatMap(\.states), observed: observed, own: [loss] + shares)
  }

  public func update(_ progress: inout Distillation, from lives: Lives) throws -> Update {
    if let start = lives.start { progress.starts.append(start) }
    let isLast = plan.place(of: progress.generation).window == plan.windows - 1
    progress.states = isLast ? [] : lives.states
    let norms = progress.descent.step(
      sharing?.project(lives.gradient) ?? lives.gradient, experiment.gradient,
      of: experiment.budget.generations)
    return Update(
      lives.observed, gradientNorm: norms.gradient, updateNorm: norms.update, own: lives.own,
      failures: [norms.failure?.failure(world.network.layout)].compactMap(\.self))
  }

  /// Lives one round: every life of the first under guesses, of the others every second with the
  /// estimator in the loop.
  private func gather(_ round: Int, with parameters: [Float]) throws {
    let update = round * plan.updates / plan.rounds
    let (episodes, count) = (world.episodes, plan.livesOfRound)
    let new = try rigs.map(count) { rig, item in
      rig.live(
        parameters, episodes.specification(generation: update, item: item),
        isInLoop: Self.isInLoop(item, round: round))
    }
    lives += new
    rounds.append(
      world.observed(
        new.enumerated().map { item, life in
          GaitWorld.Life(
            result: life.result, fitness: life.result.fitness, firingRate: 0, observed: nil,
            failure: Failure(life.result, item: item, parameters: parameters))
        }, fitness: new.map(\.result.fitness)))
    variances = facts.slices.map(variance)
  }

  static func isInLoop(_ item: Int, round: Int) -> Bool { round > 0 && item % 2 == 1 }

  /// Of a fact's channels around their own means, over all steps of all lives.
  private func variance(_ slice: FactLayout.Slice) -> Double {
    let total = slice.range.reduce(0.0) { sum, channel in
      var moments = (count: 0.0, sum: 0.0, squares: 0.0)
      for life in lives {
        for step in 0..<life.steps {
          let z = Double(life.facts[step * facts.count + channel])
          moments.count += 1
          moments.sum += z
          moments.squares += z * z
        }
      }
      let mean = moments.sum / max(moments.count, 1)
      return sum + max(moments.squares / max(moments.count, 1) - mean * mean, 0)
    }
    return total / Double(slice.range.count)
  }

  /// The parts of lives that an update is about.
  private func samples(
    of progress: Distillation, _ update: Int
  ) throws -> [WindowBatch.Sample] {
    let (batch, window) = plan.place(of: update)
    var order = Array(0..<min(plan.lives(forBatch: batch), lives.count))
    var stream = RandomStream(seed: experiment.seed, purpose: .shuffle, generation: batch)
    stream.shuffle(&order)
    let chosen = order.prefix(experiment.gradient.batch)
    let hasStates = window > 0
    guard !hasStates || progress.states.count == chosen.count else {
      throw ExperimentError(
        place: "checkpoint", key: "states", found: "\(progress.states.count) states",
        expected: "\(chosen.count), one a sample")
    }
    return try chosen.enumerated().map { index, life in
      let life = lives[life]
      let start = min(window * plan.steps, life.steps)
      return WindowBatch.Sample(
        life: life, steps: start..<min(start + plan.steps, life.steps),
        state: hasStates
          ? try NetworkState(progress.states[index].values, of: world.network) : nil,
        noise: RandomStream(
          seed: experiment.seed, purpose: .distillation, generation: update, individual: index))
    }
  }

  private func descend(
    _ parameters: [Float], _ samples: [WindowBatch.Sample]
  ) throws -> [WindowBatch.Result] {
    let scales = scales(steps: samples.reduce(0) { $0 + $1.steps.count })
    let chunks = stride(from: 0, to: samples.count, by: WindowBatch.chunk).map {
      Array(samples[$0..<min($0 + WindowBatch.chunk, samples.count)])
    }
    let count = Double(samples.count)
    return try batches.map(chunks.count) { batch, item in
      batch.result(
        parameters, chunks[item], scales: scales, share: Double(chunks[item].count) / count)
    }
  }

  /// What a squared error of each channel counts, of so many steps; 0 for facts that never varied.
  private func scales(steps: Int) -> [Float] {
    let options = experiment.distillation
    return zip(facts.slices, variances).flatMap { slice, variance -> [Float] in
      let all = Double(max(steps, 1) * slice.range.count) * variance
      let scale = variance > 1e-9 ? options.weight(of: slice.fact) / all : 0
      return slice.range.map { _ in Float(scale) }
    }
  }

  /// The loss, and R², over all facts that vary and of each fact that there is.
  private func score(
    _ results: [WindowBatch.Result], _ samples: [WindowBatch.Sample]
  ) -> (loss: Double, shares: [Double]) {
    let steps = samples.reduce(0) { $0 + $1.steps.count }
    let scales = scales(steps: steps)
    var loss = results.reduce(0) { $0 + $1.rateLoss }
    var own = [HiddenFact: Double]()
    for (slice, variance) in zip(facts.slices, variances) where variance > 1e-9 {
      let error = slice.range.reduce(0.0) { sum, channel in
        sum + results.reduce(0) { $0 + $1.errors[channel] }
      }
      loss += Double(scales[slice.range.lowerBound]) * error
      let mean = error / Double(max(steps, 1) * slice.range.count)
      own[slice.fact] = steps > 0 ? 1 - mean / variance : .nan
    }
    let all = own.values.sorted()
    let mean = all.isEmpty ? Double.nan : Statistics.mean(all)
    return (loss, [mean] + HiddenFact.allCases.map { own[$0] ?? .nan })
  }

  /// A life of the round that began with the generation, with the estimator in the loop or not.
  public static func replay(_ policy: Policy, _ place: EpisodePlace) throws -> GaitReplay {
    guard let adaptive = try policy.makeDriver() as? AdaptiveController else {
      throw ExperimentError(
        place: "policy", key: "teacher", found: "none", expected: "the estimator's teacher")
    }
    let experiment = policy.experiment
    let rounds = DistillationPlan.begun(
      by: place.generation, of: experiment.budget.generations,
      rounds: experiment.distillation.rounds)
    let driver = LessonDriver(adaptive, toldAt: policy.network.inputs)
    driver.isInLoop = isInLoop(place.item, round: rounds - 1)
    return GaitReplay(driver) { $0.run(driver, $1, observer: $2) }
  }
}
