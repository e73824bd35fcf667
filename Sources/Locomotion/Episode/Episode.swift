import NumericalMethods
public import RigidBodyDynamics
public import RobotDescription

/// A robot, a task and the buffers of one worker, which go through one episode after the other. An
/// episode that begins remembers nothing of those before.
///
///     episode.begin(specification)
///     while let observation = episode.observe() {
///       // … fill `action` from `observation` …
///       episode.advance(action.span)
///     }
///     episode.result
///
/// A control step is: disturb → sense (`observe`) → act (the caller) → actuate and integrate →
/// reward → terminate (`advance`). One thread at a time uses an episode.
public final class Episode {
  public let model: RobotModel
  public let task: LocomotionTask
  public let bounds: DivergenceBounds
  // One thread at a time uses an episode and no accessor calls back into it, so that what every
  // control step touches needs no dynamic exclusivity checks; see World.
  /// The robot in its world, of the present or last episode.
  @exclusivity(unchecked) public private(set) var simulation: Simulation
  @exclusivity(unchecked) private var life: Life
  /// Measures where the time goes, when set.
  @exclusivity(unchecked) public var stopwatch: Stopwatch?
  /// Takes down the physics of the episodes that begin from now on, when set.
  public var tape: WorldTape?

  private let sensors: Sensors
  private let observationBuffer: UnsafeMutableBufferPointer<Float>
  private let actionBuffer, previousAction: UnsafeMutableBufferPointer<Float>
  /// The action that reaches the servos, within ±1.
  private let commandBuffer: UnsafeMutableBufferPointer<Float>
  private let targets: UnsafeMutableBufferPointer<Double>
  private let factBuffer: UnsafeMutableBufferPointer<Float>

  public init(
    model: RobotModel, task: LocomotionTask, bounds: DivergenceBounds = DivergenceBounds()
  ) {
    func zeros<Number: Numeric>(_ count: Int) -> UnsafeMutableBufferPointer<Number> {
      let buffer = UnsafeMutableBufferPointer<Number>.allocate(capacity: count)
      buffer.initialize(repeating: 0)
      return buffer
    }
    (self.model, self.task, self.bounds) = (model, task, bounds)
    sensors = Sensors(model, of: task)
    simulation = Simulation(
      model: model, options: PhysicsOptions(), jointPositions: model.joints.map(\.standing))
    observationBuffer = zeros(sensors.layout.count)
    actionBuffer = zeros(model.motors.count)
    previousAction = zeros(model.motors.count)
    commandBuffer = zeros(model.motors.count)
    targets = zeros(model.joints.count)
    factBuffer = zeros(sensors.facts.count)
    let heading = CommandedHeading(task.heading)
    life = Life(
      disturbance: Disturbance([], model: model, layout: sensors.layout, seed: 0),
      reward: RewardMeter(
        task.reward, command: task.command, heading: heading, simulation: simulation),
      belief: Belief(sensors.facts, .truth, task.beliefs, seed: 0),
      heading: heading, clockPhase: 0, start: .zero, workAtStart: 0, plannedSteps: 0)
  }

  deinit {
    for buffer in [observationBuffer, actionBuffer, previousAction, commandBuffer, factBuffer] {
      buffer.deallocate()
    }
    targets.deallocate()
  }
}

/// The changing part of one episode.
private struct Life {
  enum Phase: Equatable { case idle, observing, acting, over(Outcome) }

  var disturbance: Disturbance
  var reward: RewardMeter
  var belief: Belief
  let heading: CommandedHeading
  /// Of the gait clock at time 0 [rad].
  let clockPhase: Double
  /// Position of the base [m] and work of the motors [J] at time 0.
  let start: Vector3
  let workAtStart: Double
  let plannedSteps: Int
  var phase = Phase.idle
  /// Control steps done, and the time that they took [s].
  var steps = 0
  var time = 0.0
  var stepReward = 0.0
  var digest = Digest64()
}

extension Episode {
  /// Names and places of the channels of an observation.
  public var layout: ObservationLayout { sensors.layout }
  /// Time since `begin` [s]: that of the control steps done.
  public var time: Double { life.time }
  /// Heading commanded in the present or last episode.
  public var heading: CommandedHeading { life.heading }
  /// Reward of the last control step.
  public var stepReward: Double { life.stepReward }
  /// The last observation: `layout.count` values. The buffer is the episode's, lasts as long and is
  /// filled anew by each `observe()`.
  public var observation: UnsafeBufferPointer<Float> { UnsafeBufferPointer(observationBuffer) }
  /// What the task's privileged facts are at the last observation, `facts.count` channels;
  /// likewise.
  public var facts: UnsafeBufferPointer<Float> { UnsafeBufferPointer(factBuffer) }
  /// Names and places of the channels of ``facts``.
  public var factLayout: FactLayout { sensors.facts }
  /// Any facts at the last observation, whatever the task tells.
  package func facts(_ layout: FactLayout) -> [Float] {
    [Float](unsafeUninitializedCapacity: layout.count) { buffer, count in
      count = layout.count
      if let start = buffer.baseAddress {
        layout.read(effectsAhead, model, into: start)
      }
    }
  }

  /// What is the matter, with the ground's rise and bank along the commanded heading.
  private var effectsAhead: Effects {
    var effects = life.disturbance.effects
    let slope = Vector3(effects.ground.rise, effects.ground.bank, 0)
    effects.ground.rise = heading.ahead(slope)
    effects.ground.bank = heading.left(slope)
    return effects
  }

  /// Action of the last control step as it was given, `model.motors.count` values; likewise.
  public var action: UnsafeBufferPointer<Float> { UnsafeBufferPointer(actionBuffer) }

  /// How the episode ended; nil while it goes on and before the first.
  public var outcome: Outcome? {
    if case .over(let outcome) = life.phase { outcome } else { nil }
  }

  /// Outcome and totals of an episode that is over: once `observe()` returns nil.
  public var result: EpisodeResult {
    guard let outcome else { preconditionFailure("an episode has a result once it is over") }
    return EpisodeResult(
      reward: life.reward.total, rewardTerms: life.reward.sums,
      distance: heading.ahead(simulation.basePose.position - life.start), duration: time,
      controlSteps: life.steps, outcome: outcome,
      work: simulation.actuators.work - life.workAtStart,
      contactCapHits: simulation.world.contactCapHits,
      solverMessages: simulation.world.solverMessages, digest: life.digest.hex)
  }

  /// Runs one episode of the planned duration, or until a fall or divergence ends it.
  public func run(
    _ controller: some Controller, _ specification: EpisodeSpecification,
    observer: (any EpisodeObserver)? = nil
  ) -> EpisodeResult {
    begin(specification)
    controller.reset(seed: specification.seed)
    observer?.episodeDidStart(self)
    while let observation = observe() {
      controller.act(observation: observation, action: actionBuffer)
      advance(actionBuffer.span, isFinite: controller.isFinite)
      observer?.episodeDidStep(self)
    }
    return result
  }

  /// Begins an episode, at any time, also in the middle of another: a fresh world, the drawn start,
  /// and the standing pose held until the robot has settled.
  public func begin(_ specification: EpisodeSpecification) {
    var stream = RandomStream(seed: specification.seed, purpose: .episodeStart)
    var positions = model.joints.map {
      let q = $0.standing + stream.uniform(in: -task.startSpread...task.startSpread)
      return min(max(q, $0.lower), $0.upper)
    }
    model.couple(&positions)
    let clockPhase = stream.uniform(in: 0...2 * .pi)
    simulation = Simulation(
      model: model, options: specification.physics, jointPositions: positions,
      heading: startHeading(specification.seed), tape: tape)
    var disturbance = Disturbance(
      specification.conditions, model: model, layout: layout, seed: specification.seed)
    disturbance.update(simulation, time: 0)
    settle()
    actionBuffer.update(repeating: 0)
    sensors.reset()
    let heading = CommandedHeading(task.heading + specification.turn)
    let duration = specification.duration ?? task.duration
    life = Life(
      disturbance: disturbance,
      reward: RewardMeter(
        task.reward, command: task.command, heading: heading, simulation: simulation),
      belief: Belief(
        sensors.facts, specification.telling, task.beliefs, seed: specification.seed),
      heading: heading, clockPhase: clockPhase, start: simulation.basePose.position,
      workAtStart: simulation.actuators.work,
      plannedSteps: Int((duration / model.profile.controlPeriod).rounded()))
    proceed(nil)
  }

  /// Heading at which the base is placed [rad], world frame.
  private func startHeading(_ seed: UInt64) -> Double {
    var stream = RandomStream(seed: seed, purpose: .startHeading)
    return task.heading + stream.uniform(in: -task.headingSpread...task.headingSpread)
  }

  private func settle() {
    for j in model.joints.indices { targets[j] = model.joints[j].standing }
    let steps = Int((task.settle / model.profile.controlPeriod).rounded())
    for _ in 0..<steps { simulation.advance(targets: targets.span) }
  }

  /// To the next control step, if none ends the episode.
  private func proceed(_ end: Outcome?) {
    let outcome = end ?? (life.steps >= life.plannedSteps ? .completed : nil)
    life.phase = outcome.map { .over($0) } ?? .observing
  }
}

extension Episode {
  /// Brings conditions up to the present time and reads the sensors. Called again before `advance`,
  /// it returns the same observation.
  ///
  /// - Returns: the normalised observation, `layout.count` values laid out by `layout`, in the
  ///   episode's own buffer; nil once the episode is over.
  /// - Precondition: an episode has begun.
  public func observe() -> UnsafeBufferPointer<Float>? {
    switch life.phase {
    case .idle: preconditionFailure("begin(_:) comes before observe()")
    case .over: return nil
    case .observing: sense()
    case .acting: break
    }
    life.phase = .acting
    return observation
  }

  private func sense() {
    stopwatch?.start()
    life.disturbance.update(simulation, time: time)
    sensors.read(
      simulation, clock: life.clockPhase + 2 * .pi * task.clock * time, command: task.command,
      heading: heading, into: observationBuffer)
    life.disturbance.corrupt(observationBuffer)
    if !factBuffer.isEmpty { readFacts() }
    _ = previousAction.update(fromContentsOf: actionBuffer)
    stopwatch?.lap(.sensing)
  }

  /// Brings the facts up to date, and what the controller is told of them.
  private func readFacts() {
    guard let facts = factBuffer.baseAddress, let observation = observationBuffer.baseAddress else {
      return
    }
    sensors.facts.read(effectsAhead, model, into: facts)
    life.belief.tell(facts, time: time, into: observation + layout[.privileged].offset)
  }

  /// Does one control step, of `model.profile.controlPeriod` [s]: the servos follow the action, the
  /// world moves, the reward is added up and the end is looked for.
  ///
  /// - Parameters:
  ///   - action: one value per motor, in the order of `model.motors`: the joint's target is
  ///     `standing + actionRange · action`, with the action clipped to [−1, 1]. It is copied. One
  ///     that is not finite ends the episode.
  ///   - isFinite: whether all that the caller remembers is finite; if not, the episode ends as
  ///     `.diverged(.nonFiniteNetwork)`.
  /// - Precondition: `observe()` has returned an observation since `begin` or the last `advance`.
  public func advance(_ action: Span<Float>, isFinite: Bool = true) {
    precondition(life.phase == .acting, "an observe() that is not nil comes before each advance")
    precondition(action.count == actionBuffer.count, "an action is one value per motor")
    for m in action.indices { actionBuffer[m] = action[m] }
    stopwatch?.lap(.network)
    setTargets()
    simulation.advance(targets: targets.span)
    stopwatch?.lap(.physics)
    life.stepReward = life.reward.step(
      simulation, action: actionBuffer, previous: previousAction)
    addToDigest()
    stopwatch?.lap(.sensing)
    life.steps += 1
    life.time = Double(life.steps) * model.profile.controlPeriod
    proceed(termination(controllerIsFinite: isFinite))
  }

  /// target = standing + gain · range · action, with the action clipped to ±1.
  private func setTargets() {
    for m in actionBuffer.indices {
      let action = actionBuffer[m]
      commandBuffer[m] = action.isFinite ? min(max(action, -1), 1) : 0
    }
    sensors.remember(commandBuffer)
    life.disturbance.delay(commandBuffer)
    for (m, j) in model.motors.enumerated() {
      let joint = model.joints[j]
      let gain = life.disturbance.effects.motors[j].gain
      let command = life.disturbance.effects.wiring.command(to: m, of: commandBuffer)
      targets[j] = joint.standing + gain * joint.actionRange * Double(command)
    }
  }

  private func addToDigest() {
    let pose = simulation.basePose
    life.digest.update(pose.position.x)
    life.digest.update(pose.position.y)
    life.digest.update(pose.position.z)
    var m = 0
    for j in model.joints.indices {
      life.digest.update(simulation.positions[j])
      if model.joints[j].mimic != nil { continue }
      life.digest.update(Double(actionBuffer[m]))
      m += 1
    }
  }

  private func termination(controllerIsFinite: Bool) -> Outcome? {
    if !actionBuffer.allSatisfy(\.isFinite) { return .diverged(.nonFiniteAction) }
    if !controllerIsFinite { return .diverged(.nonFiniteNetwork) }
    if let why = simulation.divergence(bounds) { return .diverged(why) }
    let pose = simulation.basePose
    if pose.rotation.rotate(.unitZ).z < task.minimumUprightness { return .tippedOver }
    let height = pose.position.z - simulation.groundHeight(at: pose.position)
    return height < task.minimumHeight * model.standingHeight ? .collapsed : nil
  }
}
