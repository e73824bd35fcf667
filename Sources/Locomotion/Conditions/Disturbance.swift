import Foundation
import NumericalMethods
import RigidBodyDynamics
import RobotDescription

/// The conditions of one episode at work on its simulation, sensors and actions.
final class Disturbance {
  /// What is wrong at present.
  @exclusivity(unchecked) private(set) var effects: Effects
  @exclusivity(unchecked) private(set) var sensors: SensorFaults
  @exclusivity(unchecked) private var actionDelay: DelayLine?
  /// The last action that was asked for.
  @exclusivity(unchecked) private var lastAction: [Float]
  @exclusivity(unchecked) private var terrain = Terrain.flat
  @exclusivity(unchecked) private var window: TerrainWindow?
  @exclusivity(unchecked) private var active: [Condition] = []
  /// When the battery began to sag [s].
  @exclusivity(unchecked) private var sagOnset: Double?
  private let conditions: [Condition]
  private let draws: ConditionDraws
  private let pushes: [Pushes]
  private let period: Double

  /// Time in which the battery loses all that it will [s].
  private static let sagDuration = 10.0

  init(
    _ conditions: [Condition], model: RobotModel, layout: ObservationLayout, seed: UInt64
  ) {
    self.conditions = conditions.sorted { $0.onset < $1.onset }
    draws = ConditionDraws(seed: seed, joints: model.joints.count, feet: model.feet.count)
    pushes = conditions.filter { $0.kind == .push }.map { [draws] in
      Pushes(condition: $0, draws: draws)
    }
    effects = Effects(joints: model.joints.count)
    lastAction = Array(repeating: 0, count: model.motors.count)
    period = model.profile.controlPeriod
    sensors = SensorFaults(layout, period: period, seed: seed)
  }

  /// Brings the simulation up to `time` [s]: what begins, what ends, and what changes by itself.
  func update(_ simulation: Simulation, time: Double) {
    if conditions.isEmpty { return }
    let now = conditions.filter { $0.isActive(at: time) }
    if now != active { change(to: now, simulation, time: time) }
    if effects.batterySag > 0, let sagOnset {
      let share = min((time - sagOnset) / Self.sagDuration, 1)
      simulation.actuators.supply = 1 - effects.batterySag * share
    }
    exertForces(on: simulation, time: time)
    if let window, window.isOutgrown(by: simulation.basePose.position) { lay(in: simulation) }
  }

  private func change(to now: [Condition], _ simulation: Simulation, time: Double) {
    let (before, after) = (TerrainFeature.list(active, draws), TerrainFeature.list(now, draws))
    active = now
    var new = Effects(joints: effects.motors.count)
    for condition in now { new.add(condition, draws) }
    if new.actionLatency != effects.actionLatency {
      let steps = Int((new.actionLatency / period).rounded())
      let all = Array(repeating: true, count: new.motors.count)
      actionDelay = steps > 0 ? DelayLine(delaying: all, by: steps, before: lastAction) : nil
    }
    sagOnset = new.batterySag > 0 ? sagOnset ?? time : nil
    sensors.set(new.sensing)
    simulation.depart(new, draws)
    effects = new
    if before != after {
      terrain = .change(from: terrain, to: after, center: simulation.basePose.position)
      lay(in: simulation)
    }
  }

  private func exertForces(on simulation: Simulation, time: Double) {
    var force =
      simulation.model.totalMass * simulation.world.configuration.gravity.length
      * effects.wind
    for push in pushes {
      force += simulation.model.totalMass * push.acceleration(at: time)
    }
    simulation.baseForce = force
  }

  /// Lays the terrain around the robot.
  private func lay(in simulation: Simulation) {
    let window = TerrainWindow(terrain, around: simulation.basePose.position)
    self.window = window
    simulation.world.setGround(.heightfield(window.field))
  }

  /// Corrupts what the sensors read.
  func corrupt(_ observation: UnsafeMutableBufferPointer<Float>) { sensors.corrupt(observation) }

  /// Delays what the controller asks for.
  func delay(_ action: UnsafeMutableBufferPointer<Float>) {
    if conditions.isEmpty { return }
    for j in action.indices { lastAction[j] = action[j] }
    actionDelay?.pass(action)
  }
}

extension TerrainFeature {
  /// The features of the ground's shape among conditions.
  static func list(_ conditions: [Condition], _ draws: ConditionDraws) -> [TerrainFeature] {
    conditions.compactMap { condition in
      Kind(condition.kind).map {
        TerrainFeature($0, difficulty: condition.level, noise: draws.noise(condition.kind))
      }
    }
  }
}

extension TerrainFeature.Kind {
  /// Nil for conditions that leave the ground's shape alone.
  init?(_ kind: Condition.Kind) {
    switch kind {
    case .roughGround: self = .roughGround
    case .stairsUp: self = .stairsUp
    case .stairsDown: self = .stairsDown
    case .steppingStones: self = .steppingStones
    case .gaps: self = .gaps
    case .obstacles: self = .obstacles
    case .ridges: self = .ridges
    default: return nil
    }
  }
}
