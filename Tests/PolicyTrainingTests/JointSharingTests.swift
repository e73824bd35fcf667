import Locomotion
import NeuralControl
import Policies
import RobotDescription
import SpikingNetworks
import TestSupport
import Testing

@testable import PolicyTraining

/// Estimators of which every motor has a small network of its own, all the same.
@Suite struct JointSharingTests {
  private static let facts: [HiddenFact] = [.gain, .friction]

  private struct Shared {
    let model: RobotModel
    let spec: NetworkSpec
    let layout: ObservationLayout
    let sharing: JointSharing
    let parameters: [Float]

    init(_ rule: PlasticityRule?, seed: Float) throws {
      model = try Fixture.robot("ant")
      var experiment = try #require(Presets.experiment(named: "ant-adaptive"))
      experiment.network.hidden = [32]
      experiment.network.inputGain = 2
      if let rule {
        experiment.network.rule = rule
      } else {
        experiment.network.plastic = []
        experiment.network.centred = []
        experiment.network.tonic = []
        experiment.network.slowTraceTimeConstants = [10, 400]
      }
      guard case .locomotion(let task) = experiment.task else { fatalError("a gait") }
      layout = ObservationLayout(model, of: task)
      let facts = FactLayout(JointSharingTests.facts, of: model)
      spec = experiment.network.specification(for: model, of: task, outputs: facts.count)
      sharing = try JointSharing(spec, model, of: task, facts)
      var n = seed
      func random() -> Float {
        n += 1
        return 2 * (n * 0.618_034 - (n * 0.618_034).rounded())
      }
      let start = sharing.share(spec.initialParameters(gaussian: random))
      // Somewhere a gradient has led to.
      let step = sharing.project(start.map { _ in 0.3 * random() })
      parameters = zip(start, step).map { $0 + $1 }
    }

    /// Outputs after each of 60 steps of a life in which `change` has a say in what is observed.
    func outputs(_ change: (inout [Float]) -> Void) throws -> [[Float]] {
      let network = try Network(spec: spec)
      network.load(parameters.span)
      network.reset(seed: 1)
      var action = [Float](repeating: 0, count: spec.outputs)
      return (0..<60).map { step in
        var observation = (0..<spec.inputs).map { Float((step * 7 + $0 * 3) % 11) / 4 - 1.2 }
        change(&observation)
        network.step(observation: &observation, action: &action)
        return Array(network.outputBuffer)
      }
    }
  }

  /// Motors that exchange all that is seen of them exchange their estimates: what is learnt of one
  /// is learnt of all.
  @Test(arguments: [PlasticityRule.differentialHebbian, .oja, nil])
  func motorsAreAlike(_ rule: PlasticityRule?) throws {
    let shared = try Shared(rule, seed: 5)
    let joints = [shared.model.motors[1], shared.model.motors[6]]
    let plain = try shared.outputs { _ in }
    let swapped = try shared.outputs { observation in
      for (group, pair) in [
        (ObservationLayout.Group.jointPosition, joints), (.jointRate, joints), (.action, [1, 6]),
      ] {
        guard let slice = shared.layout.slices.first(where: { $0.group == group }) else { continue }
        observation.swapAt(slice.offset + pair[0], slice.offset + pair[1])
      }
    }
    #expect(plain != swapped)
    for (one, other) in zip(plain, swapped) {
      #expect(abs(one[1] - other[6]) < 1e-4 && abs(one[6] - other[1]) < 1e-4)
      for place in [0, 2, 3, 4, 5, 7, 8] { #expect(abs(one[place] - other[place]) < 1e-4) }
    }
  }

  /// What is seen of one motor leaves the estimates of others as they are, to the bit, and changes
  /// its own and those of the whole robot.
  @Test(arguments: [PlasticityRule.differentialHebbian, nil])
  func motorsDoNotMeddle(_ rule: PlasticityRule?) throws {
    let shared = try Shared(rule, seed: 9)
    let rate = try #require(shared.layout.slices.first { $0.group == .jointRate }).offset
    let plain = try shared.outputs { _ in }
    let moved = try shared.outputs { $0[rate + shared.model.motors[3]] += 1.5 }
    for place in 0..<9 {
      let isSame = zip(plain, moved).allSatisfy { $0[place] == $1[place] }
      #expect(isSame == ![3, 8].contains(place), "\(place)")
    }
  }

  /// A projection: once is as good as twice, it is symmetric, and copies get the same.
  @Test func gradientsAreProjected() throws {
    let shared = try Shared(.differentialHebbian, seed: 1)
    let sharing = shared.sharing
    let count = shared.parameters.count
    let (a, b) = (
      (0..<count).map { Float(($0 * 37) % 101) / 50 - 1 },
      (0..<count).map { Float(($0 * 53) % 89) / 45 - 1 }
    )
    let (pa, pb) = (sharing.project(a), sharing.project(b))
    for (once, twice) in zip(pa, sharing.project(pa)) { #expect(abs(once - twice) < 1e-5) }
    func dot(_ a: [Float], _ b: [Float]) -> Double {
      zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    #expect(abs(dot(pa, b) - dot(a, pb)) < 1e-3 * abs(dot(a, a)))
    // Eight small networks of four neurons: 3 + 23 channels − 8 × 3 of other motors' …
    let inputs = shared.spec.inputs - 3 * 8 + 3
    let weights = try #require(shared.spec.layout.slice(named: "hidden1.input.weight"))
    #expect(Set(shared.parameters[weights.range]).count <= inputs * 4 + 1)
    #expect(Set(pa.map(\.bitPattern)).count <= sharing.count + 1)
    #expect(sharing.count < count / 8)
  }
}
