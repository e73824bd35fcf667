import Foundation
import SpikingNetworks
import Testing

@Suite("Leaky integrate-and-fire neurons, traces and readout")
struct NeuronTests {
  /// Ticks at which the only neuron spikes when driven by a constant current.
  private func spikeTimes(_ spec: NetworkSpec, current: Float, ticks: Int) throws -> [Int] {
    let network = try Network(spec, spec.parameters(["hidden1.bias": current]))
    return (1...ticks).filter { _ in
      network.step([0])
      return network.spikeCounts(ofPopulation: 0)[0] == 1
    }
  }

  @Test(
    "reset to zero: the interspike interval is the least n with I (1 − βⁿ)/(1 − β) ≥ ϑ",
    arguments: [0.21, 0.25, 0.3, 0.47, 0.7, 1.2])
  func intervalAfterResetToZero(current: Double) throws {
    let beta = 0.8
    let interval = Int(ceil(log(1 - (1 - beta) / current) / log(beta)))
    let times = try spikeTimes(
      singleNeuron(reset: .zero, decay: Float(beta)), current: Float(current), ticks: 100)
    #expect(times == Array(stride(from: interval, through: 100, by: interval)))
  }

  @Test("without leak, reset by subtraction fires at the rate I / ϑ; reset to zero is slower")
  func rateAfterResetBySubtraction() throws {
    let current: Float = 0.3
    // β just below 1, so that the leak is far below one spike in 1000 ticks.
    let beta: Float = 0.999_999
    let kept = try spikeTimes(
      singleNeuron(reset: .subtract, decay: beta), current: current, ticks: 1000)
    let lost = try spikeTimes(
      singleNeuron(reset: .zero, decay: beta), current: current, ticks: 1000)
    #expect(abs(kept.count - 300) <= 1, "\(kept.count)")
    #expect(lost.count == 250)
  }

  @Test("below the threshold the potential follows I (1 − βⁿ)/(1 − β), then decays as βⁿ")
  func subthresholdPotential() throws {
    let spec = singleNeuron()
    let network = try Network(spec, spec.parameters(["hidden1.input.weight": 1]))
    for tick in 1...30 {
      network.step([0.3])
      let expected = 0.15 * (1 - pow(0.8, Float(tick))) / 0.2
      #expect(abs(network.membranePotentials(ofPopulation: 0)[0] - expected) < 1e-6)
    }
    let start = network.membranePotentials(ofPopulation: 0)[0]
    for tick in 1...30 {
      network.step([0])
      let expected = start * pow(0.8, Float(tick))
      #expect(abs(network.membranePotentials(ofPopulation: 0)[0] - expected) < 1e-6)
    }
  }

  @Test("without input, potentials, traces and fast weights never become subnormal")
  func silenceIsNormal() throws {
    let spec = singleNeuron(input: PlasticitySpec(gate: .none, granularity: .neuron))
    let network = try Network(spec, spec.parameters(["hidden1.input.weight": 1]))
    for _ in 0..<10 { network.step([2.3]) }
    #expect(network.traces(ofPopulation: 0)[0] > 0.1)
    for _ in 0..<1000 {
      network.step([0])
      for value in network.membranePotentials(ofPopulation: 0) + network.traces(ofPopulation: 0) {
        #expect(!value.isSubnormal && !(value * value).isSubnormal)
      }
    }
    #expect(abs(network.membranePotentials(ofPopulation: 0)[0]) < 1e-15)
    #expect(network.traces(ofPopulation: 0)[0] < 1e-11)
    #expect(network.fastWeights(of: "hidden1.input")?[0].isSubnormal == false)
  }

  @Test("the trace is the exponential filter of the spikes")
  func traceFiltersSpikes() throws {
    let spec = singleNeuron(traceDecay: 0.9)
    let network = try Network(spec, spec.parameters(["hidden1.bias": 0.37]))
    var spikes: [Float] = []
    for _ in 0..<60 {
      network.step([0])
      spikes.append(network.spikeCounts(ofPopulation: 0)[0])
      let kernel = spikes.reversed().enumerated().map { 0.1 * pow(0.9, Float($0)) * $1 }
      #expect(abs(network.traces(ofPopulation: 0)[0] - kernel.reduce(0, +)) < 1e-5)
    }
    #expect(spikes.contains(1) && spikes.contains(0))
  }

  @Test("the readout answers a step with (1 − κⁿ) b, the action with tanh(gain · o)")
  func readoutStepResponse() throws {
    let spec = singleNeuron(readout: ReadoutSpec(decay: 0.7, gain: 0.5))
    let network = try Network(spec, spec.parameters(["readout.bias": 3]))
    for tick in 1...40 {
      let action = network.step([0])[0]
      let expected = 3 * (1 - pow(0.7, Float(tick)))
      #expect(abs(network.outputs[0] - expected) < 1e-5)
      #expect(abs(action - tanh(0.5 * expected)) < 1e-6)
    }
  }

  @Test("actions match the library's tanh over its whole range", arguments: [1e-4, 0.3, 2, 9, 40])
  func actionsAreTanh(scale: Float) throws {
    let spec = singleNeuron(readout: ReadoutSpec(decay: 0, gain: 1))
    for seed in 0..<200 {
      var random = SplitMix(seed)
      let output = random.uniform(-scale, scale)
      let network = try Network(spec, spec.parameters(["readout.bias": output]))
      let (action, expected) = (network.step([0])[0], tanh(output))
      #expect(abs(action - expected) <= 6e-7 * abs(expected), "seed \(seed): tanh(\(output))")
      #expect(abs(action) <= 1)
    }
  }
}
