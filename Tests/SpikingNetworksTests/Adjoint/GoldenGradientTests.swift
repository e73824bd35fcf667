import Foundation
import SpikingNetworks
import Testing

/// Outputs, loss and gradients of an independent PyTorch autograd implementation of the same
/// equations; `tools/peers/pytorch_reference/run golden` wrote the files.
@Suite struct GoldenGradientTests {
  static let fixtures: [String] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/adjoint").standardizedFileURL.path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".json") }.sorted().map { folder + "/" + $0 }
  }()

  @Test func thereAreFixtures() { #expect(Self.fixtures.count >= 10) }

  @Test(arguments: fixtures) func gradientsAgree(_ path: String) throws {
    let golden = try JSONDecoder().decode(
      Golden.self, from: Data(contentsOf: URL(filePath: path)))
    let spec = golden.spec.network
    let (batch, ticks) = (golden.observations.count, golden.observations[0].count)
    let network = try BatchNetwork<Double>(
      spec: spec, batch: batch, ticks: ticks, surrogate: golden.surrogate.surrogate,
      smooth: golden.mode == "smooth")
    let parameters = spec.layout.slices.flatMap { golden.parameters[$0.name]!.values }
    network.load(parameters.span)
    network.forward(ticks: ticks) { t in
      for sample in 0..<batch {
        for (i, value) in golden.observations[sample][t].enumerated() {
          network.observation(t)[sample * network.inputStride + i] = value
        }
        network.modulation(t)[sample * 8] = golden.externalModulation?[sample][t] ?? 0
      }
    }
    func outputs(_ sample: Int, _ t: Int) -> [Double] {
      (0..<spec.outputs).map { network.outputs(t)[sample * network.outputStride + $0] }
    }
    for sample in 0..<batch {
      for t in 0..<ticks {
        for (found, expected) in zip(outputs(sample, t), golden.logits[sample][t]) {
          #expect(abs(found - expected) < 1e-9, "output at \(t) of \(sample)")
        }
      }
    }
    let gain = Double(spec.readout.gain)
    var loss = 0.0
    network.backward { t, cotangents in
      for query in golden.queries where query.tick == t {
        let powers = outputs(query.batch, t).map { exp(gain * $0) }
        let share = query.weight / Double(batch)
        for (k, power) in powers.enumerated() {
          let p = power / powers.reduce(0, +)
          if k == query.target { loss -= share * log(p) }
          cotangents[query.batch * network.outputStride + k] +=
            share * gain * (p - (k == query.target ? 1 : 0))
        }
      }
    }
    #expect(abs(loss - golden.loss) < 1e-9, "loss \(loss), \(golden.loss)")
    var gradient = [Double](repeating: 0, count: parameters.count)
    var span = gradient.mutableSpan
    network.addGradient(to: &span)
    for slice in spec.layout.slices {
      let expected = golden.gradients[slice.name]!
      let norm = expected.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let worst = zip(gradient[slice.range], expected).map { abs($0 - $1) }.max() ?? 0
      #expect(worst <= 1e-9 * max(norm, 1e-3), "\(slice.name): off by \(worst) of \(norm)")
    }
  }
}

/// A fixture as it is written.
private struct Golden: Decodable {
  struct Slice: Decodable { var values: [Double] }
  struct Query: Decodable { var batch, tick, target: Int, weight: Double }
  struct Shape: Decodable {
    var kind: Surrogate.Kind
    var slope: Float
    var surrogate: Surrogate { Surrogate(kind, slope: slope) }
  }
  struct Readout: Decodable {
    var decay, gain: Float
    var plasticity: PlasticitySpec?
    var slowTraces: TimeConstantRange?
    var gainField: GainFieldSpec?
  }
  struct Spec: Decodable {
    var inputs, outputs: Int
    var inputGain: Float
    var populations: [PopulationSpec]
    var readout: Readout
    var modulation: ModulationSpec
    var inputKinds: [Int]?
    var modulationError: MeasuredError?
    var ticksPerStep: Int?
    var centring: CentringSpec?

    var network: NetworkSpec {
      NetworkSpec(
        inputs: inputs, outputs: outputs, ticksPerStep: ticksPerStep ?? 1, hidden: populations,
        readout: ReadoutSpec(
          decay: readout.decay, gain: readout.gain, plasticity: readout.plasticity,
          slowTraces: readout.slowTraces, gainField: readout.gainField),
        modulation: modulation, modulationError: modulationError, inputGain: inputGain,
        centring: centring, inputKinds: inputKinds)
    }
  }

  var spec: Spec
  var mode: String
  var surrogate: Shape
  var parameters: [String: Slice]
  var observations: [[[Double]]]
  var externalModulation: [[Double]]?
  var queries: [Query]
  var loss: Double
  var logits: [[[Double]]]
  var gradients: [String: [Double]]
}
