import Foundation
import Locomotion
import Policies
import TestSupport
import Testing

@Suite struct ExperimentFileTests {
  @Test func everyPresetRoundTrips() throws {
    for (name, summary) in Presets.all {
      #expect(!summary.isEmpty)
      let preset = try #require(Presets.experiment(named: name))
      let text = try ExperimentFile.write(preset)
      #expect(try ExperimentFile.read(text, path: "p.yaml") == preset, "\(name)")
      #expect(try ExperimentFile.write(ExperimentFile.read(text, path: "p.yaml")) == text)
    }
    #expect(Presets.experiment(named: "none") == nil)
  }

  @Test func numbersKeepTheirBits() throws {
    var generator = SplitMix64(seed: 11)
    for round in 0..<50 {
      var experiment = Experiment()
      experiment.seed = .random(in: 0...UInt64.max, using: &generator)
      experiment.evolution.sigma = .random(in: 1e-9...1, using: &generator)
      experiment.evolution.learningRate = 1e-12 * .random(in: 0.1...1, using: &generator)
      var task = LocomotionTask()
      task.command = 1000 * .random(in: 0.1...1, using: &generator)
      task.reward[.tilt] = -.random(in: 0...1, using: &generator)
      experiment.task = .locomotion(task)
      let text = try ExperimentFile.write(experiment)
      #expect(try ExperimentFile.read(text, path: "e") == experiment, "round \(round): \(text)")
    }
    var experiment = Experiment()
    experiment.evolution.sigma = 0.1 + 0.2
    let changed = try ExperimentFile.set("seed=3", on: experiment)
    #expect(changed.evolution.sigma == 0.1 + 0.2, "--set leaves the other keys alone")
  }

  @Test(arguments: ["123", "true", "null", "~", "1e3", "a: b", "#x", "é\"'", "a\nb", "- x", " s "])
  func namesThatLookLikeOtherThingsRoundTrip(name: String) throws {
    var experiment = Experiment()
    experiment.name = name
    let text = try ExperimentFile.write(experiment)
    #expect(try ExperimentFile.read(text, path: "e").name == name, "\(text)")
  }

  @Test func whatAFileLeavesOutKeepsItsDefault() throws {
    #expect(try ExperimentFile.read("schema: 1", path: "e") == Experiment())
    let read = try ExperimentFile.read(
      "schema: 1\nnetwork: {hidden: [3, 4], plastic: []}\nbudget:\n  generations: 7\n", path: "e")
    var expected = Experiment()
    expected.network.hidden = [3, 4]
    expected.network.plastic = []
    expected.budget.generations = 7
    #expect(read == expected)
    let base = Fixture.experiment()
    #expect(try ExperimentFile.read("schema: 1", path: "e", over: base) == base)
  }

  @Test func setChangesOneKey() throws {
    let base = Fixture.experiment()
    func set(_ text: String) throws -> Experiment { try ExperimentFile.set(text, on: base) }
    #expect(try set("seed=18446744073709551615").seed == .max)
    #expect(try set("network.hidden=[32,16]").network.hidden == [32, 16])
    #expect(try set("network.recurrent=false").network.recurrent == false)
    #expect(try set("network.plastic=[]").network.plastic.isEmpty)
    guard case .locomotion(let task) = try set("task.reward.tilt=-0.5").task else { return }
    #expect(task.reward[.tilt] == -0.5)
    #expect(try set("evolution={sigma: 0.2, episodes: 3}").evolution.episodes == 3)
    var expected = base
    expected.evolution.sigma = 0.25
    #expect(try set("evolution.sigma=0.25") == expected)
  }

  @Test(arguments: [
    "", "seed", "=3", "seed=", ".=3", "evolution=3", "evolution.sigma.x=1", "network.hidden=[1",
    "evolution.sigm=1", "seed=-1", "seed=1.5", "network.rule=ojja", "schema=3",
  ])
  func badAssignmentsAreErrorsOfSet(text: String) {
    let error = #expect(throws: ExperimentError.self) {
      try ExperimentFile.set(text, on: Experiment())
    }
    #expect(error?.place == "--set")
    #expect(error?.description.contains("\n") == false)
  }

  /// Keys that a file does not name have their defaults, as in files older than the keys.
  @Test func olderFilesNameNoHeading() throws {
    let older = try ExperimentFile.read("schema: 1\ntask: {command: 0.5}\n", path: "e.yaml")
    var task = LocomotionTask()
    task.command = 0.5
    #expect(older.task == .locomotion(task) && task.heading == 0)
  }

  /// A file of schema 1 is read as what it meant, and what stands elsewhere now is named.
  @Test func schemaOneIsRead() throws {
    let text = """
      schema: 1
      network: {decay: 0.7, utilisation: 0.5, code_neurons: 3, hidden: [8]}
      evolution: {strategy: ars, top_share: 0.25, weight_decay: 0.1, sigma: 0.3}
      """
    var notes: [String] = []
    let experiment = try ExperimentFile.read(text, path: "e.yaml") { notes.append($0) }
    #expect(experiment.network.lif.decay == 0.7 && experiment.network.hidden == [8])
    #expect(experiment.network.conductance.utilisation == 0.5)
    #expect(experiment.network.populationCode.neurons == 3)
    #expect(experiment.evolution.ars.topShare == 0.25 && experiment.evolution.sigma == 0.3)
    #expect(experiment.evolution.openaiES.weightDecay == 0.1 && experiment.schema == 2)
    #expect(
      notes == [
        "e.yaml: read as schema 2: network.decay is network.lif.decay, network.utilisation is "
          + "network.conductance.utilisation, network.code_neurons is "
          + "network.population_code.neurons, evolution.weight_decay is "
          + "evolution.openai_es.weight_decay, evolution.top_share is evolution.ars.top_share"
      ])
    let written = try ExperimentFile.write(experiment)
    #expect(written.hasPrefix("schema: 2\n"))
    #expect(try ExperimentFile.read(written, path: "e.yaml") == experiment)
    let error = #expect(throws: ExperimentError.self) {
      try ExperimentFile.read("schema: 1\nnetwork:\n  decay: 2\n", path: "e.yaml")
    }
    #expect(error?.key == "network.lif.decay" && error?.place == "e.yaml:3")
    #expect(throws: ExperimentError.self) {
      try ExperimentFile.read("schema: 2\nnetwork: {decay: 0.7}\n", path: "e.yaml")
    }
  }

  @Test func setKnowsKeysOfSchemaOne() throws {
    var notes: [String] = []
    let set = try ExperimentFile.set(["network.decay=0.5"], on: Experiment()) { notes.append($0) }
    #expect(set.network.lif.decay == 0.5)
    #expect(notes == ["--set: read as schema 2: network.decay is network.lif.decay"])
  }

  /// Several assignments are checked together, whatever their order.
  @Test func assignmentsAreCheckedTogether() throws {
    let both = ["evolution.search=rules", "network.granularity=population"]
    for assignments in [both, both.reversed()] {
      let experiment = try ExperimentFile.set(assignments, on: Experiment())
      #expect(experiment.evolution.search == .rules)
    }
    #expect(throws: ExperimentError.self) {
      try ExperimentFile.set("evolution.search=rules", on: Experiment())
    }
  }
}
