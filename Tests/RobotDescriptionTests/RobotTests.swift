import Foundation
import NumericalMethods
import RobotDescription
import Testing

/// The shipped robots: what their READMEs state.
struct Shipped: Sendable, CustomTestStringConvertible {
  let name: String
  let joints: Int
  let mass: Double
  let feet: Int
  /// Radius of the feet [m].
  let footRadius: Double
  var testDescription: String { name }

  func model() throws -> RobotModel {
    try RobotLibrary.model(named: name, in: Fixture.robots)
  }

  static let all = [
    Shipped(name: "ant", joints: 8, mass: 10.8, feet: 4, footRadius: 0.05),
    Shipped(name: "quadruped", joints: 12, mass: 12.4, feet: 4, footRadius: 0.022),
    Shipped(name: "hexapod", joints: 18, mass: 7.9, feet: 6, footRadius: 0.018),
  ]
}

extension RobotModel {
  /// Standing on level ground.
  fileprivate var standingPoses: [Pose] {
    linkPoses(
      base: Pose(position: Vector3(0, 0, standingHeight)), jointPositions: joints.map(\.standing))
  }

  fileprivate func footPositions(_ positions: [Double]) -> [Vector3] {
    let poses = linkPoses(base: .identity, jointPositions: positions)
    return feet.map { (poses[$0.link] * links[$0.link].shapes[$0.shape].pose).position }
  }
}

@Suite("Shipped robots") struct RobotTests {
  @Test(arguments: Shipped.all) func statedFigures(_ robot: Shipped) throws {
    let model = try robot.model()
    #expect(model.name == robot.name)
    #expect(model.joints.count == robot.joints && model.links.count == robot.joints + 1)
    #expect(close(model.totalMass, robot.mass, 0.01 * robot.mass))
    #expect(model.feet.count == robot.feet)
    #expect(model.check() == [])
    for (i, joint) in model.joints.enumerated() {
      #expect(joint.child == i + 1 && joint.parent <= i, "\(joint.name)")
    }
  }

  @Test(arguments: Shipped.all) func onlyTheFeetTouchTheGround(_ robot: Shipped) throws {
    let model = try robot.model()
    for (l, pose) in model.standingPoses.enumerated() {
      for (s, shape) in model.links[l].shapes.enumerated() {
        let world = pose * shape.pose
        let low = world.position.z - shape.geometry.depth(world.rotation)
        let isFoot = model.feet.contains { $0.link == l && $0.shape == s }
        #expect(isFoot ? abs(low) < 1e-6 : low > 0.004, "\(shape.source): \(low)")
        if isFoot { #expect(shape.geometry == .sphere(radius: robot.footRadius)) }
      }
    }
  }

  @Test(arguments: Shipped.all) func centreOfMassIsOverTheMiddle(_ robot: Shipped) throws {
    let model = try robot.model()
    let center =
      zip(model.links, model.standingPoses).reduce(Vector3.zero) {
        $0 + $1.1.apply($1.0.centerOfMass) * $1.0.mass
      } / model.totalMass
    let feet = model.footPositions(model.joints.map(\.standing))
    let middle = feet.reduce(.zero, +) / Double(feet.count)
    #expect(close(center.x, middle.x, 1e-4) && close(center.y, middle.y, 1e-6))
  }

  /// Equal positions of same-named joints left and right are mirror images in the plane y = 0.
  @Test(arguments: Shipped.all) func leftMirrorsRight(_ robot: Shipped) throws {
    let model = try robot.model()
    let pairs = model.feet.indices.compactMap { left -> (Int, Int)? in
      let name = model.feet[left].name
      let right =
        name.hasPrefix("l")
        ? "r" + name.dropFirst() : name.replacingOccurrences(of: "l_", with: "r_")
      return model.feet.firstIndex { $0.name == right && $0.name != name }.map { (left, $0) }
    }
    #expect(pairs.count == robot.feet / 2)
    for seed in 1...20 {
      let positions = model.joints.map { joint in
        let leg =
          robot.name == "hexapod"
          ? joint.name.dropFirst() : joint.name.replacingOccurrences(of: "l_", with: "r_")[...]
        let number = leg.unicodeScalars.reduce(seed) { $0 &* 31 &+ Int($1.value) }
        return joint.standing + 0.4 * sin(Double(number % 1009))
      }
      let feet = model.footPositions(positions)
      for (left, right) in pairs {
        let mirrored = Vector3(feet[right].x, -feet[right].y, feet[right].z)
        #expect(close(feet[left], mirrored, 1e-9), "seed \(seed), \(model.feet[left].name)")
      }
    }
  }

  /// Each link's inertia, read before merging from its own solid, follows from uniform density.
  @Test(arguments: Shipped.all) func inertiaIsThatOfTheSolids(_ robot: Shipped) throws {
    let model = try robot.model()
    for link in model.links where link.shapes.count == 1 {
      let shape = link.shapes[0]
      let r = Matrix3(shape.pose.rotation)
      let solid = r * uniformInertia(shape.geometry, mass: link.mass) * r.transpose
      #expect(close(link.inertia, solid, 1e-9), "\(link.name)")
      #expect(close(link.centerOfMass, shape.pose.position, 1e-12), "\(link.name)")
    }
  }

  /// Shapes of links that no joint connects keep apart in the standing pose.
  @Test(arguments: Shipped.all) func standingRobotDoesNotTouchItself(_ robot: Shipped) throws {
    let model = try robot.model()
    let poses = model.standingPoses
    let joined = Set(model.joints.map { [$0.parent, $0.child] })
    for a in model.links.indices {
      for b in model.links.indices where a < b && !joined.contains([a, b]) {
        for p in model.links[a].shapes {
          for q in model.links[b].shapes {
            let gap = clearance(p, poses[a], q, poses[b])
            #expect(gap > 0.004, "\(p.source) and \(q.source): \(gap)")
          }
        }
      }
    }
  }

  @Test(arguments: Shipped.all) func stopsLeaveRoomAroundTheActions(_ robot: Shipped) throws {
    for joint in try robot.model().joints {
      #expect(joint.standing - joint.actionRange - joint.lower > 0.2, "\(joint.name)")
      #expect(joint.upper - joint.standing - joint.actionRange > 0.2, "\(joint.name)")
    }
  }

  @Test func libraryKnowsItsRobots() throws {
    #expect(RobotLibrary.names(in: Fixture.robots) == ["ant", "hexapod", "quadruped"])
    let error = #expect(throws: RobotDescriptionError.self) {
      try RobotLibrary.model(named: "hexpod", in: Fixture.robots)
    }
    let expected =
      "\(Fixture.robots): no robot 'hexpod'; did you mean 'hexapod'?; "
      + "there are: ant, hexapod, quadruped"
    #expect(error?.description == expected)
  }
}
