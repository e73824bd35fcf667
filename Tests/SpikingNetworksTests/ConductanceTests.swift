import Foundation
import SpikingNetworks
import Testing

@Suite("Conductance-based neurons against closed forms")
struct ConductanceTests {
  /// One neuron under an excitatory and an inhibitory input that spike whenever their observation
  /// is 0, and never while it is 9.
  private static func neuron(_ conductance: ConductanceSpec) -> NetworkSpec {
    NetworkSpec(
      inputs: 2, outputs: 1, ticksPerStep: 1,
      hidden: [PopulationSpec(size: 1, conductance: conductance)],
      populationCode: PopulationCode(neurons: 1, range: 1, width: 0.1))
  }

  /// The same with synapses so short that a conductance lasts one tick: |w| as long as spikes come.
  private static func load(tick: Float) -> ConductanceSpec {
    var spec = ConductanceSpec()
    spec.tick = tick
    spec.synapticTimeConstant = tick / 100
    return spec
  }

  private static func network(
    _ spec: ConductanceSpec, excitation: Float, inhibition: Float, current: Float = 0
  ) throws -> Network {
    try Network(Self.neuron(spec), [excitation, -inhibition, current, 0, 0])
  }

  struct Drive: Sendable, CustomTestStringConvertible {
    var excitation, inhibition, current: Float
    var testDescription: String { "g^E \(excitation), g^I \(inhibition), I \(current)" }
    var total: Double { Double(1 + excitation + inhibition) }
    /// V_∞ of the default constants [mV].
    var target: Double {
      (-70 - 80 * Double(inhibition) + 20 * Double(current)) / total
    }
  }

  @Test(
    "f–I curve: the interval is τ_ref + τ_eff ln((V_∞ − V_r)/(V_∞ − V_ϑ)), τ_eff = τ_m/(1+g^E+g^I)",
    arguments: [
      Drive(excitation: 0, inhibition: 0, current: 1.05),
      Drive(excitation: 0, inhibition: 0, current: 1.5),
      Drive(excitation: 0, inhibition: 0, current: 3),
      Drive(excitation: 0.5, inhibition: 0, current: 0),
      Drive(excitation: 2, inhibition: 0, current: 0),
      Drive(excitation: 2, inhibition: 1, current: 0),
      Drive(excitation: 1, inhibition: 1, current: 1.2),
      Drive(excitation: 5, inhibition: 2, current: -0.5),
    ], [Float(0), 2, 5])
  func firingRate(drive: Drive, refractory: Float) throws {
    var spec = Self.load(tick: 0.125)
    spec.refractoryPeriod = refractory
    let network = try Self.network(
      spec, excitation: drive.excitation, inhibition: drive.inhibition, current: drive.current)
    let times = (1...4000).filter { _ in
      network.step([0, 0])
      return network.spikeCounts(ofPopulation: 0)[0] == 1
    }
    let tau = 20 / drive.total
    let expected = tau * log((drive.target + 60) / (drive.target + 50))
    // A threshold crossed within a tick counts at the tick's end.
    let ticks = (expected / 0.125).rounded(.up) + Double(refractory) / 0.125
    #expect(times.count >= 4)
    for (first, second) in zip(times, times.dropFirst()) {
      #expect(Double(second - first) == ticks)
    }
  }

  @Test("below V_∞ = V_ϑ it never fires")
  func rheobase() throws {
    for (current, fires) in [(Float(0.999), false), (1.001, true)] {
      let network = try Self.network(
        Self.load(tick: 1), excitation: 0, inhibition: 0, current: current)
      for _ in 0..<1000 { network.step([9, 9]) }
      #expect((network.diagnostics.spikes > 0) == fires, "I = \(current)")
    }
  }

  @Test(
    "under a constant load V approaches V_∞ with C/(g_L + g^E + g^I), whatever the tick",
    arguments: [Float(2), 1, 0.5, 0.125])
  func membraneTimeConstant(tick: Float) throws {
    for drive in [
      Drive(excitation: 0, inhibition: 0, current: 0.8),
      Drive(excitation: 0.2, inhibition: 3, current: 0),
      Drive(excitation: 1, inhibition: 9, current: -0.3),
    ] {
      let network = try Self.network(
        Self.load(tick: tick), excitation: drive.excitation, inhibition: drive.inhibition,
        current: drive.current)
      for step in 1...Int(40 / tick) {
        network.step([0, 0])
        let time = Double(step) * Double(tick)
        let expected = drive.target + (-70 - drive.target) * exp(-time * drive.total / 20)
        let found = Double(network.membranePotentials(ofPopulation: 0)[0])
        #expect(abs(found - expected) < 1e-3, "\(time) ms: \(found), not \(expected)")
      }
    }
  }

  @Test("a conductance falls as exp(−t/τ_s); the potential it leaves converges as Δt")
  func postsynapticPotential() throws {
    // One spike of weight 1, at a time constant near that of the membrane; V 16 ms later.
    func potential(tick: Float) throws -> Double {
      var spec = ConductanceSpec()
      (spec.tick, spec.synapticTimeConstant) = (tick, 8)
      let network = try Self.network(spec, excitation: 0.4, inhibition: 0)
      network.step([0, 9])
      for step in 1..<Int(16 / tick) {
        network.step([9, 9])
        let (e, i) = try #require(network.conductances(ofPopulation: 0))
        let expected = 0.4 * exp(-Float(step) * tick / 8)
        #expect(abs(e[0] - expected) < 1e-6)
        #expect(i[0] == 0)
      }
      return Double(network.membranePotentials(ofPopulation: 0)[0])
    }
    // The equation itself, by the classical Runge-Kutta method.
    func slope(_ v: Double, _ t: Double) -> Double {
      ((-70 - v) + 0.4 * exp(-t / 8) * (0 - v)) / 20
    }
    var v = -70.0
    let h = 0.01
    for step in 0..<1600 {
      let t = Double(step) * h
      let k1 = slope(v, t)
      let k2 = slope(v + h / 2 * k1, t + h / 2)
      let k3 = slope(v + h / 2 * k2, t + h / 2)
      let k4 = slope(v + h * k3, t + h)
      v += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    }
    #expect(v > -68)
    let errors = try [Float(1), 0.5, 0.25, 0.125].map { abs(try potential(tick: $0) - v) }
    for (coarse, fine) in zip(errors, errors.dropFirst()) {
      #expect((1.9...2.1).contains(coarse / fine), "\(errors)")
    }
  }

  @Test("reversal potentials are never crossed, however violent the input")
  func reversalPotentials() throws {
    var (lowest, highest, spikes) = (Float.infinity, -Float.infinity, 0)
    for seed in 0..<60 {
      var random = SplitMix(seed)
      var spec = NetworkSpec.random(&random)
      for index in spec.hidden.indices { spec.hidden[index].conductance = .random(&random) }
      let violence = [Float(1), 30, 1000][seed % 3]
      let network = try Network(spec, spec.noisyParameters(&random).map { violence * $0 })
      for step in 0..<50 {
        network.step(random.vector(spec.inputs).map { violence * $0 })
        for (index, population) in spec.hidden.enumerated() {
          let conductance = population.conductance!
          let potentials = network.membranePotentials(ofPopulation: index)
          for v in potentials {
            #expect(
              v >= conductance.inhibitoryPotential && v < conductance.excitatoryPotential,
              "seed \(seed), step \(step): \(v)")
          }
          lowest = min(lowest, potentials.min()!)
          highest = max(highest, potentials.max()!)
          let (e, i) = try #require(network.conductances(ofPopulation: index))
          #expect((e + i).allSatisfy { $0 >= 0 && $0.isFinite })
        }
      }
      spikes += network.diagnostics.spikes
    }
    #expect(lowest < -80 && highest > -51 && spikes > 1000, "\(lowest), \(highest), \(spikes)")
  }

  @Test("a network at rest stays there, and a cleared one goes back")
  func rest() throws {
    var random = SplitMix(9)
    var spec = NetworkSpec.random(&random)
    spec.hidden = [
      PopulationSpec(
        size: 9, recurrent: true, conductance: ConductanceSpec(synapses: DynamicSynapseSpec()))
    ]
    spec.readout.plasticity = nil
    let network = try Network(spec, spec.noisyParameters(&random))
    let rows = (0..<20).map { _ in random.vector(spec.inputs).map { 20 * $0 } }
    let first = rows.map { network.step($0) }
    #expect(network.diagnostics.spikes > 20)
    #expect(rows.map { network.step($0) } != first)
    network.clearFastState()
    #expect(network.membranePotentials(ofPopulation: 0).allSatisfy { $0 == -70 })
    #expect(network.conductances(ofPopulation: 0)?.excitatory.allSatisfy { $0 == 0 } == true)
    #expect(rows.map { network.step($0) } == first)
    let silent = try Network(spec: spec)
    for _ in 0..<100 { silent.step([Float](repeating: 1, count: spec.inputs)) }
    #expect(silent.membranePotentials(ofPopulation: 0).allSatisfy { $0 == -70 })
  }
}
