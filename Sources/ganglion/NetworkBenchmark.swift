import Execution
import Foundation
import NumericalMethods
import SpikingNetworks

/// What the reference network costs.
struct NetworkReport: Encodable {
  /// Of the network as policies run it.
  var forwardUsPerTick: Double
  /// Forward and backward at batch 64 over 200 ticks, by CPU time.
  var adjointUsPerSampleTick: Double
  /// Growth of the process's peak memory by that pass.
  var adjointPeakBytes: Int
}

/// The reference network by itself: 32 inputs, 64 recurrent neurons, 8 outputs, modulated Oja with
/// per-neuron parameters on every projection. As a policy it makes four ticks and one update a
/// control step; for gradients it is updated at every tick, with one M per postsynaptic neuron.
enum NetworkBenchmark {
  private static let steps = 20_000
  private static let (batch, ticks) = (64, 200)

  static func report() throws -> NetworkReport {
    let adjoint = try adjoint()
    return NetworkReport(
      forwardUsPerTick: try microsecondsPerTick(), adjointUsPerSampleTick: adjoint.microseconds,
      adjointPeakBytes: adjoint.bytes)
  }

  private static func spec(_ modulation: ModulationSpec, period: Int?) -> NetworkSpec {
    let plasticity = PlasticitySpec(
      rule: .oja, gate: .modulated, granularity: .neuron, period: period)
    return NetworkSpec(
      inputs: 32, outputs: 8,
      hidden: [
        PopulationSpec(
          size: 64, recurrent: true, inputPlasticity: plasticity, recurrentPlasticity: plasticity)
      ],
      readout: ReadoutSpec(plasticity: plasticity), modulation: modulation)
  }

  private static func microsecondsPerTick() throws -> Double {
    let spec = spec(.global, period: nil)
    var stream = RandomStream(seed: 1, purpose: .test)
    let parameters = spec.initialParameters { Float(stream.gaussian()) }
    let network = try Network(spec: spec)
    network.load(parameters.span)
    let observation = (0..<32).map { _ in Float(stream.gaussian()) }
    var action = [Float](repeating: 0, count: 8)
    let times = (0..<5).map { _ in
      let start = threadSeconds()
      for _ in 0..<steps { network.step(observation: observation, action: &action) }
      return (threadSeconds() - start) / Double(steps * spec.ticksPerStep)
    }
    return Statistics.median(times) * 1e6
  }

  /// Median of seven passes after a first one, whose growth of memory is measured.
  private static func adjoint() throws -> (microseconds: Double, bytes: Int) {
    let spec = spec(.neuron, period: 1)
    var stream = RandomStream(seed: 1, purpose: .test)
    let parameters = spec.initialParameters { Float(stream.gaussian()) }
    let observations = (0..<ticks * batch * spec.inputs).map { _ in Float(stream.gaussian()) }
    let before = peakResidentBytes()
    let network = try BatchNetwork<Float>(
      spec: spec, batch: batch, ticks: ticks, surrogate: Surrogate(.superspike, slope: 10))
    func pass() {
      network.load(parameters.span)
      network.forward(ticks: ticks) { t in
        let size = batch * spec.inputs
        observations.withUnsafeBufferPointer {
          network.observation(t).update(from: $0.baseAddress! + t * size, count: size)
        }
      }
      network.backward { t, cotangents in
        guard t == ticks - 1 else { return }
        for n in 0..<batch * network.outputStride { cotangents[n] = n % 2 == 0 ? 1 : -1 }
      }
    }
    pass()
    let bytes = peakResidentBytes() - before
    let times = (0..<7).map { _ in
      let start = threadSeconds()
      pass()
      return (threadSeconds() - start) / Double(batch * ticks)
    }
    return (Statistics.median(times) * 1e6, bytes)
  }

  /// Of this program alone: what `getrusage` tells starts from the peak of the program that ran it.
  private static func peakResidentBytes() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line?.split(separator: " ").compactMap { Int($0) }.first.map { $0 * 1024 } ?? 0
  }
}
