import NumericalMethods
import SpikingNetworks
import TemporalTasks
import Testing
import TrajectoryReplay

@Suite("Replay of temporal tasks") struct TaskReplayTests {
  private struct Recording {
    let run: TaskRun
    let recorder: TaskRecorder
    let picture: TaskPicture
  }

  /// Two populations of which everything is plastic, in an episode with rewards.
  private func record(
    _ rule: PlasticityRule = .oja, _ gate: PlasticityGate = .modulated
  ) throws -> Recording {
    var task = CueAssociation()
    (task.feedback, task.clearsState) = (.reward, true)
    let plasticity = PlasticitySpec(rule: rule, gate: gate, bcmTimeConstant: 3)
    let spec = NetworkSpec(
      inputs: task.inputs, outputs: task.outputs, ticksPerStep: 1,
      hidden: [
        PopulationSpec(size: 12, recurrent: true, recurrentPlasticity: plasticity),
        PopulationSpec(size: 6, inputPlasticity: plasticity),
      ], readout: ReadoutSpec(plasticity: plasticity))
    let network = try Network(spec: spec)
    var stream = RandomStream(seed: 6, purpose: .test)
    let parameters = spec.initialParameters { 2 * Float(stream.gaussian()) }
    network.load(parameters.span)
    var run = TaskRun(task.episode(seed: 2, index: 1, noise: 0.2), network: network)
    var recorder = TaskRecorder(run)
    var picture = TaskPicture(run)
    while !run.isOver {
      run.tick()
      recorder.record(run)
      picture.record(run)
    }
    return Recording(run: run, recorder: recorder, picture: picture)
  }

  @Test func columnsAreNamed() throws {
    let header = try record().recorder.header
    let projections = ["hidden1.recurrent", "hidden2.input", "readout"]
    let modulators = ["hidden1.modulator", "hidden2.modulator", "readout.modulator"]
    var wanted = ["tick", "phase", "trial", "target", "response", "m", "logit_0", "logit_1"]
    wanted += ["rate_hidden1", "rate_hidden2"]
    wanted += projections.flatMap { ["fast_share_\($0)", "fast_rms_\($0)"] }
    wanted += modulators.flatMap { [$0, "level_\($0)"] }
    #expect(header == wanted)
  }

  /// θ and e have columns where rule and gate declare them, and nowhere else.
  @Test(arguments: PlasticityRule.allCases) func declaredStatesHaveColumns(
    _ rule: PlasticityRule
  ) throws {
    for gate in PlasticityGate.allCases {
      let recorder = try record(rule, gate).recorder
      let declared = [rule.extraState, gate.extraState].compactMap { $0?.variable.rawValue }
      for variable in PlasticityState.Variable.allCases.map(\.rawValue) {
        let columns = recorder.header.indices.filter {
          recorder.header[$0].hasPrefix(variable + "_rms_")
        }
        #expect(columns.count == (declared.contains(variable) ? 3 : 0), "\(rule) \(gate)")
        for column in columns {
          #expect(recorder.rows.contains { $0[column] != "0" }, "\(recorder.header[column])")
        }
      }
    }
  }

  @Test func rowsAreTheRun() throws {
    let recording = try record()
    let (run, recorder) = (recording.run, recording.recorder)
    func column(_ name: String) throws -> [String] {
      let k = try #require(recorder.header.firstIndex(of: name), "\(name)")
      return recorder.rows.map { $0[k] }
    }
    #expect(recorder.rows.allSatisfy { $0.count == recorder.header.count })
    #expect(try column("tick") == (0..<240).map { "\($0)" })
    #expect(try column("m").map { Float($0) } == run.episode.modulator)
    #expect(try column("logit_1").map { Double($0) } == (0..<240).map { run.logits[2 * $0 + 1] })
    let (phase, trial) = (try column("phase"), try column("trial"))
    let (target, response) = (try column("target"), try column("response"))
    for tick in 0..<240 {
      let (k, place) = tick.quotientAndRemainder(dividingBy: 10)
      let isCue = place < 3
      #expect(phase[tick] == (isCue ? "" : place < 7 ? "query" : "feedback"), "tick \(tick)")
      #expect(trial[tick] == (isCue ? "" : "\(k)"), "tick \(tick)")
      #expect(target[tick] == (isCue ? "" : "\(run.record.targets[k])"), "tick \(tick)")
      // The answer is known with the query's last tick.
      let answer = try #require(run.responses[k])
      #expect(response[tick] == (place < 6 ? "" : "\(answer)"), "tick \(tick)")
    }
    let rates = try column("rate_hidden1").compactMap(Double.init)
    #expect(rates.count == 240 && rates.allSatisfy { $0 >= 0 && $0 <= 1 })
    #expect(rates.contains { $0 > 0 && $0 < 1 })
    let last = run.network.diagnostics.projections[2]
    #expect(try column("fast_rms_readout").last == "\(Double(last.rootMeanSquare))")
    #expect(last.rootMeanSquare > 0)
  }

  @Test func csvIsRFC4180() throws {
    let recorder = try record().recorder
    let lines = recorder.csv.components(separatedBy: "\r\n")
    #expect(lines.count == 242 && lines.last == "")
    #expect(lines[0] == recorder.header.joined(separator: ","))
    #expect(lines[5] == recorder.rows[4].joined(separator: ","))
    #expect(!recorder.csv.replacing("\r\n", with: "").unicodeScalars.contains("\n"))
  }

  @Test func thePictureShowsTheLife() throws {
    let recording = try record()
    let census = try Census(of: recording.picture.svg(recording.run))
    // The page, frames of four bands and six panels, 24 trials asked, answered, judged and
    // rewarded.
    #expect(census.counts["rect"] == 1 + 10 + 4 * 24)
    #expect(census.counts["polyline"] == 2 + 3, "two logits, three projections")
    #expect(census.counts["path"] == 2 + 23, "two rasters, 23 clears")
    let values = census.attributes.flatMap(\.values)
    #expect(!values.contains { $0.contains("nan") || $0.contains("inf") })
    let spikes = values.filter { $0.hasPrefix("M") && $0.contains("H") }
      .reduce(0) { $0 + $1.count { $0 == "M" } }
    let header = recording.recorder.header
    func rate(_ name: String) throws -> Double {
      let k = try #require(header.firstIndex(of: name))
      return recording.recorder.rows.reduce(0) { $0 + (Double($1[k]) ?? .nan) }
    }
    let counted = 12 * (try rate("rate_hidden1")) + 6 * (try rate("rate_hidden2"))
    #expect(spikes > 100 && abs(Double(spikes) - counted) < 1e-6)
  }

  @Test func watchingChangesNothing() throws {
    let watched = try record().run
    var alone = TaskRun(watched.episode, network: watched.network)
    while !alone.isOver { alone.tick() }
    #expect(alone.logits == watched.logits && alone.record == watched.record)
  }
}
