import NumericalMethods
import Testing

@testable import RigidBodyDynamics

@Suite struct ContactCapTests {
  private func boxOnField(contactsPerPair: Int) -> World {
    var configuration = WorldConfiguration()
    configuration.contactsPerPair = contactsPerPair
    let world = World(configuration)
    world.setGround(
      .heightfield(
        Heightfield(
          heights: [Double](repeating: 0, count: 400), rows: 20, columns: 20, spacing: 0.1,
          origin: Vector3(-1, -1, 0))))
    _ = world.addBox(
      mass: 1, size: Vector3(0.5, 0.5, 0.1), pose: Pose(position: Vector3(0, 0, 0.049)))
    return world
  }

  @Test func theCapHoldsAndIsCounted() {
    let world = boxOnField(contactsPerPair: 2)
    for step in 1...10 {
      world.step(0.001)
      #expect(world.contactCount == 2)
      #expect(world.contactCapHits == step)
    }
  }

  @Test func aGenerousCapIsNotReached() {
    let world = boxOnField(contactsPerPair: 32)
    for _ in 0..<500 { world.step(0.005) }
    #expect(world.contactCapHits == 0)
    #expect(world.contactCount >= 3 && world.contactCount < 32)
  }

  @Test func eachPairIsCappedApart() {
    var configuration = WorldConfiguration()
    configuration.contactsPerPair = 2
    let world = World(configuration)
    world.setGround(.flat)
    let size = Vector3(0.4, 0.4, 0.1)
    for k in 0..<3 {
      _ = world.addBox(mass: 1, size: size, pose: Pose(position: Vector3(Double(k), 0, 0.049)))
    }
    world.step(0.001)
    #expect(world.contactCount == 6 && world.contactCapHits == 3)
  }
}
