import NumericalMethods

/// Poses of a tree of links from joint positions.
enum ForwardKinematics {
  /// T(child) = T(parent) · origin · motion(q), parents first.
  static func poses(joints: [Joint], base: Pose, positions: [Double]) -> [Pose] {
    var poses = [base]
    poses.reserveCapacity(joints.count + 1)
    for (joint, q) in zip(joints, positions) {
      poses.append(poses[joint.parent] * joint.origin * joint.motion(q))
    }
    return poses
  }

  /// Height [m] of the lowest point of all shapes; without shapes, of all centres of mass.
  static func lowestPoint(of links: [Link], poses: [Pose]) -> Double {
    let points = zip(links, poses).flatMap { link, pose in
      link.shapes.map { $0.lowestPoint(link: pose) }
    }
    let centers = zip(links, poses).map { $1.apply($0.centerOfMass).z }
    return points.min() ?? centers.min() ?? 0
  }
}
