import Execution
import NumericalMethods
import Policies
import SpikingNetworks
import TemporalTasks
import Testing
@testable import PolicyTraining

/// What is trained is what is deployed: the runtime's network answers as the batch did. Small fast
/// weights, since rounding flips spikes of strong ones.
@Suite struct TaskRunTests {
  /// The answers of both to the episodes of one seed.
  private func compare(
    _ experiment: Experiment, _ network: NetworkSpec, episodes: Int, label: String
  ) throws {
    guard case .temporal(let options) = experiment.task else { return }
    var stream = RandomStream(seed: 7, purpose: .test)
    let parameters = network.initialParameters { Float(stream.gaussian()) }
    let set = EpisodeSet.heldOut(options.task, seed: 5, noise: 0.3)
    let batch = try TaskBatch(spec: network, size: episodes, ticks: options.task.ticks)
    let expected = batch.run(parameters, 0..<episodes, of: set).records
    let found = try set.responses(network, parameters, episodes: episodes, crew: Crew(workers: 2))
    #expect(found == expected, "\(label)")
    let answers = Set(expected.flatMap(\.responses))
    #expect(answers.count > 1, "one answer to everything, \(label)")
  }

  private func association(_ number: Int) -> CueAssociation {
    var task = CueAssociation()
    (task.cues, task.dimension, task.showings) = (3, 6, 3)
    (task.clearsState, task.reversal) = (number % 2 == 0, number % 4 > 1)
    task.feedback = number % 3 == 0 ? .label : .reward
    return task
  }

  @Test("answers are those of training", arguments: PlasticityRule.allCases)
  func everyRule(_ rule: PlasticityRule) throws {
    var number = 0
    for gate in PlasticityGate.allCases {
      for modulation in ModulationSpec.allCases {
        var experiment = Experiment(TemporalOptions(association(number), noise: 0.1))
        experiment.network.hidden = [12, 10]
        experiment.network.plastic = [.input, .recurrent, .readout]
        (experiment.network.rule, experiment.network.gate) = (rule, gate)
        experiment.network.modulation = modulation
        (experiment.network.initialRate, experiment.network.initialShare) = (0.05, 1)
        experiment.network.inputGain = 1.5
        experiment.network.adaptation = number % 2 == 0 ? 0 : 0.2
        experiment.network.ticks = 1 + number % 3
        experiment.network.encoding = NetworkOptions.Encoding.allCases[number % 3]
        let task = association(number)
        try compare(
          experiment,
          experiment.network.specification(inputs: task.inputs, outputs: task.outputs),
          episodes: 6, label: "\(gate) \(modulation) \(number)")
        number += 1
      }
    }
  }

  @Test("held-out drawings and a delay are replayed too")
  func otherTasks() throws {
    var glyphs = OneShotRecognition()
    (glyphs.ways, glyphs.queries) = (3, 1)
    var corridor = CueAccumulation()
    (corridor.cues, corridor.groupSize, corridor.delayTicks) = (3, 4, 5)
    for task in [glyphs, corridor] as [any TemporalTask] {
      var experiment = Experiment(TemporalOptions(task, noise: 0.5))
      experiment.network.hidden = [16]
      experiment.network.plastic = [.readout]
      (experiment.network.initialRate, experiment.network.initialShare) = (0.05, 0.2)
      try compare(
        experiment, experiment.network.specification(inputs: task.inputs, outputs: task.outputs),
        episodes: 16, label: type(of: task).name)
    }
  }
}
