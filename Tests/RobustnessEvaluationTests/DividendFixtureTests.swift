import FileFormats
import Foundation
import Locomotion
import Policies
import RobotDescription
import SpikingNetworks
import Testing
@testable import RobustnessEvaluation

/// Policies made by hand from the fixed ant, whose fast weights do what is known: E of every
/// synapse of the readout grows to its bound of 1, at once or where its presynaptic neuron fires,
/// and α says what that is worth.
@Suite struct DividendFixtureTests {
  /// What the readout's synapses add at E = 1, [neurons, joints] like `weight`; and E's growth.
  struct Plastic {
    var weight: [Float]
    var share: [Float]
    /// D, at once; else B, where the presynaptic neuron fires.
    var isImmediate = true
    /// The current onto a further neuron, by observation and as bias, and its weights to the
    /// joints.
    var detector: (inputs: [Float], bias: Float, weights: [Float])?
  }

  let fixed: Policy

  init() throws {
    let root = URL(fileURLWithPath: Fixture.robots).deletingLastPathComponent().path
    let path = root + "/policies/ant/fixed.safetensors"
    fixed = try Policy(decoding: AtomicFile.read(path), path: path)
  }

  func slice(_ name: String) -> [Float] {
    Array(fixed.parameters[fixed.network.layout.slice(named: name)!.range])
  }

  /// The ant with a plastic readout.
  func policy(_ plastic: Plastic) throws -> Policy {
    var policy = fixed
    let neurons = fixed.network.hidden[0].size
    var input = slice("hidden1.input.weight")
    var bias = slice("hidden1.bias")
    var (weight, share) = (plastic.weight, plastic.share)
    if let detector = plastic.detector {
      policy.network.hidden[0].size = neurons + 1
      input = detector.inputs.indices.flatMap { row in
        Array(input[row * neurons..<(row + 1) * neurons]) + [detector.inputs[row]]
      }
      bias.append(detector.bias)
      weight += detector.weights
      share += detector.weights.map { -$0 }
    }
    policy.network.readout.plasticity = PlasticitySpec(
      rule: .abcd, gate: .none, granularity: .synapse)
    let layout = policy.network.layout
    policy.parameters = layout.slices.flatMap { slice -> [Float] in
      switch slice.name {
      case "hidden1.input.weight": input
      case "hidden1.bias": bias
      case "readout.weight": weight
      case "readout.bias": self.slice("readout.bias")
      case "readout.alpha": share
      case "readout.eta": Array(repeating: slice.transform.parameter(0.2), count: slice.range.count)
      case "readout.b": Array(repeating: plastic.isImmediate ? 0 : 1, count: slice.range.count)
      case "readout.d": Array(repeating: plastic.isImmediate ? 1 : 0, count: slice.range.count)
      default: Array(repeating: 0, count: slice.range.count)
      }
    }
    return policy
  }

  static func verdicts(_ policy: Policy) throws -> ArmDividend {
    let runner = DividendStudy.runner(
      conditions: [[Condition(.slope, severity: 3, onset: 4)]], duration: 10, freezeAt: 2,
      Fixture.setting(episodes: 5, seed: 1, workers: 2))
    let session = SuiteSession(runner, [Arm(("p", policy))])
    try session.run()
    return DividendSummary(session).arms[0]
  }

  private static func words(_ arm: ArmDividend) -> [[DividendVerdict]] {
    arm.conditions.map(\.verdicts)
  }

  /// E grows, and nothing hangs on it.
  @Test func oneThatDoesNothing() throws {
    let weight = slice("readout.weight")
    let arm = try Self.verdicts(
      try policy(Plastic(weight: weight, share: weight.map { 0 * $0 })))
    #expect(Self.words(arm) == [[.none], [.none]])
    #expect(arm.changing.allSatisfy { $0.differenceMps.estimate == 0 })
  }

  /// The readout is fast weights alone, and they are there after a tenth of a second.
  @Test func oneThatPaysFromTheStart() throws {
    let weight = slice("readout.weight")
    let arm = try Self.verdicts(
      try policy(Plastic(weight: weight.map { 0 * $0 }, share: weight)))
    #expect(Self.words(arm) == [[.staticPolicy, .memory], [.staticPolicy]])
    #expect((arm.conditions[1][.acquired]?.differenceMps.estimate ?? 0) > 0.5)
    #expect(arm.conditions[1][.learning]?.differenceMps.estimate == 0)
  }

  /// Fast weights take away two fifths of a readout that walks.
  @Test func oneThatHarms() throws {
    let weight = slice("readout.weight")
    let arm = try Self.verdicts(
      try policy(Plastic(weight: weight, share: weight.map { -0.4 * $0 })))
    #expect(Self.words(arm) == [[.harm], [.harm]])
  }

  /// A neuron that fires when the ground rises stiffens every joint, until its synapses have
  /// learnt to cancel what they transmit.
  @Test func oneThatPaysOnlyAfterAChange() throws {
    let weight = slice("readout.weight")
    let model = try #require(fixed.robot)
    let gravity = ObservationLayout(model).channelNames.firstIndex(of: "gravity.0")
    var inputs = [Float](repeating: 0, count: fixed.network.inputs)
    // Uphill, gravity pulls backwards; level, it leans by less than this in a stride.
    inputs[try #require(gravity)] = -100
    let detector = (inputs: inputs, bias: Float(-18), weights: [Float](repeating: 30, count: 8))
    let arm = try Self.verdicts(
      try policy(
        Plastic(
          weight: weight, share: weight.map { 0 * $0 }, isImmediate: false, detector: detector)))
    #expect(Self.words(arm) == [[.none], [.adaptation, .memory]])
    #expect((arm.conditions[1][.learning]?.differenceMps.estimate ?? 0) > 0.3)
  }
}
