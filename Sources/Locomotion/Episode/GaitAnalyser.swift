import NumericalMethods
import RigidBodyDynamics
import RobotDescription

/// Watches an episode and measures its gait, leaving out the first second, and so has the ground's
/// forces measured. One analyser serves many episodes and keeps its memory, which is that of
/// ``segment`` seconds however long an episode is.
public final class GaitAnalyser: EpisodeObserver {
  private static let warmUp = 1.0
  /// Episodes longer than this [s] are taken apart into segments of this length, whose spectra are
  /// summed.
  static let segment = 40.0
  /// Most samples of a segment.
  private static let longestSegment = 65_536
  /// Frequencies among which that of the gait is sought [Hz].
  private static let frequencies = (lowest: 0.3, highest: 24.0)
  /// From here on an action counts as at the end of its range.
  private static let saturation: Float = 0.999

  /// Of the present segment, one signal a joint.
  private var positions: [[Double]] = []
  /// Of the segments before.
  private var spectrum: PowerSpectrum?
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
  private var push = GroundPush()
  private var borneSteps = 0
  private var actions = 0
  private var saturated = 0
  private var peakRate = 0.0
  private var command = CommandedHeading(0)
  private var yaw = 0.0
  private var turned = 0.0

  public init() {}

  public func episodeDidStart(_ episode: Episode) {
    let joints = episode.model.joints.count
    if positions.count != joints { positions = Array(repeating: [], count: joints) }
    for j in positions.indices { positions[j].removeAll(keepingCapacity: true) }
    spectrum = nil
    (contactSteps, slide, steps, squaredDrift, peakPower) = (0, 0, 0, 0, 0)
    (push, borneSteps, actions, saturated, peakRate) = (GroundPush(), 0, 0, 0, 0)
    episode.simulation.measureGroundForces()
    command = episode.heading
    feet = episode.model.feet.count
    period = episode.model.profile.controlPeriod
    weight = episode.model.totalMass * episode.simulation.world.configuration.gravity.length
    begin(episode)
  }

  private func begin(_ episode: Episode) {
    start = episode.simulation.basePose.position
    end = start
    yaw = episode.simulation.basePose.rotation.yaw
    turned = 0
    workAtStart = episode.simulation.actuators.work
    lastWork = workAtStart
  }

  public func episodeDidStep(_ episode: Episode) {
    guard episode.time > Self.warmUp else { return begin(episode) }
    let simulation = episode.simulation
    takePositions(simulation)
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
    watchLimits(episode)
    watchGround(simulation)
    let now = simulation.basePose.rotation.yaw
    turned += wrappedAngle(now - yaw)
    yaw = now
  }

  /// Samples of each joint that are held.
  var samples: Int { positions.first?.count ?? 0 }

  private func takePositions(_ simulation: Simulation) {
    if samples >= segmentSamples { endSegment() }
    for j in positions.indices { positions[j].append(simulation.positions[j]) }
  }

  private var segmentSamples: Int {
    Int(min(max(Self.segment / period, 4), Double(Self.longestSegment)).rounded())
  }

  private func endSegment() {
    var sum =
      spectrum ?? range.map { PowerSpectrum(count: samples, sampleRate: 1 / period, in: $0) }
    sum?.add(positions)
    spectrum = sum
    for j in positions.indices { positions[j].removeAll(keepingCapacity: true) }
  }

  /// Nil where control steps are too far apart to tell a gait.
  private var range: ClosedRange<Double>? {
    let (lowest, highest) = Self.frequencies
    let nyquist = 0.5 / period
    return nyquist > lowest ? lowest...min(highest, nyquist) : nil
  }

  /// That of the whole segments of a long episode, the rest of which is left out; 0 where steps are
  /// too far apart to tell.
  private var frequency: Double {
    spectrum?.peak
      ?? range.map { dominantFrequency(signals: positions, sampleRate: 1 / period, in: $0) } ?? 0
  }

  private func watchLimits(_ episode: Episode) {
    for action in episode.action {
      actions += 1
      if abs(action) >= Self.saturation { saturated += 1 }
    }
    for (joint, rate) in zip(episode.model.joints, episode.simulation.rates)
    where joint.velocity > 0 {
      peakRate = max(peakRate, abs(rate) / joint.velocity)
    }
  }

  private func watchGround(_ simulation: Simulation) {
    let step = simulation.groundPush
    push.tangentialImpulse += step.tangentialImpulse
    push.excessImpulse += step.excessImpulse
    if step.bearsOtherThanFeet { borneSteps += 1 }
  }

  /// The metrics of the episode just watched; nil when it ended within the warm-up.
  public var metrics: GaitMetrics? {
    guard steps > 1 else { return nil }
    var way = end - start
    way.z = 0
    let distance = max(way.length, 1e-3)
    var metrics = GaitMetrics()
    metrics.frequency = frequency
    metrics.dutyFactor = contactSteps / Double(steps * feet)
    metrics.slip = slide / distance
    metrics.costOfTransport = (lastWork - workAtStart) / (weight * distance)
    metrics.jointDrift = (squaredDrift / Double(steps)).squareRoot()
    metrics.peakPower = peakPower
    metrics.coneViolation = push.coneViolation
    metrics.nonFootContact = Double(borneSteps) / Double(steps)
    metrics.saturatedActions = Double(saturated) / Double(max(actions, 1))
    metrics.peakJointRate = peakRate
    metrics.drift = abs(command.left(way)) / distance
    metrics.headingChange = abs(turned)
    return metrics
  }
}
