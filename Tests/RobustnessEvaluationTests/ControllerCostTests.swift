import NeuralControl
import SpikingNetworks
import Testing
@testable import RobustnessEvaluation

@Suite struct ControllerCostTests {
  /// A trial of so many control steps with a network that has been through them.
  private static func trial(
    _ network: Network, steps: Int, distance: Double
  ) throws -> TrialResult {
    var trial = try Fixture.result(distance: distance)
    trial.activity = NetworkActivity(NetworkController(network))
    trial.controlSteps = steps
    return trial
  }

  @Test func costIsPerStepAndPerMetre() throws {
    let spec = NetworkSpec(
      inputs: 1, outputs: 1, hidden: [PopulationSpec(size: 2)])
    let network = try Network(spec: spec)
    var parameters = [Float](repeating: 0, count: spec.layout.count)
    for index in spec.layout.slice(named: "hidden1.bias")!.range { parameters[index] = 5 }
    network.load(parameters.span)
    var action: Float = 0
    for _ in 0..<10 { network.step(observation: [1], action: &action) }
    #expect(CostSummary([]).spikesPerStep == nil && CostSummary([]).spikesPerM == nil)
    var trials = [try Self.trial(network, steps: 10, distance: 4)]
    // Two neurons, four ticks a step, one target each.
    #expect(ControllerCost(trials).spikes == 80)
    #expect(ControllerCost(trials).synapticOperations == 80)
    #expect(CostSummary(trials).spikesPerStep == 8)
    #expect(CostSummary(trials).synapticOperationsPerM == 20)
    trials.append(try Self.trial(network, steps: 10, distance: -3))
    trials.append(try Self.trial(network, steps: 10, distance: .nan))
    #expect(ControllerCost(trials).distance == 4 && ControllerCost(trials).controlSteps == 30)
    #expect(CostSummary(trials).synapticOperationsPerM == 60)
    #expect(CostSummary(trials).synapticOperationsPerStep == 8)
  }

  @Test func energyIsThatOfThePublishedFigures() throws {
    #expect(ControllerCost([]).estimatedEnergy == 0)
    let spec = NetworkSpec(
      inputs: 3, outputs: 1, hidden: [PopulationSpec(size: 2)])
    let network = try Network(spec: spec)
    var action: Float = 0
    network.step(observation: [1, 1, 1], action: &action)
    let cost = ControllerCost([try Self.trial(network, steps: 1, distance: 1)])
    #expect(abs(cost.estimatedEnergy - 6 * 4.6e-12) < 1e-18)
  }
}
