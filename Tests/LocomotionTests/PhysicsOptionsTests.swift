import Locomotion
import RigidBodyDynamics
import RobotDescription
import Testing

@Suite("Physics options") struct PhysicsOptionsTests {
  private static func profile(period: Double, step: Double) -> ControlProfile {
    var profile = ControlProfile()
    (profile.controlPeriod, profile.physicsStep) = (period, step)
    return profile
  }

  @Test func stepsOfAControlPeriod() {
    let profile = Self.profile(period: 0.02, step: 0.01)
    #expect(PhysicsOptions().substeps(of: profile) == 2)
    #expect(PhysicsOptions(stepDivisor: 3).substeps(of: profile) == 6)
    for steps in [1, 3, 7, 20, 10_000] {
      let options = PhysicsOptions(step: 0.02 / Double(steps))
      #expect(options.substeps(of: profile) == steps)
    }
    for step in [0.03, 0.04, 0.015, 0.0201, 0.02 / 10_001, 0.02 / 1.5, 1e-300, .infinity] {
      #expect(PhysicsOptions(step: step).substeps(of: profile) == nil, "\(step)")
    }
  }

  /// A step that is named is the robot's divided by as much, to the bit.
  @Test func aNamedStepIsTaken() throws {
    let model = try Shipped.model("ant")
    let episode = Episode(model: model, task: .lasting(0.5))
    func digest(_ options: PhysicsOptions) -> String {
      episode.run(
        ScriptedGait.walk(model), EpisodeSpecification(seed: 1, physics: options)
      ).digest
    }
    let fine = PhysicsOptions(step: model.profile.physicsStep / 2)
    #expect(digest(fine) == digest(PhysicsOptions(stepDivisor: 2)))
    #expect(digest(fine) != digest(PhysicsOptions()))
    #expect(episode.simulation.physicsStep == model.profile.physicsStep)
  }

  @Test func optionsSayWhatDiffers() {
    #expect(PhysicsOptions().arguments == [])
    #expect(
      PhysicsOptions(solver: .iterative(iterations: 20), step: 0.0025).arguments
        == ["--solver", "iterative", "--iterations", "20", "--step", "0.0025"])
    #expect(PhysicsOptions(stepDivisor: 4).arguments == ["--step-divisor", "4"])
    for solver in [WorldConfiguration.Solver.tree, .direct] {
      let isDefault = solver == PhysicsOptions().solver
      #expect(
        PhysicsOptions(solver: solver).arguments == (isDefault ? [] : ["--solver", solver.name]))
      #expect(solver.text == solver.name)
    }
    #expect(WorldConfiguration.Solver.iterative(iterations: 9).text == "iterative, 9 iterations")
  }
}
