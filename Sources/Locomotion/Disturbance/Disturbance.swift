import NumericalMethods
import RigidBodyDynamics
import RobotDescription

/// The conditions of one episode at work on its simulation, sensors and actions.
struct Disturbance {
  /// What is wrong at present.
  private(set) var effects: Effects
  /// In the order of their onsets.
  private let conditions: [DrawnCondition]
  private var isActive: [Bool]
  /// Of all conditions, in the order in which these were given, as forces add up in it.
  private let pushes: [Pushes]
  private var sensors: SensorFaults
  private var actionDelay: DelayLine?
  /// The last action that was asked for.
  private var lastAction: [Float]
  private var terrain = Terrain.flat
  private var window: TerrainWindow?
  /// When the battery began to sag [s].
  private var sagOnset: Double?
  private let period: Double

  /// Time in which the battery loses all that it will [s].
  private static let sagDuration = 10.0

  init(
    _ conditions: [Condition], model: RobotModel, layout: ObservationLayout, seed: UInt64
  ) {
    let (joints, motors) = (model.joints.count, model.motors.count)
    let drawn = DrawnCondition.all(conditions, of: model, seed: seed)
    self.conditions = drawn.sorted { $0.condition.onset < $1.condition.onset }
    isActive = drawn.map { _ in false }
    pushes = Effects(drawn, joints: joints, motors: motors).pushes
    effects = Effects(joints: joints, motors: motors)
    lastAction = Array(repeating: 0, count: model.motors.count)
    period = model.profile.controlPeriod
    sensors = SensorFaults(layout, period: period, seed: seed)
  }

  /// Brings the simulation up to `time` [s]: what begins, what ends, and what changes by itself.
  mutating func update(_ simulation: Simulation, time: Double) {
    if conditions.isEmpty { return }
    if activate(at: time) { change(simulation, time: time) }
    if effects.batterySag > 0, let sagOnset {
      let share = min((time - sagOnset) / Self.sagDuration, 1)
      simulation.actuators.supply = 1 - effects.batterySag * share
    }
    exertForces(on: simulation, time: time)
    if let window, window.isOutgrown(by: simulation.basePose.position) { lay(in: simulation) }
  }

  /// Whether a condition began or ended.
  private mutating func activate(at time: Double) -> Bool {
    var hasChanged = false
    for (k, drawn) in conditions.enumerated() {
      let isNow = drawn.condition.isActive(at: time)
      if isNow != isActive[k] { (isActive[k], hasChanged) = (isNow, true) }
    }
    return hasChanged
  }

  private mutating func change(_ simulation: Simulation, time: Double) {
    let before = effects
    let active = zip(conditions, isActive).filter(\.1).map(\.0)
    effects = Effects(active, joints: before.motors.count, motors: before.wiring.motors)
    if effects.actionLatency != before.actionLatency {
      let steps = Int((effects.actionLatency / period).rounded())
      let all = lastAction.map { _ in true }
      actionDelay = steps > 0 ? DelayLine(delaying: all, by: steps, before: lastAction) : nil
    }
    sagOnset = effects.batterySag > 0 ? sagOnset ?? time : nil
    sensors.set(effects.sensing, effects.encoders)
    simulation.depart(effects)
    if effects.terrain != before.terrain {
      terrain = .change(
        from: terrain, to: effects.terrain, center: simulation.basePose.position)
      lay(in: simulation)
    }
  }

  private func exertForces(on simulation: Simulation, time: Double) {
    let mass = simulation.model.totalMass
    var force = mass * simulation.world.configuration.gravity.length * effects.wind
    for push in pushes { force += mass * push.acceleration(at: time) }
    simulation.baseForce = force
  }

  /// Lays the terrain around the robot; not around one that has left all places that there are.
  private mutating func lay(in simulation: Simulation) {
    guard TerrainWindow.reaches(simulation.basePose.position) else { return }
    let window = TerrainWindow(terrain, around: simulation.basePose.position)
    self.window = window
    simulation.world.setGround(.heightfield(window.field))
  }

  /// Corrupts what the sensors read.
  mutating func corrupt(_ observation: UnsafeMutableBufferPointer<Float>) {
    sensors.corrupt(observation)
  }

  /// Delays what the controller asks for.
  mutating func delay(_ action: UnsafeMutableBufferPointer<Float>) {
    if conditions.isEmpty { return }
    for m in action.indices { lastAction[m] = action[m] }
    actionDelay?.pass(action)
  }
}
