import Foundation
import SpikingNetworks
import Testing

@Suite("Dynamic synapses against Tsodyks and Markram")
struct DynamicSynapseTests {
  /// What each of `count` spikes, `interval` ticks of 1 ms apart, adds to a conductance of weight
  /// 1. The conductance is made to last one tick, so that it is what the spike releases.
  private func releases(
    _ synapses: DynamicSynapseSpec?, interval: Int, count: Int, weight: Float = 1
  ) throws -> [Double] {
    var conductance = ConductanceSpec(synapses: synapses)
    conductance.synapticTimeConstant = 0.01
    let spec = NetworkSpec(
      inputs: 1, outputs: 1, ticksPerStep: 1,
      hidden: [PopulationSpec(size: 1, conductance: conductance)],
      populationCode: PopulationCode(neurons: 1, range: 1, width: 0.1))
    let network = try Network(spec, spec.parameters(["hidden1.input.weight": weight]))
    var result: [Double] = []
    for tick in 0..<interval * count {
      let isSpike = tick % interval == 0
      network.step([isSpike ? 0 : 9])
      let (e, i) = try #require(network.conductances(ofPopulation: 0))
      if isSpike { result.append(Double(weight > 0 ? e[0] : i[0])) }
      if !isSpike { #expect(e[0] == 0 && i[0] == 0) }
    }
    return result
  }

  private static let kinds = [
    DynamicSynapseSpec(utilisation: 0.5, recoveryTimeConstant: 800),
    DynamicSynapseSpec(
      utilisation: 0.05, recoveryTimeConstant: 130, facilitationTimeConstant: 530),
    DynamicSynapseSpec(
      utilisation: 0.25, recoveryTimeConstant: 700, facilitationTimeConstant: 20),
    DynamicSynapseSpec(utilisation: 1, recoveryTimeConstant: 50),
  ]

  @Test(
    "at a steady rate u and r settle where their equations say", arguments: kinds,
    [5, 10, 20, 50, 200])
  func steadyState(synapses: DynamicSynapseSpec, interval: Int) throws {
    let found = try releases(synapses, interval: interval, count: 4000 / interval + 20).last!
    let (use, period) = (Double(synapses.utilisation), Double(interval))
    let facilitation = Double(synapses.facilitationTimeConstant)
    let fall = facilitation > 0 ? exp(-period / facilitation) : 0
    let u = use / (1 - (1 - use) * fall)
    let recovery = exp(-period / Double(synapses.recoveryTimeConstant))
    let r = (1 - recovery) / (1 - (1 - u) * recovery)
    #expect(abs(found / (u * r) - 1) < 1e-4, "\(found), not \(u * r)")
  }

  @Test("the transient: each spike as the equations have it, from U on", arguments: kinds, [7, 30])
  func transient(synapses: DynamicSynapseSpec, interval: Int) throws {
    let use = Double(synapses.utilisation)
    let found = try releases(synapses, interval: interval, count: 8)
    #expect(abs(found[0] - use) < 1e-6, "the first spike releases U")
    var (u, r) = (use, 1 - use)
    for release in found.dropFirst() {
      let facilitation = Double(synapses.facilitationTimeConstant)
      u *= facilitation > 0 ? exp(-Double(interval) / facilitation) : 0
      u += use * (1 - u)
      r = 1 - (1 - r) * exp(-Double(interval) / Double(synapses.recoveryTimeConstant))
      #expect(abs(release - u * r) < 2e-6 * max(1, release), "\(release), not \(u * r)")
      r -= u * r
    }
  }

  @Test("depression falls from spike to spike, facilitation rises; inhibition is no different")
  func direction() throws {
    let depressing = try releases(Self.kinds[0], interval: 20, count: 6)
    #expect(zip(depressing, depressing.dropFirst()).allSatisfy { $0 > $1 })
    let facilitating = try releases(Self.kinds[1], interval: 20, count: 6)
    #expect(zip(facilitating, facilitating.dropFirst()).allSatisfy { $0 < $1 })
    #expect(try releases(Self.kinds[0], interval: 20, count: 6, weight: -1) == depressing)
    #expect(try releases(nil, interval: 20, count: 6) == [1, 1, 1, 1, 1, 1])
  }
}
