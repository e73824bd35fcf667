import Locomotion
import NumericalMethods
import Policies
import SpikingNetworks
import TestSupport
import Testing
@testable import PolicyTraining

@Suite struct PolicyLearnerTests {
  private let spec = NetworkSpec(
    inputs: 4, outputs: 1, ticksPerStep: 4,
    hidden: [
      PopulationSpec(
        size: 16, inputPlasticity: PlasticitySpec(rule: .oja, gate: .modulated, initialRate: 0.05))
    ], readout: ReadoutSpec(gain: 0.5), inputGain: 1.5)

  private var options: PolicyGradientOptions {
    var options = PolicyGradientOptions()
    (options.episodes, options.duration) = (8, 10)
    (options.epochs, options.learningRate) = (4, 0.003)
    options.criticHidden = [16]
    options.criticLearningRate = 0.003
    return options
  }

  private func learner(
    seed: UInt64, workers: Int = 1, _ options: PolicyGradientOptions
  ) throws -> PolicyLearner<CartPoleEnvironment> {
    try PolicyLearner(spec, options, seed: seed, generations: 80, workers: workers) {
      CartPoleEnvironment(seed: seed, duration: 10)
    }
  }

  typealias Learner = PolicyLearner<CartPoleEnvironment>

  /// One generation.
  @discardableResult
  private func improve(
    _ policy: inout PolicyGradient, _ learner: Learner, _ normaliser: ObservationNormaliser? = nil
  ) throws -> (lives: [Learner.Life], outcome: Learner.Outcome) {
    let lives = try learner.live(policy, normaliser)
    let outcome = try learner.learn(
      &policy, from: lives.map(\.trajectory), normaliser: normaliser)
    return (lives, outcome)
  }

  private func policy(seed: UInt64, _ options: PolicyGradientOptions) -> PolicyGradient {
    var stream = RandomStream(seed: seed, purpose: .initialParameters)
    var initial = spec.initialParameters { Float(stream.gaussian()) }
    // As a training from scratch does.
    for index in spec.layout.slice(named: "readout.weight")?.range ?? 0..<0 {
      initial[index] *= Float(options.readoutScale)
    }
    return PolicyGradient(
      initial: initial, scales: initial.map { _ in 1 }, actions: 1,
      criticInputs: CartPole.inputs + 1, seed: seed, options)
  }

  /// Steps, of 500, that the network balances without exploration from fresh starts.
  private func balance(_ parameters: [Float], seed: UInt64) throws -> Double {
    let network = try Network(spec: spec)
    network.load(parameters.span)
    let lives = (0..<20).map { life in
      var world = CartPole(seed: 1_000_000 * seed + UInt64(life))
      network.reset()
      var (steps, action) = (0, [Float](repeating: 0, count: 1))
      while steps < 500 && !world.isOver {
        network.step(observation: world.observation, action: &action)
        world.push(Double(action[0]))
        steps += 1
      }
      return Double(steps)
    }
    return Statistics.mean(lives)
  }

  /// A plastic network of 16 spiking neurons learns to balance a pole.
  @Test(arguments: [1, 2, 3]) func itSolvesTheCartPole(seed: UInt64) throws {
    let learner = try learner(seed: seed, options)
    var policy = policy(seed: seed, options)
    let before = try balance(policy.parameters, seed: seed)
    for _ in 0..<80 { _ = try improve(&policy, learner) }
    let after = try balance(policy.parameters, seed: seed)
    #expect(before < 200, "seed \(seed): \(before) steps before")
    #expect(after > 475, "seed \(seed): \(after) of 500 steps")
  }

  /// Replaying the segments under the policy that acted in them repeats them to the bit: the
  /// first update starts from ratios of 1 and a divergence of 0, with or without a normaliser.
  @Test(arguments: [1, 3, 16], [nil, Self.normaliser])
  func replayRepeatsTheLives(segment: Int, normaliser: ObservationNormaliser?) throws {
    var options = options
    (options.segment, options.epochs, options.minibatches) = (segment, 1, 1)
    (options.learningRate, options.episodes) = (1e-30, 3)
    let learner = try learner(seed: 5, options)
    var policy = policy(seed: 5, options)
    let outcome = try improve(&policy, learner, normaliser).outcome
    #expect(outcome.report.divergence < 1e-12)
    #expect(outcome.report.clipShare == 0)
    #expect(outcome.gradientNorm > 0)
    #expect(abs(outcome.report.policyLoss) < 1e-9, "normalised advantages have mean 0")
  }

  private static let normaliser = ObservationNormaliser(
    count: 7, means: [0.1, -0.3, 0.5, 0], deviations: [0.2, 1, 0.7, 3])

  /// A normaliser is worth what it does to the network's input, and moments are of what came in.
  @Test func observationsAreNormalisedOnce() throws {
    var options = options
    (options.episodes, options.epochs) = (2, 1)
    let learner = try learner(seed: 5, options)
    // Far from anything on the track: its network would see −3 throughout.
    let far = ObservationNormaliser(
      count: 7, means: [50, 50, 50, 50], deviations: [1, 1, 1, 1])
    let lives = try [nil, far].map {
      var policy = policy(seed: 5, options)
      return try improve(&policy, learner, $0).lives
    }
    #expect(lives[0].map(\.record) != lives[1].map(\.record), "another normaliser, other lives")
    for lives in lives {
      let observed = lives.map { $0.trajectory.observed(channels: spec.inputs) }
      // The last step of a life that is cut off is given away.
      #expect(observed.map { Int($0.count) } == lives.map { min($0.record, 499) })
      let means = observed.map { $0.means[0] }
      #expect(means.allSatisfy { abs($0) < 2.4 }, "the cart stays on its track: \(means)")
    }
  }

  /// The same bits from any number of workers.
  @Test func gradientsDoNotDependOnTheNumberOfWorkers() throws {
    let reference = try improved(workers: 1)
    for workers in [2, 3] {
      #expect(bits(try improved(workers: workers)) == bits(reference), "\(workers) workers")
    }
  }

  private func improved(workers: Int) throws -> [Float] {
    var options = options
    options.episodes = 5
    let learner = try learner(seed: 3, workers: workers, options)
    var policy = policy(seed: 3, options)
    for _ in 0..<2 { _ = try improve(&policy, learner) }
    return policy.parameters + policy.exploration.logDeviations
  }

  /// A bound that nothing reaches changes no bit; one that anything reaches leaves the first
  /// update, before which the policy has not moved; the critic learns on whatever the bound.
  @Test func updatesEndAtTheBound() throws {
    func improved(_ bound: Double) throws -> (PolicyGradient, PolicyGradientReport) {
      var options = options
      (options.episodes, options.minibatches, options.klBound) = (5, 3, bound)
      (options.epochs, options.learningRate) = (4, 0.01)
      let learner = try learner(seed: 3, options)
      var policy = policy(seed: 3, options)
      let report = try improve(&policy, learner).outcome.report
      return (policy, report)
    }
    let (free, whole) = try improved(0)
    let (unbounded, far) = try improved(1e9)
    #expect(bits(free.parameters) == bits(unbounded.parameters) && whole == far)
    #expect(whole.epochs == 4)
    let (first, short) = try improved(1e-9)
    #expect(short.epochs == 1 / 3.0)
    #expect(bits(first.parameters) != bits(policy(seed: 3, options).parameters))
    let bounds = [1e-4, 1e-3, 1e-2, 1e-1]
    let some = try bounds.map { try improved($0).1 }
    let epochs = [short.epochs] + some.map(\.epochs) + [whole.epochs]
    #expect(epochs == epochs.sorted() && Set(epochs).count >= 3, "\(epochs)")
    #expect(short.valueLoss == whole.valueLoss, "the critic learns all the same")
  }

  /// A life that is cut off keeps one observation more than steps; one that ended by itself does
  /// not.
  @Test func livesKeepWhatTheirEndsNeed() throws {
    let explorer = Explorer(network: try Network(spec: spec), segment: 4)
    for (duration, ends) in [(0.1, false), (0.18, false), (60.0, true)] {
      let world = CartPoleEnvironment(seed: 1, duration: duration)
      explorer.prepare(
        policy(seed: 2, options).parameters, GaussianPolicy(logDeviations: [0]),
        noise: RandomStream(seed: 1, purpose: .exploration))
      let (steps, isTerminal) = world.live(explorer, generation: 0, item: 0)
      #expect(isTerminal == ends)
      let life = explorer.finish(isTerminal: isTerminal)
      #expect(life.steps == (ends ? steps : steps - 1))
      #expect(life.observations.count == 4 * steps && life.privileged.count == steps)
      #expect(life.means.count == life.steps && life.draws.count == life.steps)
      #expect(life.states.count == (life.steps + 3) / 4)
    }
  }

  /// Each update that fails is left out by itself; the others are made.
  @Test func anUpdateLeftOutLeavesTheOthers() throws {
    var options = options
    (options.epochs, options.minibatches, options.learningRate) = (2, 3, 1e300)
    let learner = try learner(seed: 5, options)
    var policy = policy(seed: 5, options)
    let before = policy.parameters
    let outcome = try improve(&policy, learner).outcome
    #expect(outcome.failures.filter { !$0.isCritic && $0.kind == .parameters }.count == 6)
    #expect(outcome.updateNorm == 0 && bits(policy.parameters) == bits(before))
  }

  @Test func aCriticsUpdateLeftOutMovesNothing() {
    var stream = RandomStream(seed: 1, purpose: .initialParameters)
    var critic = Critic(inputs: 2, hidden: [4], stream: &stream)
    let (rows, returns): ([Float], [Double]) = ([0.1, -1, 0.4, 2, -0.3, 0.5], [1, 5, 2])
    critic.observe(rows, returns: returns)
    _ = critic.learn(rows, returns: returns, learningRate: 0.01)
    var undisturbed = critic
    let failure = critic.learn(rows, returns: [3, -2, 9], learningRate: 1e300).failure
    #expect(failure?.isCritic == true && failure?.kind == .parameters)
    #expect(critic.values(rows) == undisturbed.values(rows))
    _ = critic.learn(rows, returns: returns, learningRate: 0.01)
    _ = undisturbed.learn(rows, returns: returns, learningRate: 0.01)
    #expect(critic.values(rows) == undisturbed.values(rows), "nor its moments")
  }

  /// A reward that is not a number ends the life there, in failure.
  @Test func aLifeThatLeavesTheFiniteRangeEndsThere() throws {
    let explorer = Explorer(network: try Network(spec: spec), segment: 4)
    explorer.prepare(
      policy(seed: 2, options).parameters, GaussianPolicy(logDeviations: [0]),
      noise: RandomStream(seed: 1, purpose: .exploration))
    explorer.reset(seed: 1)
    var action = [Float](repeating: 0, count: 1)
    for step in 0..<9 {
      [Float](repeating: 0.1, count: 4).withUnsafeBufferPointer { observation in
        action.withUnsafeMutableBufferPointer { explorer.act(observation: observation, action: $0) }
      }
      explorer.earn(step == 5 ? .nan : 1)
    }
    let life = explorer.finish(isTerminal: false)
    #expect(life.isTerminal)
    #expect(life.rewards == [1, 1, 1, 1, 1])
    #expect(life.states.count == 2)
  }
}
