import FileFormats
import NumericalMethods

/// Finds the shape each foot stands on.
struct FootFinder {
  let links: [Link]
  let joints: [Joint]
  /// Link frames in the standing pose, base at the origin.
  let poses: [Pose]
  let body: MergedTree

  /// The feet the profile names, or the leaves of the tree that have a shape.
  func feet(_ settings: ProfileSettings) throws -> [Foot] {
    guard let named = settings.feet else { return leaves }
    return try named.map(foot)
  }

  private var leaves: [Foot] {
    let parents = Set(joints.map(\.parent))
    return links.indices.filter { $0 > 0 && !parents.contains($0) }.compactMap { link in
      lowest(of: links[link].shapes.indices, in: link).map {
        Foot(name: links[link].shapes[$0].source, link: link, shape: $0)
      }
    }
  }

  private func foot(_ node: YAMLReader) throws -> Foot {
    let name = try node.string()
    guard let link = body.owner[name] else {
      let near = suggestion(for: name, among: Array(body.owner.keys))
      throw node.failure(found: "'\(name)'", expected: "a link" + near)
    }
    let shapes = links[link].shapes
    let own = shapes.indices.filter { shapes[$0].source == name }
    guard let shape = lowest(of: own.isEmpty ? Array(shapes.indices) : own, in: link) else {
      throw node.failure(found: "link '\(name)' without a shape", expected: "a collision shape")
    }
    return Foot(name: name, link: link, shape: shape)
  }

  private func lowest(of shapes: some Collection<Int>, in link: Int) -> Int? {
    let heights = shapes.map { ($0, links[link].shapes[$0].lowestPoint(link: poses[link])) }
    return heights.min { $0.1 < $1.1 }?.0
  }
}
