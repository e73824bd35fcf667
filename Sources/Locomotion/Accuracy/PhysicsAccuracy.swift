import NumericalMethods
import RigidBodyDynamics
public import RobotDescription

/// How true a robot's physics is under a solver and a step: what decides both.
public struct PhysicsAccuracy: Sendable, Encodable {
  public var solver: String
  /// [s]
  public var step: Double
  /// Root mean square, over episodes, of the way's error relative to that of a step ten times finer
  /// than the robot's, under the tree solver.
  public var wayError: Double
  /// Share of the feet's tangential impulse beyond Coulomb's bound.
  public var coneViolation: Double
  /// Separation of the worst joint's anchors, root mean square [m].
  public var jointDrift: Double
  /// Largest kinetic energy [J] in the last second of five that the robot is held standing.
  public var restlessness: Double
  /// Most that the energy of the limp robot rises above its least so far when it is thrown, per
  /// weight and standing height.
  public var energyGain: Double
  /// Share of steps in which contacts were left with an error.
  public var unsolved: Double
  /// Time of a step, contacts and servos included [µs].
  public var microseconds: Double
}

/// Measures a robot's physics under several solvers and steps, in episodes under one controller.
public struct AccuracyStudy {
  public let model: RobotModel
  public let task: LocomotionTask
  public let controller: any Controller
  /// Seeds of the episodes.
  public let seeds: ClosedRange<UInt64>

  public init(
    model: RobotModel, task: LocomotionTask, controller: any Controller,
    seeds: ClosedRange<UInt64>
  ) {
    (self.model, self.task, self.controller) = (model, task, controller)
    self.seeds = seeds
  }

  /// One row for each choice.
  public func rows(_ choices: [PhysicsOptions]) -> [PhysicsAccuracy] {
    let reference = episodes(PhysicsOptions(solver: .tree, stepDivisor: 10)).ways
    return choices.map { row($0, against: reference) }
  }

  private func row(_ options: PhysicsOptions, against reference: [Double]) -> PhysicsAccuracy {
    let totals = episodes(options)
    let errors = zip(totals.ways, reference).map { ($0 - $1) / $1 }
    let simulation = simulation(options)
    return PhysicsAccuracy(
      solver: options.solver.text, step: simulation.physicsStep,
      wayError: (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot(),
      coneViolation: totals.violation, jointDrift: totals.drift, restlessness: rest(options),
      energyGain: fall(options), unsolved: totals.unsolved, microseconds: cost(options))
  }

  private struct Totals {
    var ways: [Double] = []
    var violation = 0.0
    var drift = 0.0
    var unsolved = 0.0
  }

  private func episodes(_ options: PhysicsOptions) -> Totals {
    let episode = Episode(model: model, task: task)
    let gait = GaitAnalyser()
    var totals = Totals()
    var steps = 0
    for seed in seeds {
      let result = episode.run(
        controller, EpisodeSpecification(seed: seed, physics: options), observer: gait)
      totals.ways.append(result.distance)
      steps += result.controlSteps * episode.simulation.substeps
      totals.unsolved += Double(result.solverMessages)
      totals.drift = max(totals.drift, gait.metrics?.jointDrift ?? 0)
      totals.violation += (gait.metrics?.coneViolation ?? 0) / Double(seeds.count)
    }
    totals.unsolved /= Double(max(steps, 1))
    return totals
  }

  private func simulation(_ options: PhysicsOptions, lift: Double = 0) -> Simulation {
    Simulation(
      model: model, options: options, jointPositions: model.joints.map(\.standing), lift: lift)
  }

  /// Held standing: kinetic energy [J].
  private func rest(_ options: PhysicsOptions) -> Double {
    let simulation = simulation(options)
    var largest = 0.0
    let steps = Int(5 / model.profile.controlPeriod)
    hold(simulation, steps) { step in
      if step >= steps * 4 / 5 { largest = max(largest, simulation.world.kineticEnergy) }
    }
    return largest
  }

  /// Asks for the standing pose over so many control steps.
  private func hold(_ simulation: Simulation, _ steps: Int, after: (_ step: Int) -> Void) {
    let targets = model.joints.map(\.standing)
    for step in 0..<steps {
      simulation.advance(targets: targets.span)
      after(step)
    }
  }

  /// Thrown limp and spinning from a standing height above the ground, ten times.
  private func fall(_ options: PhysicsOptions) -> Double {
    var worst = 0.0
    for seed in 1...10 as ClosedRange<UInt64> {
      let simulation = simulation(options, lift: model.standingHeight)
      simulation.goLimp()
      var stream = RandomStream(seed: seed, purpose: .test)
      simulation.spin(
        Vector3(stream.uniform(in: -6...6), stream.uniform(in: -6...6), stream.uniform(in: -6...6)))
      var least = Double.infinity
      hold(simulation, Int(3 / model.profile.controlPeriod)) { _ in
        let energy =
          simulation.world.kineticEnergy + simulation.rotorEnergy
          + simulation.world.potentialEnergy
        worst = max(worst, energy - least)
        least = min(least, energy)
      }
    }
    let g = WorldConfiguration().gravity.length
    return worst / (model.totalMass * g * model.standingHeight)
  }

  /// [µs]
  private func cost(_ options: PhysicsOptions) -> Double {
    let episode = Episode(model: model, task: task)
    let stopwatch = Stopwatch()
    episode.stopwatch = stopwatch
    var steps = 0
    for seed in seeds {
      let result = episode.run(controller, EpisodeSpecification(seed: seed, physics: options))
      steps += result.controlSteps * episode.simulation.substeps
    }
    return 1e6 * stopwatch.seconds[Stopwatch.Phase.physics.rawValue] / Double(max(steps, 1))
  }
}

extension Simulation {
  /// Takes all strength from the motors.
  fileprivate func goLimp() { for j in joints.indices { actuators.setStrength(0, of: j) } }

  /// Kinetic energy of the rotors [J]: Σ ½ a q̇².
  fileprivate var rotorEnergy: Double {
    rates.reduce(0) { $0 + model.profile.armature * $1 * $1 / 2 }
  }

  /// Turns the whole robot about its base at `rate` [rad/s], as one rigid body.
  fileprivate func spin(_ rate: Vector3) {
    let center = world.state(of: bodies[0]).pose.position
    for body in bodies {
      var state = world.state(of: body)
      state.velocity = rate.cross(state.pose.position - center)
      state.angularVelocity = rate
      world.setState(of: body, state)
    }
  }
}
