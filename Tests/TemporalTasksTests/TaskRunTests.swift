import SpikingNetworks
import TemporalTasks
import Testing

@Suite("A network in an episode")
struct TaskRunTests {
  /// A network with the outputs' biases as given and all else zero: it always says the same.
  private func stubborn(_ task: any TemporalTask, _ biases: [Float]) throws -> Network {
    let spec = NetworkSpec(
      inputs: task.inputs, outputs: task.outputs, ticksPerStep: 3,
      hidden: [
        PopulationSpec(
          size: 2, inputPlasticity: PlasticitySpec(rule: .hebbian, gate: .modulated, period: 1))
      ],
      readout: ReadoutSpec(decay: 0.5, gain: 4), modulation: .external)
    var parameters = [Float](repeating: 0, count: spec.layout.count)
    let slice = try #require(spec.layout.slice(named: "readout.bias"))
    for (place, bias) in zip(slice.range, biases) { parameters[place] = bias }
    let network = try Network(spec: spec)
    network.load(parameters.span)
    return network
  }

  @Test("every task runs from end to end; a trial is answered when its query ends")
  func runs() throws {
    for (name, task) in variants {
      var biases = [Float](repeating: -1, count: task.outputs)
      biases[1] = 1
      let episode = task.episode(seed: 3, index: 2, noise: 0.4)
      var run = TaskRun(episode, network: try stubborn(task, biases))
      while !run.isOver {
        run.tick()
        let over = episode.queries.count { $0.ticks.upperBound <= run.ticks }
        #expect(run.responses.count == over, "tick \(run.ticks), \(name)")
      }
      #expect(run.ticks == task.ticks && run.isFinite, "\(name)")
      #expect(run.logits.count == task.ticks * task.outputs, "\(name)")
      #expect(run.record.targets == episode.queries.map(\.target), "\(name)")
      #expect(run.record.responses.allSatisfy { $0 == 1 }, "\(name)")
    }
  }

  @Test("logits are g o, and start again where the episode clears")
  func logits() throws {
    let task = with(CueAssociation()) { $0.clearsState = true }
    let episode = task.episode(seed: 1, index: 0, noise: 0)
    var run = TaskRun(episode, network: try stubborn(task, [0, 1]))
    while !run.isOver { run.tick() }
    for tick in 0..<task.ticks {
      // κ = ½: o = 1 − 2⁻ⁿ after n ticks, ten to a trial.
      let expected = 4 * (1 - 1 / Double(1 << (tick % 10 + 1)))
      #expect(abs(run.logits[2 * tick + 1] - expected) < 1e-6, "tick \(tick)")
      #expect(run.logits[2 * tick] == 0)
    }
  }

  @Test("an interactive episode is told each response, and M is the reward")
  func rewards() throws {
    let task = with(CueAssociation()) { $0.feedback = .reward }
    let episode = task.episode(seed: 1, index: 0, noise: 0)
    var run = TaskRun(episode, network: try stubborn(task, [1, 0]))
    while !run.isOver {
      run.tick()
      let m = run.episode.modulator[run.ticks - 1]
      #expect(run.network.diagnostics.modulators[0].level == m, "tick \(run.ticks)")
    }
    var expected = episode
    for query in episode.queries { expected.respond(trial: query.trial, response: 0) }
    #expect(run.episode == expected && expected != episode)
  }

  @Test("a run begins with a reset and leaves the caller's episode alone")
  func repeats() throws {
    let task = with(CueAssociation()) { $0.feedback = .reward }
    let episode = task.episode(seed: 1, index: 0, noise: 0.5)
    let network = try stubborn(task, [1, 0])
    func whole() -> TaskRun {
      var run = TaskRun(episode, network: network)
      while !run.isOver { run.tick() }
      return run
    }
    let (first, second) = (whole(), whole())
    #expect(first.logits == second.logits && first.record == second.record)
    #expect(first.episode == second.episode)
  }

  @Test("no number is no response, and the run is not finite")
  func divergence() throws {
    let task = CueAccumulation()
    var run = TaskRun(
      task.episode(seed: 1, index: 0, noise: 0), network: try stubborn(task, [.nan, 0]))
    while !run.isOver { run.tick() }
    #expect(!run.isFinite && run.responses == [nil])
  }

  @Test("phases are those of queries, feedback and teaching")
  func phases() {
    let association = CueAssociation().episode(seed: 1, index: 0, noise: 0)
    for tick in 0..<association.ticks {
      let (trial, place) = tick.quotientAndRemainder(dividingBy: 10)
      let expected: TaskPhase? =
        place < 3 ? nil : place < 7 ? .query(trial: trial) : .feedback(trial: trial)
      #expect(association.phase(at: tick) == expected, "tick \(tick)")
    }
    let study = OneShotRecognition().episode(seed: 1, index: 0, noise: 0)
    for tick in 0..<study.ticks {
      let (trial, place) = tick.quotientAndRemainder(dividingBy: 10)
      let expected: TaskPhase? =
        trial < 5
        ? (place < 8 ? .teaching : nil) : (3..<8).contains(place) ? .query(trial: trial - 5) : nil
      #expect(study.phase(at: tick) == expected, "tick \(tick)")
    }
    #expect(TaskPhase.query(trial: 3).name == "query" && TaskPhase.query(trial: 3).trial == 3)
    #expect(TaskPhase.teaching.name == "teaching" && TaskPhase.teaching.trial == nil)
  }
}
