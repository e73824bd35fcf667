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
    "evolution.sigm=1", "seed=-1", "seed=1.5", "network.rule=ojja", "schema=2",
  ])
  func badAssignmentsAreErrorsOfSet(text: String) {
    let error = #expect(throws: ExperimentError.self) {
      try ExperimentFile.set(text, on: Experiment())
    }
    #expect(error?.place == "--set")
    #expect(error?.description.contains("\n") == false)
  }
}
