import Execution
import Locomotion
import NumericalMethods
import Policies
import SpikingNetworks

/// Where a policy gathers experience.
public protocol Environment: AnyObject, SendableMetatype {
  /// The result of an episode.
  associatedtype Record: Sendable

  /// One episode of the explorer, which is given every reward.
  /// - Parameter item: which of the generation's.
  func live(
    _ explorer: Explorer, generation: Int, item: Int
  ) -> (record: Record, isTerminal: Bool)
}

/// One generation of proximal policy optimisation: live → estimate advantages → replay and update.
final class PolicyLearner<World: Environment> {
  /// An episode, and what the explorer wrote down of it.
  struct Life: Sendable {
    let record: World.Record
    let trajectory: Trajectory
  }

  private let options: PolicyGradientOptions
  private let seed: UInt64
  private let generations: Int
  private let executor: Executor<Worker>
  private let inputs: Int

  private final class Worker {
    let world: World
    let explorer: Explorer
    let batch: SegmentBatch

    init(_ world: World, _ spec: NetworkSpec, _ options: PolicyGradientOptions) throws {
      self.world = world
      explorer = Explorer(network: try Network(spec: spec), segment: options.segment)
      batch = try SegmentBatch(
        spec: spec, segment: options.segment,
        surrogate: Surrogate(options.surrogate, slope: Float(options.slope)))
    }
  }

  init(
    _ spec: NetworkSpec, _ options: PolicyGradientOptions, seed: UInt64, generations: Int,
    workers: Int, world: () throws -> World
  ) throws {
    (self.options, self.seed, self.generations) = (options, seed, generations)
    inputs = spec.inputs
    executor = try Executor(workers: workers) { try Worker(world(), spec, options) }
  }

  /// Results of the updates of a generation.
  struct Outcome {
    var gradientNorm: Double
    var updateNorm: Double
    var report: PolicyGradientReport
    /// Updates that were left out.
    var failures: [UpdateFailure]
  }

  func live(_ policy: PolicyGradient, _ normaliser: ObservationNormaliser?) throws -> [Life] {
    let (parameters, exploration) = (policy.parameters, policy.exploration)
    let (generation, seed) = (policy.generation, seed)
    return try executor.map(options.episodes) { worker, item in
      worker.explorer.prepare(
        parameters, exploration, normaliser: normaliser,
        noise: RandomStream(
          seed: seed, purpose: .exploration, generation: generation, individual: item))
      let (record, isTerminal) = worker.world.live(
        worker.explorer, generation: generation, item: item)
      return Life(record: record, trajectory: worker.explorer.finish(isTerminal: isTerminal))
    }
  }

  func learn(
    _ policy: inout PolicyGradient, from trajectories: [Trajectory],
    normaliser: ObservationNormaliser? = nil
  ) throws -> Outcome {
    let (rows, counts) = criticRows(trajectories)
    let values = split(policy.critic.values(rows), counts)
    let experience = Experience(
      trajectories, policy: policy.exploration, normaliser: normaliser, values: values, options)
    let returns = Array(experience.returns.joined())
    let stepRows = criticRows(trajectories, withLast: false).rows
    let explained = explainedVariance(
      returns, zip(values, trajectories).flatMap { $0.prefix($1.steps) })
    policy.critic.observe(stepRows, returns: returns)

    var total = Sums()
    for epoch in 0..<options.epochs {
      if !total.isBounded { try updatePolicy(&policy, experience, epoch: epoch, &total) }
      total.valueLoss = updateCritic(&policy, stepRows, returns, epoch: epoch, &total.failures)
    }
    let exploration = policy.exploration
    let report = PolicyGradientReport(
      policyLoss: total.loss / max(total.steps, 1), valueLoss: total.valueLoss,
      explainedVariance: explained, divergence: total.lastDivergence,
      clipShare: total.clipped / max(total.steps, 1), entropy: exploration.entropy,
      deviation: exploration.meanDeviation, learningRate: policy.learningRate,
      epochs: Double(total.updates) / Double(max(total.updatesOfEpoch, 1)))
    policy.endGeneration(divergence: total.lastDivergence, of: generations, options)
    return Outcome(
      gradientNorm: total.gradientNorm / Double(max(total.updates, 1)),
      updateNorm: total.updateNorm / Double(max(total.updates, 1)), report: report,
      failures: total.failures)
  }

  /// Sums over the updates of a generation.
  private struct Sums {
    var (loss, clipped, steps) = (0.0, 0.0, 0.0)
    var (gradientNorm, updateNorm, updates) = (0.0, 0.0, 0)
    /// Updates of a whole pass.
    var updatesOfEpoch = 0
    var lastDivergence = 0.0
    /// Whether the policy has moved as far as it may.
    var isBounded = false
    var valueLoss = 0.0
    var failures: [UpdateFailure] = []
  }

  /// One pass over the experience, in another order each time.
  private func updatePolicy(
    _ policy: inout PolicyGradient, _ experience: Experience, epoch: Int, _ total: inout Sums
  ) throws {
    let segments = shuffled(
      experience.segments(length: options.segment), generation: policy.generation, epoch: epoch)
    var (divergence, steps) = (0.0, 0.0)
    let parts = parts(segments, options.minibatches)
    total.updatesOfEpoch = parts.count
    for part in parts {
      let (parameters, exploration, options) = (policy.parameters, policy.exploration, options)
      let chunks = stride(from: 0, to: part.count, by: SegmentBatch.chunk).map {
        part[(part.startIndex + $0)..<min(part.startIndex + $0 + SegmentBatch.chunk, part.endIndex)]
      }
      let results = try executor.map(chunks.count) { worker, item in
        worker.batch.result(parameters, exploration, chunks[item], of: experience, options)
      }
      guard var sum = results.first else { continue }
      for result in results.dropFirst() { sum.add(result) }
      divergence += sum.divergence
      steps += sum.steps
      total.isBounded =
        options.klBound > 0 && sum.estimatedDivergence > options.klBound * sum.steps
      if total.isBounded { break }
      let norms = policy.step(sum, clip: options.gradientClip)
      total.gradientNorm += norms.gradient
      total.updateNorm += norms.update
      if let failure = norms.failure { total.failures.append(failure) }
      total.updates += 1
      total.loss += sum.loss
      total.clipped += sum.clipped
      total.steps += sum.steps
    }
    total.lastDivergence = divergence / max(steps, 1)
  }

  private func updateCritic(
    _ policy: inout PolicyGradient, _ rows: [Float], _ returns: [Double], epoch: Int,
    _ failures: inout [UpdateFailure]
  ) -> Double {
    let width = rows.count / max(returns.count, 1)
    let order = shuffled(
      Array(returns.indices), generation: policy.generation, epoch: options.epochs + epoch)
    let losses = parts(order, options.minibatches).map { part in
      let (error, failure) = policy.critic.learn(
        part.flatMap { rows[$0 * width..<($0 + 1) * width] }, returns: part.map { returns[$0] },
        learningRate: options.criticLearningRate)
      if let failure { failures.append(failure) }
      return error
    }
    return Statistics.mean(losses)
  }

  /// What the critic sees at every step and, where a life was cut off, after it.
  private func criticRows(
    _ trajectories: [Trajectory], withLast: Bool = true
  ) -> (rows: [Float], counts: [Int]) {
    var rows: [Float] = []
    let counts = trajectories.map { life in
      let count = withLast && !life.isTerminal ? life.steps + 1 : life.steps
      let extra = life.privileged.count / max(life.observations.count / inputs, 1)
      for step in 0..<count {
        rows += life.observations[step * inputs..<(step + 1) * inputs]
        rows += life.privileged[step * extra..<(step + 1) * extra]
      }
      return count
    }
    return (rows, counts)
  }

  private func shuffled<Item>(_ items: [Item], generation: Int, epoch: Int) -> [Item] {
    var items = items
    var stream = RandomStream(
      seed: seed, purpose: .shuffle, generation: generation, individual: epoch)
    stream.shuffle(&items)
    return items
  }
}

/// Items in `count` parts of nearly equal size; empty parts are left out.
private func parts<Item>(_ items: [Item], _ count: Int) -> [ArraySlice<Item>] {
  (0..<count).map { items[items.count * $0 / count..<items.count * ($0 + 1) / count] }
    .filter { !$0.isEmpty }
}

private func split(_ values: [Double], _ counts: [Int]) -> [[Double]] {
  var start = 0
  return counts.map { count in
    defer { start += count }
    return Array(values[start..<start + count])
  }
}

/// 1 − Var(target − estimate)/Var(target); 0 where the targets do not vary.
private func explainedVariance(_ targets: [Double], _ estimates: [Double]) -> Double {
  let variance = Statistics.variance(targets, degreesOfFreedomRemoved: 0)
  guard variance > 0 else { return 0 }
  let errors = zip(targets, estimates).map { $0 - $1 }
  return 1 - Statistics.variance(errors, degreesOfFreedomRemoved: 0) / variance
}
