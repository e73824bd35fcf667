import FileFormats

/// The links of a URDF as one tree, checked: one base, known links, no loops.
struct KinematicTree {
  let document: RobotDocument
  /// Index of the base link.
  let root: Int
  /// For each link, the joints to its children in the order of the file.
  let childJoints: [[Int]]
  /// Index of each joint's child link.
  let childLink: [Int]

  init(_ written: RobotDocument) throws {
    let document = try written.withoutWorld()
    self.document = document
    let index = Dictionary(
      uniqueKeysWithValues: document.links.enumerated().map { ($1.name, $0) })
    var childJoints = [[Int]](repeating: [], count: document.links.count)
    var childLink: [Int] = []
    for (j, joint) in document.joints.enumerated() {
      let parent = try Self.find(joint.parent, "parent", of: joint, index)
      childLink.append(try Self.find(joint.child, "child", of: joint, index))
      childJoints[parent].append(j)
    }
    self.childJoints = childJoints
    self.childLink = childLink
    root = try Self.root(of: document, childLink)
    try requireConnected()
  }

  private static func find(
    _ link: String, _ role: String, of joint: JointElement, _ index: [String: Int]
  ) throws -> Int {
    if let found = index[link] { return found }
    throw RobotDescriptionError(
      joint.location,
      "joint '\(joint.name)', \(role): no link '\(link)'"
        + suggestion(for: link, among: index.keys.sorted()))
  }

  /// The only link that is no joint's child.
  private static func root(of document: RobotDocument, _ childLink: [Int]) throws -> Int {
    var parents = [[Int]](repeating: [], count: document.links.count)
    for (joint, link) in childLink.enumerated() { parents[link].append(joint) }
    if let link = parents.firstIndex(where: { $0.count > 1 }) {
      let joints = parents[link].map { document.joints[$0] }
      throw RobotDescriptionError(
        joints[1].location,
        "link '\(document.links[link].name)': child of "
          + "\(RobotDescriptionError.list(joints.map(\.name))), expected one parent joint")
    }
    let roots = parents.indices.filter { parents[$0].isEmpty }
    guard let root = roots.first else {
      throw loop(document.links)
    }
    if roots.count > 1 {
      let names = RobotDescriptionError.list(roots.map { document.links[$0].name })
      throw RobotDescriptionError(
        document.links[roots[1]].location,
        "found \(roots.count) links without a parent (\(names)), expected one base")
    }
    return root
  }

  /// With one root and one parent each, links out of reach hang from each other in a circle.
  private func requireConnected() throws {
    var reached = [Bool](repeating: false, count: document.links.count)
    var open = [root]
    while let link = open.popLast() {
      reached[link] = true
      open += childJoints[link].map { childLink[$0] }
    }
    let circle = reached.indices.filter { !reached[$0] }.map { document.links[$0] }
    if !circle.isEmpty { throw Self.loop(circle) }
  }

  private static func loop(_ links: [LinkElement]) -> RobotDescriptionError {
    let names = RobotDescriptionError.list(links.map(\.name))
    return RobotDescriptionError(
      links[0].location, "links \(names) form a loop, expected a tree")
  }
}
