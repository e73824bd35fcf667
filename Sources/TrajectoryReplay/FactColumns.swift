import Locomotion
import NeuralControl

/// What a recorded table says of hidden facts: what is the case, and what an estimator believes, in
/// the units of ``FactLayout``'s values.
struct FactColumns {
  private let controller: AdaptiveController

  /// Nil for a controller that estimates nothing, and for an episode that does not know the facts.
  init?(_ controller: any Controller, in episode: Episode) {
    guard let controller = controller as? AdaptiveController,
      episode.factLayout == controller.facts
    else { return nil }
    self.controller = controller
  }

  var names: [String] {
    let channels = controller.facts.channelNames.map {
      $0.replacing("-", with: "_").replacing(".", with: "_")
    }
    return channels.map { "fact_\($0)" } + channels.map { "estimate_\($0)" }
  }

  /// The values now, in the order of ``names``.
  func values(_ episode: Episode) -> [Double] {
    let facts = controller.facts
    func values(_ channels: UnsafeBufferPointer<Float>) -> [Double] {
      facts.slices.flatMap { slice in slice.range.map { slice.fact.value(channels[$0]) } }
    }
    return values(episode.facts) + values(controller.estimates)
  }
}
