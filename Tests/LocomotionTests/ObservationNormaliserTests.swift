import Foundation
import Locomotion
import NeuralControl
import NumericalMethods
import RobotDescription
import SpikingNetworks
import Testing

@Suite struct ObservationNormaliserTests {
  private func apply(_ normaliser: ObservationNormaliser, _ observation: [Float]) -> [Float] {
    [Float](unsafeUninitializedCapacity: observation.count) { out, count in
      normaliser.apply(observation, into: out.baseAddress!)
      count = observation.count
    }
  }

  @Test func valuesAreCentredScaledAndClipped() {
    let normaliser = ObservationNormaliser(count: 9, means: [1, -2, 0], deviations: [0.5, 4, 0.1])
    #expect(apply(normaliser, [2, 2, -1]) == [2, 1, -ObservationLayout.limit])
    #expect(apply(normaliser, [1, -2, 0]) == [0, 0, 0])
    #expect(apply(normaliser, [.nan, 0, 0])[0].isNaN, "what is no number is not hidden")
  }

  /// A channel that hardly varied would be noise if it were brought to deviation 1.
  @Test func whatWasConstantIsOnlyCentred() {
    var moments = RunningMoments(channels: 3)
    #expect(ObservationNormaliser(moments) == nil)
    moments.add([1.3, 0, 5, 1.3, 1, 5.001])
    let normaliser = ObservationNormaliser(moments)
    #expect(normaliser?.deviations == [1, 0.5, 1])
    #expect(normaliser?.count == 2)
    #expect(normaliser.map { apply($0, [1.8, 0.5, 5])[0] } == 0.5)
  }

  @Test func itGoesThroughJSONToTheBit() throws {
    var stream = RandomStream(seed: 4, purpose: .test)
    let normaliser = ObservationNormaliser(
      count: 1e9, means: (0..<40).map { _ in stream.gaussian() / 3 },
      deviations: (0..<40).map { _ in stream.uniform(in: 0.01...2) })
    let data = try JSONEncoder().encode(normaliser)
    #expect(try JSONDecoder().decode(ObservationNormaliser.self, from: data) == normaliser)
  }

  /// A mean of 0 and a deviation of 1 change nothing, others do; memory of the last life is
  /// forgotten.
  @Test func aControllerNormalisesWhatItsNetworkSees() throws {
    let model = try Shipped.model("ant")
    let count = ObservationLayout(model).count
    let episode = Episode(model: model, task: LocomotionTask())
    let specification = EpisodeSpecification(seed: 3, duration: 0.4)
    func digest(_ normaliser: ObservationNormaliser?) throws -> (String, RunningMoments?) {
      let controller = NetworkController(
        try plasticNetwork(for: model, seed: 2).network, normaliser: normaliser, observes: true)
      _ = episode.run(controller, EpisodeSpecification(seed: 8, duration: 0.2))
      let result = episode.run(controller, specification)
      return (result.digest, controller.observed)
    }
    let ones = [Double](repeating: 1, count: count)
    let plain = try digest(nil)
    let same = try digest(
      ObservationNormaliser(count: 1, means: ones.map { _ in 0 }, deviations: ones))
    let other = try digest(ObservationNormaliser(count: 1, means: ones, deviations: ones))
    #expect(plain.0 == same.0 && plain.1 == same.1)
    #expect(plain.0 != other.0)
    #expect(plain.1?.count == 20, "of the last life alone")
  }
}
