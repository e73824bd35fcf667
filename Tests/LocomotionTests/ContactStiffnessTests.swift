import Foundation
import Locomotion
import NumericalMethods
import RobotDescription
import Testing

/// How deep standing robots sink into level ground: what its springs say, whatever the step.
@Suite("Contact stiffness") struct ContactStiffnessTests {
  /// A shipped robot with other contacts.
  private func model(_ name: String, stiffness: Double?) throws -> RobotModel {
    let source = try Shipped.model(name).source
    guard let stiffness else { return try Shipped.model(name) }
    let keys = "physics: { contact_stiffness: \(stiffness), contact_damping: 300,"
    return try RobotModel(
      urdf: source.urdf, urdfName: name,
      profile: source.profile.replacing("physics: {", with: keys), profileName: name)
  }

  /// Mean depth [m] of the feet, over the last second of four in which the robot stands.
  private func depth(
    _ model: RobotModel, _ conditions: [Condition] = [],
    physics: PhysicsOptions = PhysicsOptions()
  ) -> Double {
    var task = LocomotionTask.lasting(4, endingOnFalls: false)
    (task.settle, task.startSpread) = (0, 0)
    var depths: [Double] = []
    let watch = Watch { episode in
      guard episode.time > 3 else { return }
      for (index, foot) in model.feet.enumerated() {
        guard case .sphere(let radius) = model.links[foot.link].shapes[foot.shape].geometry else {
          continue
        }
        depths.append(radius - episode.simulation.footPosition(index).z)
      }
    }
    _ = Episode(model: model, task: task).run(
      ConstantPose(), EpisodeSpecification(seed: 1, conditions: conditions, physics: physics),
      observer: watch)
    return depths.reduce(0, +) / Double(depths.count)
  }

  /// Each foot touches at one point, so that the springs carry the weight: Σ k depth = m g, with
  /// the profile's k, or that under which a foot gives way by half a millimetre.
  @Test(arguments: Shipped.names, [nil, 8e3, 60e3] as [Double?])
  func standingRobotsSinkByTheirWeight(_ name: String, _ stiffness: Double?) throws {
    let model = try model(name, stiffness: stiffness)
    if let stiffness {
      #expect(model.contactStiffness == stiffness && model.contactDamping == 300)
    }
    let feet = Double(model.feet.count)
    let wanted = stiffness.map { model.totalMass * 9.81 / (feet * $0) } ?? 0.5e-3
    let depth = depth(model)
    #expect(close(depth, wanted, 0.01 * wanted), "\(depth) m for \(wanted) m")
    // The iterative solver leaves part of a load unbalanced, and feet up to 6 % deeper.
    for physics in [
      PhysicsOptions(stepDivisor: 2), PhysicsOptions(stepDivisor: 5),
      PhysicsOptions(solver: .direct),
    ] {
      let other = self.depth(model, physics: physics)
      #expect(close(other, depth, 0.01 * depth), "\(physics): \(other) m for \(depth) m")
    }
  }

  /// The default damping is 0.7 of what is critical for a foot's share of the mass.
  @Test(arguments: Shipped.names) func defaultDamping(_ name: String) throws {
    let model = try model(name, stiffness: nil)
    let (k, d) = (model.contactStiffness, model.contactDamping)
    let critical = 2 * (k * model.totalMass / Double(model.feet.count)).squareRoot()
    #expect(close(d / critical, 0.7, 1e-12), "\(d / critical)")
  }

  /// A share of the stiffness is as much more depth, at any level, and at the same ratio to
  /// critical damping.
  @Test(arguments: Shipped.names) func softerContactsSinkDeeper(_ name: String) throws {
    let model = try model(name, stiffness: nil)
    let nominal = depth(model)
    for (severity, share) in zip(Condition.severities, [0.5, 0.2, 0.1, 0.05, 0.02]) {
      let condition = Condition(.contactStiffness, severity: severity)
      let episode = Episode(model: model, task: .lasting(0.04))
      let watch = Watch(start: {
        let contact = $0.simulation.world.groundCompliance
        #expect(close(contact?.stiffness ?? 0, share * model.contactStiffness, 1e-6))
        #expect(
          close(contact?.damping ?? 0, share.squareRoot() * model.contactDamping, 1e-9))
      }) { _ in }
      _ = episode.run(
        ConstantPose(), EpisodeSpecification(seed: 1, conditions: [condition]), observer: watch)
      // Beyond some millimetres the link that carries a foot touches as well.
      guard nominal / share < 4e-3 else { continue }
      let ratio = depth(model, [condition]) / nominal
      #expect(close(ratio, 1 / share, 0.02 / share), "\(ratio) times as deep at \(share)")
    }
  }
}
