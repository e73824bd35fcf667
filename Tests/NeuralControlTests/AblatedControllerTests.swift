import Locomotion
import NeuralControl
import SpikingNetworks
import Testing

@Suite struct AblatedControllerTests {
  private static let spec = NetworkSpec(
    inputs: 5, outputs: 2,
    hidden: [
      PopulationSpec(
        size: 10, recurrent: true, inputPlasticity: PlasticitySpec(gate: .none),
        recurrentPlasticity: PlasticitySpec(rule: .bcm, gate: .modulated))
    ], readout: ReadoutSpec(plasticity: PlasticitySpec(rule: .hebbian, gate: .none)))

  private static let parameters = {
    var n: Float = 0
    return spec.initialParameters {
      n += 1
      return 2.5 * (n * 0.618_034 - (n * 0.618_034).rounded())
    }
  }()

  private static func network(_ parameters: [Float] = parameters) throws -> Network {
    let network = try Network(spec: spec)
    network.load(parameters.span)
    return network
  }

  private static func observation(_ step: Int) -> [Float] {
    (0..<5).map { Float((step * 7 + $0 * 3) % 11) / 3 - 1.5 }
  }

  /// Actions and fast weights after each step of a life.
  private static func live(
    _ controller: some Controller, _ network: Network, steps: Int = 40
  ) -> (actions: [[Float]], fast: [[[Float]]]) {
    controller.reset(seed: 6)
    var (actions, fast): ([[Float]], [[[Float]]]) = ([], [])
    for step in 0..<steps {
      var action = [Float](repeating: 0, count: 2)
      observation(step).withUnsafeBufferPointer { observation in
        action.withUnsafeMutableBufferPointer {
          controller.act(observation: observation, action: $0)
        }
      }
      actions.append(action)
      fast.append(network.plasticProjections.compactMap { network.fastWeights(of: $0) })
    }
    return (actions, fast)
  }

  private static func live(
    _ ablation: FastWeightAblation
  ) throws -> (actions: [[Float]], fast: [[[Float]]]) {
    let network = try network()
    return live(AblatedController(NetworkController(network), ablation), network)
  }

  @Test func withoutAnAblationItIsTheNetworksController() throws {
    let network = try Self.network()
    let plain = Self.live(NetworkController(network), network)
    let found = try Self.live(.none)
    #expect(found.actions == plain.actions && found.fast == plain.fast)
    #expect(found.fast[39].allSatisfy { $0.contains { $0 != 0 } }, "every projection has learnt")
  }

  @Test func ruleOffIsTheNetworkWithoutFastWeights() throws {
    var parameters = Self.parameters
    for slice in Self.spec.layout.slices where slice.name.hasSuffix(".alpha") {
      for index in slice.range { parameters[index] = 0 }
    }
    let network = try Self.network(parameters)
    let without = Self.live(NetworkController(network), network)
    let off = try Self.live(.off)
    #expect(off.actions == without.actions)
    #expect(off.fast.joined().joined().allSatisfy { $0 == 0 })
    #expect(off.actions != (try Self.live(.none)).actions)
  }

  @Test func frozenWeightsAreTheRulesUntilTheStepAndStayFromThenOn() throws {
    let (rule, frozen) = (try Self.live(.none), try Self.live(.freeze(step: 15)))
    #expect(Array(frozen.actions[..<15]) == Array(rule.actions[..<15]))
    #expect(frozen.fast[14] == rule.fast[14])
    #expect(frozen.fast[15...].allSatisfy { $0 == rule.fast[14] })
    #expect(frozen.actions != rule.actions)
  }

  @Test func shuffledWeightsAreTheFrozenOnesInOtherPlaces() throws {
    let (frozen, shuffled) = (
      try Self.live(.freeze(step: 15)), try Self.live(.shuffle(step: 15))
    )
    #expect(Array(shuffled.actions[..<15]) == Array(frozen.actions[..<15]))
    #expect(shuffled.fast[14] == frozen.fast[14])
    #expect(shuffled.fast[15...].allSatisfy { $0 == shuffled.fast[15] })
    for (a, b) in zip(shuffled.fast[15], frozen.fast[15]) {
      #expect(a != b && a.sorted() == b.sorted())
    }
    #expect(Array(shuffled.actions[15...]) != Array(frozen.actions[15...]))
  }

  @Test func clearedWeightsAreTheRulesUntilTheStepAndNoneFromThenOn() throws {
    let (rule, cleared) = (try Self.live(.none), try Self.live(.zero(step: 15)))
    #expect(Array(cleared.actions[..<15]) == Array(rule.actions[..<15]))
    #expect(cleared.fast[14] == rule.fast[14])
    #expect(cleared.fast[15...].joined().joined().allSatisfy { $0 == 0 })
    #expect(cleared.actions[15...] != (try Self.live(.freeze(step: 15))).actions[15...])
    #expect((try Self.live(.zero(step: 0))).actions == (try Self.live(.off)).actions)
  }

  /// Held fast weights are slow weights W + αE of a network without a rule.
  @Test func heldWeightsAreThereFromTheStart() throws {
    let values = try Self.live(.none).fast[20]
    let held = try Self.live(.hold(values))
    #expect(held.fast.allSatisfy { $0 == values })
    #expect(
      (try Self.live(.hold(values.map { $0.map { _ in 0 } }))).actions
        == (try Self.live(.off)).actions)
    #expect(held.actions[0] != (try Self.live(.off)).actions[0])
  }

  @Test func aLifeLeavesNothingBehind() throws {
    let network = try Self.network()
    let controller = AblatedController(NetworkController(network))
    let first = Self.live(controller, network)
    for ablation in [FastWeightAblation.off, .shuffle(step: 3), .freeze(step: 0), .zero(step: 2)] {
      controller.ablation = ablation
      _ = Self.live(controller, network)
    }
    controller.ablation = .none
    let again = Self.live(controller, network)
    #expect(again.actions == first.actions && again.fast == first.fast)
  }
}
