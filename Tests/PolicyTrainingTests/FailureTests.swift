import Execution
import FileFormats
import Foundation
import Locomotion
import Policies
import PolicyTraining
import RobotDescription
import TestSupport
import Testing

/// A training in which something leaves the range of numbers, for real.
struct BrokenTraining: Sendable, CustomTestStringConvertible {
  let name: String
  let kind: Failure.Kind
  /// Failures of the kind in three generations; nil for at least one.
  let count: Int?
  let change: @Sendable (inout Experiment) -> Void
  var trainer = TrainerKind.evolution
  var isTask = false
  var robot: @Sendable () throws -> RobotModel = { try Fixture.robot("ant") }

  var testDescription: String { name }

  var experiment: Experiment {
    var experiment =
      isTask
      ? Fixture.taskExperiment(generations: 3, trainer: trainer)
      : Fixture.experiment(generations: 3)
    experiment.trainer = trainer
    experiment.policyGradient.episodes = 2
    experiment.policyGradient.duration = 0.4
    experiment.policyGradient.epochs = 1
    (experiment.perturbation.trials, experiment.perturbation.duration) = (3, 0.4)
    change(&experiment)
    return experiment
  }

  func model() throws -> RobotModel? { isTask ? nil : try robot() }
}

extension BrokenTraining {
  /// An ant whose servos are stiffer than its physics step bears.
  private static let wild: @Sendable () throws -> RobotModel = {
    let ant = try Fixture.robot("ant")
    return try RobotModel(
      urdf: ant.source.urdf.replacingOccurrences(of: "effort=\"30\"", with: "effort=\"1e7\""),
      urdfName: "wild.urdf",
      profile: ant.source.profile.replacingOccurrences(of: "kp: 40,", with: "kp: 4000,"),
      profileName: "wild.yaml")
  }

  /// Fast weights that a large share multiplies beyond single precision.
  private static let overflowingSynapses: @Sendable (inout Experiment) -> Void = {
    ($0.network.rule, $0.network.initialShare, $0.network.bound) = (.hebbian, 1e38, 1e30)
  }

  static let all: [BrokenTraining] = [
    BrokenTraining(
      name: "gains of the servos", kind: .body, count: 24, change: { _ in }, robot: wild),
    BrokenTraining(
      name: "gains, exploring", kind: .body, count: 6, change: { _ in },
      trainer: .policyGradient, robot: wild),
    BrokenTraining(
      name: "gains, perturbed", kind: .body, count: 9, change: { _ in }, trainer: .perturbation,
      robot: wild),
    BrokenTraining(
      name: "plastic share", kind: .network, count: nil, change: overflowingSynapses),
    BrokenTraining(
      name: "reward", kind: .fitness, count: 24,
      change: {
        guard case .locomotion(var task) = $0.task else { return }
        task.reward[.alive] = 1e308
        $0.task = .locomotion(task)
      }),
    BrokenTraining(
      name: "spread of the search", kind: .parameters, count: 24,
      change: { $0.evolution.sigma = 1e39 }
    ),
    BrokenTraining(
      name: "no spread of the search", kind: .gradient, count: 3,
      change: { $0.evolution.sigma = 1e-300 }),
    BrokenTraining(
      name: "step size", kind: .parameters, count: 3,
      change: { $0.evolution.learningRate = 1e300 }),
    BrokenTraining(
      name: "step size of a policy gradient", kind: .parameters, count: nil,
      change: { $0.policyGradient.learningRate = 1e300 }, trainer: .policyGradient),
    BrokenTraining(
      name: "surrogate gradient", kind: .gradient, count: 3, change: overflowingSynapses,
      trainer: .gradient, isTask: true),
    BrokenTraining(
      name: "step size of a surrogate gradient", kind: .parameters, count: 3,
      change: { $0.gradient.learningRate = 1e300 }, trainer: .gradient, isTask: true),
    BrokenTraining(
      name: "a task's network", kind: .network, count: nil, change: overflowingSynapses,
      isTask: true),
    BrokenTraining(
      name: "a task's network, in batches", kind: .network, count: nil, change: overflowingSynapses,
      trainer: .gradient, isTask: true),
    BrokenTraining(
      name: "a task's network, perturbed", kind: .network, count: nil, change: overflowingSynapses,
      trainer: .perturbation, isTask: true),
    BrokenTraining(
      name: "perturbation", kind: .gradient, count: nil, change: overflowingSynapses,
      trainer: .perturbation, isTask: true),
    BrokenTraining(
      name: "step size of a perturbation", kind: .parameters, count: 3,
      change: { $0.perturbation.learningRate = 1e300 }, trainer: .perturbation),
    BrokenTraining(
      name: "weights that change while the robot walks", kind: .gradient, count: nil,
      change: {
        ($0.perturbation.form, $0.perturbation.online) = (.continuing, true)
        $0.perturbation.learningRate = 1e45
      }, trainer: .perturbation),
    BrokenTraining(
      name: "gains, observations normalised", kind: .body, count: 24,
      change: { $0.network.normaliseObservations = true }, robot: wild),
    BrokenTraining(
      name: "gains, each pair under its conditions", kind: .body, count: 24,
      change: {
        $0.randomisation.conditions = Condition.placed(.deadJoint, .lostLeg, .push)
        ($0.randomisation.draw, $0.randomisation.changes) = (.pair, 2)
        $0.randomisation.nominal = 0
      }, robot: wild),
  ]
}

@Suite struct FailureTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func directory(_ name: String) -> RunDirectory { RunDirectory(path: folder.file(name)) }

  /// Trains in `name`, interrupted after each of `stops` generations of a sitting.
  private func train(
    _ broken: BrokenTraining, in name: String, workers: Int = 2, stops: [Int] = []
  ) throws -> TrainingRun {
    for stop in stops + [.max] {
      let checkpoint = try? Checkpoint(path: directory(name).checkpoint)
      let run = try TrainingRun(
        experiment: broken.experiment, model: broken.model(), directory: directory(name),
        workers: workers, resuming: checkpoint, version: "0", commit: "unknown")
      let interruption = Interruption()
      var done = 0
      let ending = try run.train(until: interruption) { _, _ in
        done += 1
        if done == stop { interruption.request() }
      }
      if ending == .finished {
        _ = try run.finish()
        return run
      }
    }
    throw CancellationError()
  }

  private func names(_ run: String) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: directory(run).failures)
    return (names ?? []).sorted()
  }

  private func file(_ run: String, _ name: String) throws -> Data {
    try AtomicFile.read("\(directory(run).failures)/\(name)")
  }

  /// The sum of a column of `metrics.csv`.
  private func total(_ run: String, _ column: String) throws -> Int {
    let text = String(decoding: try AtomicFile.read(directory(run).metrics), as: UTF8.self)
    let rows = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let place = try #require(rows[0].firstIndex(of: column))
    return rows.dropFirst().reduce(0) { $0 + (Int($1[place]) ?? 0) }
  }

  /// The failure in a policy's file; nil where it holds none.
  private func failure(_ path: String) throws -> FailureFile? {
    try FailureFile(PolicyFile(path: path), path: path)
  }

  private func reproduce(_ path: String) throws -> Reproduction {
    let file = try #require(try failure(path))
    if file.isOfGeneration { return try FailedGeneration(file, workers: 1, path: path).run() }
    guard file.policy.robot == nil else {
      let life = try FailedLife(file, path: path)
      return life.finding(life.run(observer: GaitAnalyser()))
    }
    var run = try FailedRun(file, path: path)
    while !run.isOver { run.tick() }
    return run.finding
  }

  @Test(arguments: BrokenTraining.all)
  func failuresAreCountedAndEachFileReplaysItsOwn(of broken: BrokenTraining) throws {
    let run = try train(broken, in: "r")
    let counts = run.loop.state.failures
    if let count = broken.count { #expect(counts[broken.kind] == count, "\(counts)") }
    #expect(counts[broken.kind] > 0, "\(counts)")
    for kind in Failure.Kind.allCases {
      #expect(try total("r", "\(kind.rawValue)_failures") == counts[kind], "\(kind)")
    }
    let names = names("r")
    #expect(!names.isEmpty && names.count <= 20 && names.count == run.loop.state.savedFailures)
    var kinds: Set<Failure.Kind> = []
    for name in names {
      let path = "\(directory("r").failures)/\(name)"
      let record = try #require(try failure(path)?.record)
      kinds.insert(record.kind)
      // A few of each run: lives are short, generations are not.
      guard name == names.first || name == names.last else { continue }
      let found = try reproduce(path)
      #expect(found.matches(record), "\(name): \(record) but \(found)")
      #expect(found.kind == record.kind && record.isReproduced != false)
      let isUpdate = record.item == nil
      #expect(name.hasSuffix(isUpdate ? "update.safetensors" : "i\(record.item ?? -1).safetensors"))
      #expect(isUpdate || record.kind == .parameters || record.time ?? 0 > 0)
    }
    #expect(kinds.contains(broken.kind), "\(kinds)")
    // What was left out moved nothing: the policy is a policy.
    #expect(try failure(directory("r").policy) == nil)
    #expect(run.loop.state.optimiser.parameters.allSatisfy { $0.isFinite })
  }

  /// Neither workers nor interruptions change the policy, the counts, or a byte of the files.
  @Test(arguments: BrokenTraining.all.filter { $0.kind != .fitness })
  func filesFollowFromTheExperiment(of broken: BrokenTraining) throws {
    let whole = try train(broken, in: "a", workers: 1)
    let cut = try train(broken, in: "b", workers: 3, stops: [1, 1])
    #expect(try AtomicFile.read(directory("a").policy) == AtomicFile.read(directory("b").policy))
    #expect(whole.loop.state.failures == cut.loop.state.failures)
    #expect(names("a") == names("b"))
    for name in names("a") { #expect(try file("a", name) == file("b", name), "\(name)") }
  }

  /// A run that died after its checkpoint makes its files again and counts nothing twice.
  @Test func aCrashLosesAndDoublesNothing() throws {
    let broken = BrokenTraining.all[0]
    _ = try train(broken, in: "a")
    var run: TrainingRun?
    let interruption = Interruption()
    run = try TrainingRun(
      experiment: broken.experiment, model: broken.model(), directory: directory("b"), workers: 2,
      version: "0", commit: "unknown")
    var before = Data()
    _ = try run?.train(until: interruption) { [directory] report, _ in
      if report.generation == 0 {
        before = (try? AtomicFile.read(directory("b").checkpoint)) ?? before
      }
      if report.generation == 1 { interruption.request() }
    }
    // Back to the start: both generations are lost.
    try AtomicFile.write(before, to: directory("b").checkpoint)
    let resumed = try train(broken, in: "b")
    #expect(resumed.loop.state.failures.body == 24)
    #expect(names("a") == names("b") && names("a").count == 20)
    #expect(try AtomicFile.read(directory("a").policy) == AtomicFile.read(directory("b").policy))
  }

  @Test(arguments: Failure.Kind.allCases) func countsHaveTheirNames(kind: Failure.Kind) throws {
    var counts = FailureCounts()
    counts[kind] = 3
    let text = try JSONEncoder().encode(counts)
    let named = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Int])
    #expect(named.filter { $0.value > 0 } == [kind.rawValue: 3])
    #expect(counts.total == 3 && counts.summary == "3 \(kind.rawValue)")
  }

  /// Where the files cannot be written, no row counts them.
  @Test func filesComeBeforeTheRow() throws {
    let broken = BrokenTraining.all[0]
    let run = try TrainingRun(
      experiment: broken.experiment, model: broken.model(), directory: directory("r"), workers: 2,
      version: "0", commit: "unknown")
    try AtomicFile.write("in the way", to: directory("r").failures)
    #expect(throws: FileError.self) { try run.train(until: Interruption()) { _, _ in } }
    let metrics = String(decoding: try AtomicFile.read(directory("r").metrics), as: UTF8.self)
    #expect(metrics.split(separator: "\n").count == 1)
  }

  /// A checkpoint knows of the files of the generation that it follows.
  @Test func filesComeBeforeTheCheckpoint() throws {
    let broken = BrokenTraining.all[7]
    var experiment = broken.experiment
    experiment.budget.generations = 6
    let run = try TrainingRun(
      experiment: experiment, model: broken.model(), directory: directory("r"), workers: 2,
      version: "0", commit: "unknown")
    var saved: Checkpoint?
    _ = try run.train(until: Interruption()) { [directory] report, _ in
      if report.generation == 4 { saved = try? Checkpoint(path: directory("r").checkpoint) }
    }
    let state = try #require(saved).state
    #expect(state.optimiser.generation == 5 && state.failures.parameters == 5)
    #expect(state.savedFailures == 5 && names("r").count == 6)
  }

  /// A search that comes to no update stays where it is, and says so.
  @Test(arguments: [6, 7]) func anUpdateLeftOutMovesNothing(index: Int) throws {
    let broken = BrokenTraining.all[index]
    let trainer = try TrainingLoop(
      experiment: broken.experiment, model: broken.model(), workers: 2)
    let before = bits(trainer.state.optimiser.parameters)
    for generation in 1...2 {
      let report = try trainer.step()
      #expect(report.failures.contains { $0.item == nil && $0.kind == broken.kind })
      #expect(report.updateNorm == 0 && trainer.generation == generation)
      #expect(bits(trainer.state.optimiser.parameters) == before)
    }
  }

  /// Kind, time and digest: all of them make a failure the same.
  @Test func anotherFailureIsNotTheSame() throws {
    _ = try train(BrokenTraining.all[0], in: "r")
    let path = "\(directory("r").failures)/g0-i0.safetensors"
    let record = try #require(try failure(path)?.record)
    let found = try reproduce(path)
    #expect(found.matches(record))
    var other = found
    other.kind = .network
    #expect(!other.matches(record))
    (other, other.time) = (found, found.time.map { $0 + 0.02 })
    #expect(!other.matches(record))
    (other, other.digest) = (found, "0000000000000000")
    #expect(!other.matches(record))
  }

  @Test func whatDoesNotFailWritesNothing() throws {
    let run = try TrainingRun(
      experiment: Fixture.experiment(generations: 1), model: Fixture.robot("ant"),
      directory: directory("r"), workers: 1, version: "0", commit: "unknown")
    _ = try run.train(until: Interruption()) { report, _ in #expect(report.failures.isEmpty) }
    #expect(!FileManager.default.fileExists(atPath: directory("r").failures))
  }

  /// A record that names another episode than its experiment has is refused.
  @Test(arguments: [
    ("\"generation\":0", "\"generation\":3"), ("\"item\":0", "\"item\":8"),
    ("\"item\":0", "\"item\":-1"), ("\"item\":0", "\"item\":1"), ("\"seed\":1", "\"seed\":2"),
    ("\"kind\":\"body\"", "\"kind\":\"mind\""), ("\"condition\":\"nominal\"", "\"condition\":\"\""),
    ("\"duration_s\":", "\"duration_s\":1"), ("{", ""),
  ])
  func aForgedRecordIsRefused(found: String, replacement: String) throws {
    _ = try train(BrokenTraining.all[0], in: "r")
    let path = "\(directory("r").failures)/g0-i0.safetensors"
    var file = try SafeTensors(decoding: AtomicFile.read(path), path: path)
    let record = try #require(file.metadata["failure"])
    #expect(record.contains(found), "\(record)")
    file.metadata["failure"] = record.replacingOccurrences(of: found, with: replacement)
    try AtomicFile.write(file.encoded(), to: path)
    let error = #expect(throws: SafeTensorsError.self) { try failure(path) }
    #expect(error?.path == path && error?.place.contains("failure") == true)
  }

  /// Deviations of other actions than the network has.
  @Test func forgedDeviationsAreRefused() throws {
    _ = try train(BrokenTraining.all[1], in: "r")
    let path = "\(directory("r").failures)/g0-i0.safetensors"
    var file = try SafeTensors(decoding: AtomicFile.read(path), path: path)
    let record = try #require(file.metadata["failure"])
    let forged = record.replacing(#/"log_deviations":\[[^\]]*\]/#, with: "\"log_deviations\":[0.5]")
    #expect(forged != record)
    file.metadata["failure"] = forged
    try AtomicFile.write(file.encoded(), to: path)
    #expect(throws: SafeTensorsError.self) { try failure(path) }
  }

  /// The state of another generation of the same run.
  @Test func aStateOfAnotherGenerationIsRefused() throws {
    _ = try train(BrokenTraining.all[7], in: "r")
    let paths = [0, 1].map { "\(directory("r").failures)/g\($0)-update.safetensors" }
    var files = try paths.map { try SafeTensors(decoding: AtomicFile.read($0), path: $0) }
    files[0].metadata["failure_state"] = files[1].metadata["failure_state"]
    try AtomicFile.write(files[0].encoded(), to: paths[0])
    let file = try #require(try failure(paths[0]))
    let error = #expect(throws: SafeTensorsError.self) {
      try FailedGeneration(file, workers: 1, path: paths[0])
    }
    #expect(error?.found == "generation 1" && error?.expected == "0")
  }

  /// A state that is not of the file's experiment is refused before anything runs.
  @Test func aForgedStateIsRefused() throws {
    for (name, index) in [("a", 7), ("b", 8)] { _ = try train(BrokenTraining.all[index], in: name) }
    let (path, other) = (
      "\(directory("a").failures)/g0-update.safetensors",
      "\(directory("b").failures)/g0-update.safetensors"
    )
    var file = try SafeTensors(decoding: AtomicFile.read(path), path: path)
    file.metadata["failure_state"] =
      try SafeTensors(decoding: AtomicFile.read(other), path: other).metadata["failure_state"]
    try AtomicFile.write(file.encoded(), to: path)
    let failed = try #require(try failure(path))
    let error = #expect(throws: CheckpointError.self) {
      try FailedGeneration(failed, workers: 1, path: path)
    }
    #expect(error?.path == path)
    file.metadata["failure_state"] = "{}"
    try AtomicFile.write(file.encoded(), to: path)
    #expect(throws: SafeTensorsError.self) { try failure(path) }
  }
}
