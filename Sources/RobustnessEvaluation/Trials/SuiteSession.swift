public import Execution
import Locomotion
import Policies

/// How far a suite is.
public struct SuiteProgress: Sendable, Equatable {
  /// Trials that have a row …
  public var finished: Int
  /// … of which those of an earlier sitting …
  public var resumed: Int
  /// … and of which those that ended in a fall or a divergence.
  public var failed: Int
  public var total: Int
}

/// A policy with its fast weights in one state: a suite's trials of it stand together, the nominal
/// ones first, which are the twins of the others.
struct SuiteEntrant {
  var policy: NamedPolicy
  var member: ArmMember
  var timing: FastWeightTiming
  var telling: Telling
}

/// Several policies on their way through one suite, in memory or with a table on disk that keeps
/// every finished trial.
public final class SuiteSession {
  /// How a sitting ended.
  public enum Ending: Sendable, Equatable { case finished, interrupted }

  public let runner: SuiteRunner
  public let arms: [Arm]
  let entrants: [SuiteEntrant]
  private let trials: [Trial]
  private var done: [TrialResult] = []
  private var file: TrialFile?

  /// A suite in memory.
  public init(_ runner: SuiteRunner, _ arms: [Arm]) {
    (self.runner, self.arms) = (runner, arms)
    entrants = arms.flatMap { arm in
      zip(arm.policies, arm.members).flatMap { policy, member in
        runner.timings(of: policy.policy, in: arm).map {
          SuiteEntrant(policy: policy, member: member, timing: $0, telling: arm.telling)
        }
      }
    }
    trials = entrants.flatMap { runner.trials(of: $0.member, $0.timing) }
  }

  /// Whether every policy's robot has what the suite's conditions name.
  /// - Throws: `ConditionError` for a joint or leg that one has not, `SafeTensorsError` for a
  ///   policy of a temporal task.
  public func check() throws {
    for (name, policy) in arms.flatMap(\.policies) {
      let robot = try policy.requireLocomotion(path: name).robot
      try Condition.check(Array(runner.suite.conditions.joined()), of: robot)
    }
  }

  /// Keeps the suite's trials in `folder`: goes on with what an earlier sitting left there.
  ///
  /// - Parameters:
  ///   - isFresh: drop what the folder holds of any suite.
  ///   - table: name of the table, without `.csv`.
  ///   - program: version of the program, part of what has to be the same.
  /// - Throws: `FileError`, or `SuiteTableError` where the folder holds other trials.
  public func keep(
    in folder: String, table: String = "suite", isFresh: Bool = false, program: String
  ) throws {
    let manifest = try SuiteManifest(runner, arms, program: program)
    (file, done) = try TrialFile.open(
      in: folder, table, manifest, isFresh: isFresh, trials: trials)
  }

  /// Collective where ranks run the suite: all go on with what the first one has of it, and make
  /// sure that they come to the same bits.
  public func shareDone() throws {
    guard let ranks = runner.setting.crew.ranks else { return }
    done = try read(ranks.first { done.map(\.row) }, from: 0)
    guard let first = trials.first else { return }
    let result = try worker(0).run(first)
    try ranks.require(same: [("the digest of the first trial", result.digest)])
  }

  /// Trials that have a result.
  public var finished: Int { done.count }
  /// All trials.
  public var total: Int { trials.count }

  /// Results by entrant, in the order of ``SuiteRunner/trials(of:)``; whole after a finished run.
  var results: [(name: String, trials: [TrialResult])] {
    let pieces = done.chunked(trials.count / entrants.count)
    return zip(entrants, pieces).map { ($0.member.policy, $1) }
  }

  /// Runs the trials that have no result, until all are done or `interruption` asks to stop;
  /// either way the table on disk holds every finished trial in order. A finished table is closed.
  ///
  /// - Parameter progress: called after every trial, by one thread at a time.
  @discardableResult
  public func run(
    until interruption: Interruption = Interruption(),
    progress: @escaping @Sendable (SuiteProgress) -> Void = { _ in }
  ) throws -> Ending {
    try check()
    let delivery = delivery(progress)
    for entrant in entrants.indices where try !run(entrant, until: interruption, delivery) {
      try file?.flush()
      return .interrupted
    }
    try file?.flush()
    file = nil
    return .finished
  }

  private func delivery(
    _ progress: @escaping @Sendable (SuiteProgress) -> Void
  ) -> OrderedDelivery<TrialResult> {
    // Only used within a delivery, which one thread makes at a time.
    nonisolated(unsafe) var state = SuiteProgress(
      finished: done.count, resumed: done.count, failed: done.count(where: \.hasFailed),
      total: trials.count)
    nonisolated(unsafe) let file = file
    return OrderedDelivery(from: done.count) { result in
      try file?.append(result)
      state.finished += 1
      state.failed += result.hasFailed ? 1 : 0
      progress(state)
    }
  }

  /// One entrant: first the nominal trials, the twins of all others. False where interrupted.
  private func run(
    _ entrant: Int, until interruption: Interruption, _ delivery: OrderedDelivery<TrialResult>
  ) throws -> Bool {
    let count = trials.count / entrants.count
    let first = entrant * count
    guard done.count < first + count else { return true }
    let executor = try Executor(workers: runner.setting.crew.workers) { try worker(entrant) }
    for end in [first + runner.setting.episodes, first + count] {
      let twins = done.dropFirst(first).prefix(runner.setting.episodes).map(\.speed)
      if let ranks = runner.setting.crew.ranks {
        guard try run(to: end, twins, executor, ranks, until: interruption, delivery) else {
          return false
        }
        continue
      }
      let start = done.count
      let trials = trials
      let results = try executor.map(max(end - start, 0)) { worker, item -> TrialResult? in
        guard !interruption.isRequested, !delivery.hasFailed else { return nil }
        let result = worker.run(trials[start + item], twins: twins)
        try delivery.finish(start + item, result)
        return result
      }
      done += results.prefix { $0 != nil }.compactMap { $0 }
      guard done.count >= end else { return false }
    }
    return true
  }

  private func worker(_ entrant: Int) throws -> TrialWorker {
    try TrialWorker(entrants[entrant], runner)
  }
}

/// Several ranks.
extension SuiteSession {
  /// Trials that each worker is given between two exchanges: enough that waiting for the slowest
  /// costs little, few enough that a stop comes soon and a crash loses little.
  private static let share = 8

  /// Runs trials up to `end`, piece by piece; the first rank writes each and decides whether to
  /// stop. False where interrupted.
  private func run(
    to end: Int, _ twins: [Double], _ executor: Executor<TrialWorker>, _ ranks: Ranks,
    until interruption: Interruption, _ delivery: OrderedDelivery<TrialResult>
  ) throws -> Bool {
    let piece = Self.share * ranks.workers
    while done.count < end {
      if try ranks.first({ interruption.isRequested }) { return false }
      let (start, trials) = (done.count, trials)
      let rows = try executor.map(min(piece, end - start), over: ranks) { worker, item in
        worker.run(trials[start + item], twins: twins).row
      }
      let results = try read(rows, from: start)
      if ranks.isFirst {
        for (item, result) in results.enumerated() { try delivery.finish(start + item, result) }
      }
      done += results
    }
    return true
  }

  /// Results as ranks send them: the rows of the table, which read back to the same values.
  private func read(_ rows: [[String]], from start: Int) throws -> [TrialResult] {
    try zip(rows, trials[start...]).map { row, trial in
      guard let result = TrialResult(row, of: trial) else {
        throw WireError(expected: "a row of \(trial.policy) under \(trial.condition)")
      }
      return result
    }
  }
}
