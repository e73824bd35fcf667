import Locomotion
import NeuralControl
import SpikingNetworks

/// What an estimator would have seen in one life of its teacher, and what was to be found out.
struct RecordedLife: Sendable {
  /// Observations before each step, [steps, inputs], and the facts then, [steps, channels].
  var observations: [Float] = []
  var facts: [Float] = []
  var result: EpisodeResult

  var steps: Int { result.controlSteps }
}

/// A robot with a teacher at the controls that is told guesses, or what an estimator believes, on
/// one thread. Both lead to lives from which the estimator learns.
final class LessonRig: EpisodeObserver {
  private let episode: Episode
  private let estimator: NetworkController
  private let driver: LessonDriver
  private let inputs: Int
  private var observations: [Float] = []
  private var facts: [Float] = []

  init(_ world: GaitWorld, teacher: Teacher) throws {
    episode = Episode(model: world.model, task: teacher.known(in: world.task))
    inputs = world.network.inputs
    estimator = NetworkController(try .init(spec: world.network))
    driver = LessonDriver(
      try AdaptiveController(estimator, of: world.task, teacher, world.model), toldAt: inputs)
  }

  /// - Parameter isInLoop: whether the teacher is told what the estimator believes.
  func live(
    _ parameters: [Float], _ specification: EpisodeSpecification, isInLoop: Bool
  ) -> RecordedLife {
    if isInLoop { estimator.network.load(parameters.span) }
    driver.isInLoop = isInLoop
    let result = episode.run(driver, specification, observer: self)
    return RecordedLife(observations: observations, facts: facts, result: result)
  }

  func episodeDidStart(_ episode: Episode) {
    observations.removeAll(keepingCapacity: true)
    facts.removeAll(keepingCapacity: true)
  }

  /// What was observed before the step is still at hand.
  func episodeDidStep(_ episode: Episode) {
    observations += episode.observation.prefix(inputs)
    facts += episode.facts
  }
}

/// A teacher that is told what the episode tells it, or what the estimator believes.
final class LessonDriver: NetworkDriven {
  // Used by the one thread that runs the episode.
  @exclusivity(unchecked) var isInLoop = false
  private let adaptive: AdaptiveController
  /// Where, in an observation, what is told begins.
  private let toldAt: Int

  init(_ adaptive: AdaptiveController, toldAt: Int) {
    (self.adaptive, self.toldAt) = (adaptive, toldAt)
  }

  var network: Network { adaptive.network }

  var networks: [Network] { adaptive.networks }

  var isFinite: Bool { adaptive.isFinite }

  func reset() { adaptive.reset() }

  func reset(seed: UInt64) { adaptive.reset(seed: seed) }

  func act(
    observation: UnsafeBufferPointer<Float>, action: UnsafeMutableBufferPointer<Float>
  ) {
    if isInLoop { return adaptive.act(observation: observation, action: action) }
    guard let start = observation.baseAddress else { return }
    adaptive.act(observation: observation, told: start + toldAt, action: action)
  }
}
