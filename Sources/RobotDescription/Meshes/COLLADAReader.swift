import FileFormats
import Foundation
import NumericalMethods

/// COLLADA 1.4 and 1.5 (Khronos): the corners of the meshes that the scene shows.
///
/// A mesh counts when it has faces; all corners it lists are taken. Nodes move their meshes by
/// `<matrix>`, `<translate>`, `<rotate>` and `<scale>`, and lengths are in `<unit>`. As in ROS, the
/// axes are those of the file whatever `<up_axis>` says. Skins are passed over.
struct COLLADAReader {
  private let file: MeshFile
  private let root: MarkupElement
  private let named: [String: MarkupElement]
  private let memory = Memory()

  private static let faces = ["triangles", "polylist", "polygons", "trifans", "tristrips"]

  init(file: MeshFile, _ data: Data) throws {
    guard let text = String(validating: data, as: UTF8.self) else {
      throw file.failure("COLLADA", found: "bytes", expected: "UTF-8 text")
    }
    self.file = file
    root = try MarkupParser.parse(text, file: file.path, root: "robot", keepingText: true)
    guard root.name == "COLLADA" else {
      throw file.failure("root", found: "<\(root.name)>", expected: "<COLLADA>")
    }
    var named: [String: MarkupElement] = [:]
    Self.collect(root, &named)
    self.named = named
  }

  /// The parser has bounded the depth of the tree, so recursion is safe.
  private static func collect(_ element: MarkupElement, _ named: inout [String: MarkupElement]) {
    if let id = element.attributes["id"] { named[id] = element }
    element.children.forEach { collect($0, &named) }
  }

  /// [m]
  func corners() throws -> [Vector3] {
    let unit = try unit()
    var corners: [Vector3] = []
    for (geometry, place) in try placements() {
      let points = try points(of: geometry)
      try file.requireFew(corners.count + points.count, "scene")
      corners += points.map { place.apply($0) * unit }
    }
    guard corners.allSatisfy(\.isFinite) else {
      throw file.failure("scene", found: "corners beyond all numbers", expected: "finite ones")
    }
    return corners
  }

  private func unit() throws -> Double {
    guard let unit = root.children("asset").first?.children("unit").first else { return 1 }
    return try unit.number("meter", of: "unit", default: 1, in: 1e-9...1e6)
  }

  /// Each mesh that the scene instantiates with its place; without a scene, all where they are.
  private func placements() throws -> [(geometry: MarkupElement, place: Placement)] {
    guard let instance = root.children("scene").first?.children("instance_visual_scene").first
    else {
      return root.children("library_geometries").flatMap { $0.children("geometry") }
        .map { ($0, .identity) }
    }
    var found: [(MarkupElement, Placement)] = []
    var visits = 0
    var open = try target(of: instance).children("node").map { ($0, Placement.identity, 0) }
    while let (node, parent, depth) = open.popLast() {
      guard depth < 64 else {
        throw file.failure("node", found: "64 nodes inside each other", expected: "fewer")
      }
      // Nodes that show each other twice are as many as 2 to their depth.
      visits += 1
      try file.requireFew(visits + open.count + found.count, "nodes")
      let own = try contents(of: node)
      let place = parent * own.placement
      open += own.nodes.map { ($0, place, depth + 1) }
      found += own.geometries.map { ($0, place) }
    }
    return found
  }

  /// What a node has, of which some are shown many times.
  private func contents(of node: MarkupElement) throws -> Contents {
    try memory.contents.value(at: node) {
      var contents = Contents(placement: try placement(of: node))
      for child in node.children {
        switch child.name {
        case "node": contents.nodes.append(child)
        case "instance_node": contents.nodes.append(try target(of: child))
        case "instance_geometry": contents.geometries.append(try target(of: child))
        default: break
        }
      }
      return contents
    }
  }

  private func target(
    of element: MarkupElement, attribute: String = "url"
  ) throws -> MarkupElement {
    let url = try element.text(attribute, of: "<\(element.name)>")
    if url.hasPrefix("#"), let found = named[String(url.dropFirst())] { return found }
    throw file.failure(
      "line \(element.location.line)", found: "'\(url.prefix(60))'",
      expected: "the id of an element of the same file")
  }

  /// T = T₁ T₂ …, in the order of the elements.
  private func placement(of node: MarkupElement) throws -> Placement {
    var place = Placement.identity
    for child in node.children {
      switch child.name {
      case "matrix": place = place * Placement(rows: try numbers(child, 16))
      case "translate": place = place * Placement(translation: vector(try numbers(child, 3)[...]))
      case "rotate": place = place * Placement(linear: try rotation(child))
      case "scale":
        place = place * Placement(linear: Matrix3(diagonal: vector(try numbers(child, 3)[...])))
      case "lookat", "skew":
        throw file.failure(
          "line \(child.location.line)", found: "<\(child.name)>",
          expected: "<matrix>, <translate>, <rotate> or <scale>")
      default: break
      }
    }
    return place
  }

  /// A turn about an axis of any length, by an angle in degrees.
  private func rotation(_ element: MarkupElement) throws -> Matrix3 {
    let values = try numbers(element, 4)
    let axis = vector(values[...])
    guard axis.length > 1e-150, axis.length.isFinite else {
      throw file.failure(
        "line \(element.location.line), <rotate>", found: "'\(element.content.prefix(60))'",
        expected: "an axis with a direction")
    }
    return Matrix3(Quaternion(axis: axis.normalized, angle: values[3] * .pi / 180))
  }

  private func points(of geometry: MarkupElement) throws -> [Vector3] {
    try memory.points.value(at: geometry) {
      try source(of: geometry).map { source in
        try memory.points.value(at: source) { try positions(source) }
      } ?? []
    }
  }

  /// Where the positions of a mesh stand that has faces; nil for any other.
  private func source(of geometry: MarkupElement) throws -> MarkupElement? {
    guard let mesh = geometry.children("mesh").first,
      mesh.children.contains(where: { Self.faces.contains($0.name) }),
      let input = mesh.children("vertices").first?.children("input")
        .first(where: { $0.attributes["semantic"] == "POSITION" })
    else { return nil }
    return try target(of: input, attribute: "source")
  }

  private func positions(_ source: MarkupElement) throws -> [Vector3] {
    let place = "line \(source.location.line)"
    guard let array = source.children("float_array").first else {
      throw file.failure(place, found: "<source> without <float_array>", expected: "one")
    }
    let accessor = source.children("technique_common").first?.children("accessor").first
    let stride = accessor?.attributes["stride"].flatMap { Int($0) } ?? 3
    let values = try numbers(array, nil)
    guard stride >= 3, values.count % stride == 0 else {
      throw file.failure(
        place, found: "\(values.count) numbers in steps of \(stride)",
        expected: "x, y and z in each step")
    }
    try file.requireFew(values.count / stride, place)
    return Swift.stride(from: 0, to: values.count, by: stride).map { vector(values[$0...]) }
  }

  /// The numbers that an element holds, `count` of them.
  private func numbers(_ element: MarkupElement, _ count: Int?) throws -> [Double] {
    let words = element.content.split(whereSeparator: \.isWhitespace)
    let values = words.compactMap { Double($0) }.filter(\.isFinite)
    guard values.count == words.count, count == nil || values.count == count else {
      throw file.failure(
        "line \(element.location.line), <\(element.name)>",
        found: "'\(element.content.prefix(60))'",
        expected: "\(count.map { "\($0) " } ?? "")finite numbers")
    }
    return values
  }
}

/// What is read once of elements that are shown many times.
private final class Memory {
  let contents = Cache<Contents>()
  let points = Cache<[Vector3]>()
}

/// Values of elements, which are told apart by their places.
private final class Cache<Value> {
  private var known: [Int: Value] = [:]

  func value(at element: MarkupElement, _ make: () throws -> Value) rethrows -> Value {
    // Lines and columns are below 2²⁴, the size of the largest text.
    let key = element.location.line << 32 | element.location.column
    if let value = known[key] { return value }
    let value = try make()
    known[key] = value
    return value
  }
}

/// What a node has itself.
private struct Contents {
  let placement: Placement
  var nodes: [MarkupElement] = []
  var geometries: [MarkupElement] = []
}

/// The first three of some numbers.
private func vector(_ x: ArraySlice<Double>) -> Vector3 {
  Vector3(x[x.startIndex], x[x.startIndex + 1], x[x.startIndex + 2])
}

/// p ↦ A p + t.
private struct Placement {
  var linear = Matrix3.identity
  var translation = Vector3.zero

  static let identity = Placement()

  func apply(_ p: Vector3) -> Vector3 { linear * p + translation }

  static func * (a: Placement, b: Placement) -> Placement {
    Placement(linear: a.linear * b.linear, translation: a.apply(b.translation))
  }
}

extension Placement {
  /// A 4 × 4 matrix by rows, whose last row is taken for 0 0 0 1.
  init(rows m: [Double]) {
    linear = Matrix3(rows: vector(m[...]), vector(m[4...]), vector(m[8...]))
    translation = Vector3(m[3], m[7], m[11])
  }
}
