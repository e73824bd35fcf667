import NumericalMethods
public import RigidBodyDynamics
public import RobotDescription

/// What makes an episode: the same specification and controller give the same bits.
public struct EpisodeSpecification: Sendable, Equatable {
  /// Keys every random draw of the episode.
  public var seed: UInt64
  public var conditions: [Condition]
  public var physics: PhysicsOptions
  /// Length of the life [s]; nil is the task's.
  public var duration: Double?
  /// Turn that is asked for [rad], to the left: added to the task's commanded heading once the base
  /// has its start, which is around the task's.
  public var turn: Double

  public init(
    seed: UInt64, conditions: [Condition] = [], physics: PhysicsOptions = PhysicsOptions(),
    duration: Double? = nil, turn: Double = 0
  ) {
    self.seed = seed
    self.conditions = conditions
    self.physics = physics
    self.duration = duration
    self.turn = turn
  }
}

/// Sees every control step of an episode: recorders, analysers, stopwatches.
public protocol EpisodeObserver: AnyObject {
  /// Before the first control step.
  func episodeDidStart(_ episode: Episode)
  /// After each control step.
  func episodeDidStep(_ episode: Episode)
}

/// A robot, a task and the buffers of one worker; `run` has no memory from call to call.
///
/// The loop of a control step: disturb → sense → act → actuate and integrate → reward → terminate.
public final class Episode {
  public let model: RobotModel
  public let task: LocomotionTask
  public let bounds: DivergenceBounds
  // Used by the one thread that runs the episode; see World.
  /// The robot in its world, of the present or last run.
  @exclusivity(unchecked) public private(set) var simulation: Simulation
  /// Time since the controller took over [s].
  @exclusivity(unchecked) public private(set) var time = 0.0
  /// Heading commanded in the present or last run.
  @exclusivity(unchecked) public private(set) var heading: CommandedHeading
  /// Reward of the last control step.
  @exclusivity(unchecked) public private(set) var stepReward = 0.0
  public var observation: UnsafeBufferPointer<Float> { UnsafeBufferPointer(observationBuffer) }
  /// Action of the last control step, as the controller gave it.
  public var action: UnsafeBufferPointer<Float> { UnsafeBufferPointer(actionBuffer) }
  /// Measures where the time goes, when set.
  @exclusivity(unchecked) public var stopwatch: Stopwatch?
  /// Takes down the physics of the next run, when set.
  @exclusivity(unchecked) public var tape: WorldTape?

  private let sensors: Sensors
  private let observationBuffer: UnsafeMutableBufferPointer<Float>
  private let actionBuffer: UnsafeMutableBufferPointer<Float>
  private let previousAction: UnsafeMutableBufferPointer<Float>
  /// The action that reaches the servos, within ±1.
  private let commandBuffer: UnsafeMutableBufferPointer<Float>
  private let targets: UnsafeMutableBufferPointer<Double>

  public init(
    model: RobotModel, task: LocomotionTask, bounds: DivergenceBounds = DivergenceBounds()
  ) {
    self.model = model
    self.task = task
    self.bounds = bounds
    sensors = Sensors(model)
    heading = CommandedHeading(task.heading)
    simulation = Simulation(
      model: model, options: PhysicsOptions(), jointPositions: model.joints.map(\.standing))
    let joints = model.joints.count
    observationBuffer = .allocate(capacity: sensors.layout.count)
    observationBuffer.initialize(repeating: 0)
    actionBuffer = .allocate(capacity: model.motors.count)
    previousAction = .allocate(capacity: model.motors.count)
    commandBuffer = .allocate(capacity: model.motors.count)
    targets = .allocate(capacity: joints)
    actionBuffer.initialize(repeating: 0)
    previousAction.initialize(repeating: 0)
    commandBuffer.initialize(repeating: 0)
    targets.initialize(repeating: 0)
  }

  deinit {
    observationBuffer.deallocate()
    actionBuffer.deallocate()
    previousAction.deallocate()
    commandBuffer.deallocate()
    targets.deallocate()
  }

  public var layout: ObservationLayout { sensors.layout }

  /// Runs one life of the stated duration, or until a fall or divergence ends it.
  public func run(
    _ controller: some Controller, _ specification: EpisodeSpecification,
    observer: (any EpisodeObserver)? = nil
  ) -> EpisodeResult {
    var life = begin(specification)
    controller.reset(seed: specification.seed)
    observer?.episodeDidStart(self)
    let duration = specification.duration ?? task.duration
    let steps = Int((duration / model.profile.controlPeriod).rounded())
    var outcome: Outcome?
    var lived = 0
    while outcome == nil && lived < steps {
      step(controller, &life)
      lived += 1
      time = Double(lived) * model.profile.controlPeriod
      outcome = termination(&life)
      observer?.episodeDidStep(self)
    }
    return result(life, outcome ?? .completed, steps: lived)
  }
}

/// The changing part of one run.
struct Life {
  var disturbance: Disturbance
  var reward: RewardMeter
  var digest = Digest64()
  let clockPhase: Double
  let start: Vector3
  let workAtStart: Double
  var actionIsFinite = true
  var controllerIsFinite = true
}

extension Episode {
  /// A fresh world, the drawn start, and the standing pose held until the robot has settled.
  private func begin(_ specification: EpisodeSpecification) -> Life {
    var stream = RandomStream(seed: specification.seed, purpose: .episodeStart)
    var positions = model.joints.map {
      let q = $0.standing + stream.uniform(in: -task.startSpread...task.startSpread)
      return min(max(q, $0.lower), $0.upper)
    }
    model.couple(&positions)
    let phase = stream.uniform(in: 0...2 * .pi)
    simulation = Simulation(
      model: model, options: specification.physics, jointPositions: positions,
      heading: startHeading(specification.seed), tape: tape)
    heading = CommandedHeading(task.heading + specification.turn)
    let disturbance = Disturbance(
      specification.conditions, model: model, layout: layout, seed: specification.seed)
    disturbance.update(simulation, time: 0)
    settle()
    time = 0
    stepReward = 0
    actionBuffer.update(repeating: 0)
    return Life(
      disturbance: disturbance,
      reward: RewardMeter(
        task.reward, command: task.command, heading: heading, simulation: simulation),
      clockPhase: phase, start: simulation.basePose.position,
      workAtStart: simulation.actuators.work)
  }

  /// Heading at which the base is placed [rad], world frame.
  private func startHeading(_ seed: UInt64) -> Double {
    var stream = RandomStream(seed: seed, purpose: .startHeading)
    return task.heading + stream.uniform(in: -task.headingSpread...task.headingSpread)
  }

  private func settle() {
    for j in model.joints.indices { targets[j] = model.joints[j].standing }
    let steps = Int((task.settle / model.profile.controlPeriod).rounded())
    for _ in 0..<steps { simulation.advance(targets: UnsafeBufferPointer(targets)) }
  }

  private func step(_ controller: some Controller, _ life: inout Life) {
    stopwatch?.start()
    life.disturbance.update(simulation, time: time)
    sensors.read(
      simulation, clock: life.clockPhase + 2 * .pi * task.clock * time, command: task.command,
      heading: heading, into: observationBuffer)
    life.disturbance.corrupt(observationBuffer)
    swapActions()
    stopwatch?.lap(.sensing)
    controller.act(observation: observation, action: actionBuffer)
    life.controllerIsFinite = controller.isFinite
    stopwatch?.lap(.network)
    setTargets(&life)
    simulation.advance(targets: UnsafeBufferPointer(targets))
    stopwatch?.lap(.physics)
    stepReward = life.reward.step(simulation, action: actionBuffer, previous: previousAction)
    record(&life)
    stopwatch?.lap(.sensing)
  }

  private func swapActions() {
    for j in 0..<actionBuffer.count { previousAction[j] = actionBuffer[j] }
  }

  /// target = standing + gain · range · action, with the action clipped to ±1.
  private func setTargets(_ life: inout Life) {
    for m in actionBuffer.indices {
      let action = actionBuffer[m]
      if !action.isFinite { life.actionIsFinite = false }
      commandBuffer[m] = action.isFinite ? min(max(action, -1), 1) : 0
    }
    life.disturbance.delay(commandBuffer)
    for (m, j) in model.motors.enumerated() {
      let joint = model.joints[j]
      let gain = life.disturbance.effects.motors[j].gain
      targets[j] = joint.standing + gain * joint.actionRange * Double(commandBuffer[m])
    }
  }

  private func record(_ life: inout Life) {
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

  private func termination(_ life: inout Life) -> Outcome? {
    if !life.actionIsFinite { return .diverged(.nonFiniteAction) }
    if !life.controllerIsFinite { return .diverged(.nonFiniteNetwork) }
    if let why = simulation.divergence(bounds) { return .diverged(why) }
    let pose = simulation.basePose
    if pose.rotation.rotate(.unitZ).z < task.minimumUprightness { return .tippedOver }
    let height = pose.position.z - simulation.groundHeight(at: pose.position)
    return height < task.minimumHeight * model.standingHeight ? .collapsed : nil
  }

  private func result(_ life: Life, _ outcome: Outcome, steps: Int) -> EpisodeResult {
    EpisodeResult(
      reward: life.reward.total, rewardTerms: life.reward.sums,
      distance: heading.ahead(simulation.basePose.position - life.start), duration: time,
      controlSteps: steps, outcome: outcome,
      work: simulation.actuators.work - life.workAtStart,
      contactCapHits: simulation.world.contactCapHits,
      solverMessages: simulation.world.solverMessages, digest: life.digest.hex)
  }
}
