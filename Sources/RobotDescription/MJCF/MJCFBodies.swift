import NumericalMethods

/// The tree of bodies, each with its joint, inertia and solids.
extension MJCFDocument {
  var world: MJCFElement {
    let ground = MJCFElement(
      "geom",
      [
        "name": "ground", "type": "plane", "size": "0 0 1", "priority": "0",
        "contype": model.profile.selfCollision ? "1" : "0", "conaffinity": "1",
        "rgba": "0.8 0.8 0.78 1",
      ])
    let light = MJCFElement("light", ["directional": "true", "pos": "0 0 3", "dir": "0 0.3 -1"])
    let stand = Pose(position: Vector3(0, 0, model.standingHeight))
    return MJCFElement("worldbody", [:], [ground, light, body(0, at: stand, joint: nil)])
  }

  /// Children come in the order of their joints, so that MuJoCo's joints are in the robot's order.
  private func body(_ index: Int, at pose: Pose, joint: Joint?) -> MJCFElement {
    let link = model.links[index]
    var element = MJCFElement("body", ["name": link.name])
    element.attributes += pose.attributes
    element.children = [joint.map(hinge) ?? MJCFElement("freejoint", ["name": "base"])]
    element.children += [inertial(link)]
    element.children += link.shapes.indices.map { geom(link, index, $0) }
    element.children += model.joints.filter { $0.parent == index }.map {
      body($0.child, at: $0.origin, joint: $0)
    }
    return element
  }

  private func inertial(_ link: Link) -> MJCFElement {
    let m = link.inertia
    let moments = [m.r0.x, m.r1.y, m.r2.z, m.r0.y, m.r0.z, m.r1.z].map { "\($0)" }
    return MJCFElement(
      "inertial",
      [
        "pos": link.centerOfMass.words, "mass": "\(link.mass)",
        "fullinertia": moments.joined(separator: " "),
      ])
  }

  /// The joint's frame is the child's at position 0, so the joint sits at the body's origin. The
  /// rotor's inertia acts on the joint's rate alone.
  private func hinge(_ joint: Joint) -> MJCFElement {
    var element = MJCFElement(
      "joint",
      [
        "name": joint.name, "type": joint.kind == .prismatic ? "slide" : "hinge",
        "axis": joint.axis.words, "armature": "\(model.profile.armature)",
        "damping": "\(joint.damping)", "frictionloss": "\(joint.friction)",
      ])
    guard joint.kind != .continuous, joint.lower < joint.upper else { return element }
    // The stop feels about the rotor and the link behind it.
    let stops = MJCFCompliance(
      settings.stops, dt: model.profile.physicsStep,
      inverseMass: 1 / max(model.profile.armature, 1e-3))
    element.attributes += [
      ("range", "\(joint.lower) \(joint.upper)"), ("solreflimit", stops.solref),
      ("solimplimit", stops.solimp),
    ]
    return element
  }

  private func geom(_ link: Link, _ index: Int, _ shape: Int) -> MJCFElement {
    let solid = link.shapes[shape]
    var element = MJCFElement("geom", ["name": name(ofShape: shape, of: index)])
    element.attributes += solid.geometry.attributes + solid.pose.attributes
    return element
  }

  /// MuJoCo's names are unique among geoms; so are those of links.
  func name(ofShape shape: Int, of link: Int) -> String { "\(model.links[link].name)/\(shape)" }
}

extension Geometry {
  /// MuJoCo's sizes are half lengths and half edges.
  fileprivate var attributes: [(key: String, value: String)] {
    switch self {
    case .sphere(let radius): [("type", "sphere"), ("size", "\(radius)")]
    case .box(let size): [("type", "box"), ("size", (size * 0.5).words)]
    case .cylinder(let radius, let length):
      [("type", "cylinder"), ("size", "\(radius) \(length / 2)")]
    case .capsule(let radius, let length):
      [("type", "capsule"), ("size", "\(radius) \(length / 2)")]
    }
  }
}

extension Pose {
  fileprivate var attributes: [(key: String, value: String)] {
    let q = rotation
    return [("pos", position.words), ("quat", "\(q.w) \(q.x) \(q.y) \(q.z)")]
  }
}
