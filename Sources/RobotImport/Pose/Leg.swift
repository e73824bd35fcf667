import NumericalMethods
import RobotDescription

/// The chain of commanded joints from the base to a foot, and what it can reach.
struct Leg {
  let foot: Foot
  /// Indices of the joints, from the base outward.
  let joints: [Int]

  init(_ foot: Foot, in model: RobotModel) {
    self.foot = foot
    var joints: [Int] = []
    var link = foot.link
    while link > 0 {
      let joint = link - 1
      if model.joints[joint].mimic == nil { joints.append(joint) }
      link = model.joints[joint].parent
    }
    self.joints = joints.reversed()
  }

  /// The joints that carry the robot: all, but for the one that spreads a leg of three or more.
  var bearing: ArraySlice<Int> { joints.count >= 3 ? joints.dropFirst() : joints[...] }
}

/// A pose of the whole robot under search, the base at the origin.
struct Stance {
  let model: RobotModel
  /// [rad or m], one per joint.
  private(set) var positions: [Double]
  private(set) var links: [Pose]

  init(_ model: RobotModel, _ positions: [Double]) {
    self.model = model
    self.positions = positions
    model.couple(&self.positions)
    links = model.linkPoses(base: .identity, jointPositions: self.positions)
  }

  /// Where the axis of joint `j` passes [m], and its direction, base frame.
  func axis(_ j: Int) -> (anchor: Vector3, direction: Vector3) {
    let joint = model.joints[j]
    let frame = links[joint.parent] * joint.origin
    return (frame.position, frame.rotation.rotate(joint.axis))
  }

  /// The lowest point of a foot's shape [m], base frame.
  func contact(_ foot: Foot) -> Vector3 {
    let shape = model.links[foot.link].shapes[foot.shape]
    let pose = links[foot.link] * shape.pose
    return pose.position - Vector3(0, 0, shape.geometry.depth(pose.rotation))
  }

  /// The URDF link whose shape is lowest at the end of a leg: a shank's mesh may reach below the
  /// toe that is fixed to it.
  func lowest(of foot: Foot) -> String {
    let shapes = model.links[foot.link].shapes
    let heights = shapes.map { $0.lowestPoint(link: links[foot.link]) }
    let own = heights[foot.shape]
    let least = heights.indices.min { heights[$0] < heights[$1] } ?? foot.shape
    return heights[least] < own - 1e-3 ? shapes[least].source : foot.name
  }

  /// Centre of mass of the robot [m], base frame.
  var centerOfMass: Vector3 {
    zip(model.links, links).reduce(Vector3.zero) { $0 + $1.1.apply($1.0.centerOfMass) * $1.0.mass }
      / model.totalMass
  }

  /// What a force of one straight up at `foot` asks of joint `j` [m, or 1 of a slider].
  func lever(_ j: Int, to foot: Vector3) -> Double {
    let (anchor, axis) = axis(j)
    if model.joints[j].kind == .prismatic { return axis.z }
    return axis.dot((foot - anchor).cross(.unitZ))
  }
}
