import NumericalMethods
import RigidBodyDynamics
import RobotDescription

/// How the robot moved, apart from how far.
public struct GaitMetrics: Sendable, Equatable, Codable {
  /// Frequency [Hz] at which the joints' summed power spectrum peaks.
  public var frequency: Double
  /// Share of time that a foot is on the ground, mean over feet.
  public var dutyFactor: Double
  /// Way that feet slide on the ground per way walked [m/m].
  public var slip: Double
  /// Mechanical work Σ|τ q̇| dt over m g d.
  public var costOfTransport: Double
  /// Separation of a joint's anchors [m]: at each step the worst joint's, root mean square over steps.
  public var jointDrift: Double
  /// Largest total mechanical power [W].
  public var peakPower: Double

  public init(
    frequency: Double, dutyFactor: Double, slip: Double, costOfTransport: Double,
    jointDrift: Double, peakPower: Double
  ) {
    (self.frequency, self.dutyFactor, self.slip) = (frequency, dutyFactor, slip)
    (self.costOfTransport, self.jointDrift) = (costOfTransport, jointDrift)
    self.peakPower = peakPower
  }
}

/// Watches an episode and measures its gait, leaving out the first second. One analyser serves many
/// episodes and keeps its memory.
public final class GaitAnalyser: EpisodeObserver {
  private static let warmUp = 1.0

  private var positions: [[Double]] = []
  private var contactSteps = 0.0
  private var slide = 0.0
  private var steps = 0
  private var start = Vector3.zero
  private var end = Vector3.zero
  private var workAtStart = 0.0
  private var lastWork = 0.0
  private var squaredDrift = 0.0
  private var peakPower = 0.0
  private var feet = 0
  private var period = 0.0
  private var weight = 0.0

  public init() {}

  public func episodeDidStart(_ episode: Episode) {
    let joints = episode.model.joints.count
    if positions.count != joints { positions = Array(repeating: [], count: joints) }
    for j in positions.indices { positions[j].removeAll(keepingCapacity: true) }
    (contactSteps, slide, steps, squaredDrift, peakPower) = (0, 0, 0, 0, 0)
    feet = episode.model.feet.count
    period = episode.model.profile.controlPeriod
    weight = episode.model.totalMass * episode.simulation.world.configuration.gravity.length
    begin(episode)
  }

  private func begin(_ episode: Episode) {
    start = episode.simulation.basePose.position
    end = start
    workAtStart = episode.simulation.actuators.work
    lastWork = workAtStart
  }

  public func episodeDidStep(_ episode: Episode) {
    guard episode.time > Self.warmUp else { return begin(episode) }
    let simulation = episode.simulation
    for j in positions.indices { positions[j].append(simulation.positions[j]) }
    for foot in 0..<feet where simulation.footTouches(foot) {
      contactSteps += 1
      var v = simulation.footContactVelocity(foot)
      v.z = 0
      slide += v.length * period / Double(feet)
    }
    steps += 1
    let drift = simulation.world.largestJointDrift
    squaredDrift += drift * drift
    end = simulation.basePose.position
    peakPower = max(peakPower, (simulation.actuators.work - lastWork) / period)
    lastWork = simulation.actuators.work
  }

  /// The metrics of the episode just watched; nil when it ended within the warm-up.
  public var metrics: GaitMetrics? {
    guard steps > 1 else { return nil }
    var way = end - start
    way.z = 0
    let distance = max(way.length, 1e-3)
    return GaitMetrics(
      frequency: dominantFrequency(
        signals: positions, sampleRate: 1 / period, in: 0.3...min(24, 0.5 / period)),
      dutyFactor: contactSteps / Double(steps * feet), slip: slide / distance,
      costOfTransport: (lastWork - workAtStart) / (weight * distance),
      jointDrift: (squaredDrift / Double(steps)).squareRoot(),
      peakPower: peakPower)
  }
}
