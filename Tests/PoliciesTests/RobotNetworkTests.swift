import Locomotion
import NeuralControl
import Policies
import SpikingNetworks
import TestSupport
import Testing

/// What a network's specification takes from its options and from a robot's observation.
@Suite struct RobotNetworkTests {
  private func specification(_ assignments: String...) throws -> NetworkSpec {
    try ExperimentFile.set(assignments, on: Fixture.experiment()).network
      .specification(for: Fixture.robot("ant"))
  }

  @Test func optionsReachTheSpecification() throws {
    let plain = try specification()
    #expect(plain.inputKinds == nil && plain.modulationError == nil)
    #expect(plain.readout.slowTraces == nil && plain.hidden[0].adaptation == nil)
    #expect(!plain.neutralModulators)
    let layout = ObservationLayout(try Fixture.robot("ant"))
    let spec = try specification(
      "network.adaptation=0.1", "network.adaptation_time_constants=[5, 500]",
      "network.slow_trace_time_constants=[10, 2000]", "network.neutral_modulators=true",
      "network.granularity=joint", "network.modulation_source=velocity-error")
    #expect(
      spec.hidden[0].adaptation?.timeConstants == TimeConstantRange(shortest: 5, longest: 500))
    #expect(spec.readout.slowTraces == TimeConstantRange(shortest: 10, longest: 2000))
    #expect(spec.neutralModulators && spec.inputKinds == layout.kinds)
    #expect(spec.modulationError == MeasuredGaitError.velocity.error(in: layout))
    try spec.validate()
    // Two joint quantities, seven others: η, α and no more of Oja's rule.
    #expect(spec.layout.slice(named: "hidden1.input.eta")?.shape == [9])
  }

  @Test func theyAreWrittenAndNamedInTheCommand() throws {
    let assignments = [
      "network.adaptation=0.1", "network.adaptation_time_constants=[5, 500]",
      "network.slow_trace_time_constants=[10, 2000.5]", "network.neutral_modulators=true",
      "network.granularity=presynaptic", "network.modulation_source=heading-error",
    ]
    let preset = try #require(Presets.experiment(named: "ant"))
    let experiment = try ExperimentFile.set(assignments, on: preset)
    let text = try ExperimentFile.write(experiment)
    #expect(try ExperimentFile.read(text, path: "e") == experiment)
    let words = experiment.command.split(separator: " ").filter { $0.contains("network.") }
    #expect(words.count == assignments.count, "\(experiment.command)")
    let settings = words.map { $0.filter { $0 != "'" } }
    #expect(try ExperimentFile.set(settings, on: preset) == experiment)
  }

  /// What does not go together is one error that names its key.
  @Test(arguments: [
    ("network.adaptation", ["network.adaptation_time_constants=[5, 500]"]),
    (
      "network.modulation_source",
      ["network.modulation_source=velocity-error", "network.normalise_observations=true"]
    ),
    ("network.granularity", ["evolution.search=rules", "network.granularity=presynaptic"]),
  ])
  func contradictionsAreNamed(key: String, assignments: [String]) throws {
    let error = #expect(throws: ExperimentError.self) {
      try ExperimentFile.set(assignments, on: Fixture.experiment())
    }
    #expect(error?.key == key)
  }

  @Test func aTaskHasNoErrorOfAGait() throws {
    let error = #expect(throws: ExperimentError.self) {
      try ExperimentFile.set(
        "network.modulation_source=velocity-error", on: Fixture.taskExperiment())
    }
    #expect(error?.key == "network.modulation_source")
  }

  @Test func rulesOfJointsCanBeSearched() throws {
    let experiment = try ExperimentFile.set(
      ["evolution.search=rules", "network.granularity=joint"], on: Fixture.experiment())
    #expect(experiment.network.granularity == .joint)
  }

  @Test(arguments: ["ant", "quadruped", "hexapod"])
  func inputsOfAKindShareTheirGroup(robot: String) throws {
    let layout = ObservationLayout(try Fixture.robot(robot))
    let kinds = layout.kinds
    let groups = layout.channelNames.map { String($0.prefix { $0 != "." }) }
    #expect(kinds.count == layout.count)
    for i in kinds.indices {
      for j in kinds.indices { #expect((kinds[i] == kinds[j]) == (groups[i] == groups[j])) }
    }
    #expect(Set(kinds) == Set(0..<Set(groups).count))
  }

  /// ε of one observation, by the names of its channels.
  @Test func errorsAreOfTheChannelsNamed() throws {
    let layout = ObservationLayout(try Fixture.robot("ant"))
    let velocity = MeasuredGaitError.velocity.error(in: layout)
    #expect(velocity.target.map { layout.channelNames[$0] } == "command.0")
    #expect(layout.channelNames[velocity.measured] == "velocity.0")
    #expect(velocity.scale == 1)
    let heading = MeasuredGaitError.heading.error(in: layout)
    #expect(heading.target == nil && layout.channelNames[heading.measured] == "heading.0")
    #expect(abs(heading.scale - 1 / 3) < 1e-6)
  }
}
