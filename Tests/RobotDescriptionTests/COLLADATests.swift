import Foundation
import NumericalMethods
import RobotDescription
import Testing

private typealias F = Fixture

/// A COLLADA document with the corners of a box of 0.2 × 0.4 × 0.6 in its own units.
private struct Document {
  var unit = ""
  var node = ""
  var faces = "<triangles count=\"1\"/>"
  var scene = "<scene><instance_visual_scene url=\"#s\"/></scene>"
  var numbers = (0..<8).map { i in
    "\(i & 1 == 0 ? -0.1 : 0.1) \(i & 2 == 0 ? -0.2 : 0.2) \(i & 4 == 0 ? -0.3 : 0.3)"
  }.joined(separator: "\n")
  var url = "#g"

  var text: String {
    """
    <?xml version="1.0"?>
    <COLLADA xmlns="http://www.collada.org/2005/11/COLLADASchema" version="1.4.1">
    <asset>\(unit)<up_axis>Z_UP</up_axis></asset>
    <library_geometries><geometry id="g"><mesh>
    <source id="p"><float_array id="p-array" count="24">\(numbers)</float_array>
    <technique_common><accessor source="#p-array" count="8" stride="3"/></technique_common></source>
    <source id="n"><float_array id="n-array" count="3">0 0 1</float_array></source>
    <vertices id="v"><input semantic="NORMAL" source="#n"/>
    <input semantic="POSITION" source="#p"/></vertices>
    \(faces)</mesh></geometry></library_geometries>
    <library_visual_scenes><visual_scene id="s"><node>\(node)
    <instance_geometry url="\(url)"/></node><node><translate>9 9 9</translate></node></visual_scene>
    </library_visual_scenes>
    \(scene)
    </COLLADA>
    """
  }

  /// The solid that stands for it in a robot.
  func shape(_ text: String? = nil) throws -> CollisionShape {
    let text = text ?? self.text
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(text.utf8).write(to: folder.appendingPathComponent("m.dae"))
    let solid = "<collision><geometry><mesh filename=\"m.dae\"/></geometry></collision>"
    let urdf = folder.appendingPathComponent("r.urdf")
    try Data(F.robot(F.link("a", F.inertial() + solid)).utf8).write(to: urdf)
    return try #require(try RobotModel.load(urdfPath: urdf.path).links[0].shapes.first)
  }

  func error(_ text: String? = nil) -> String {
    do {
      return "\(try shape(text))"
    } catch {
      return "\(error)"
    }
  }
}

private func expect(_ shape: CollisionShape, _ size: Vector3, at center: Vector3 = .zero) {
  guard case .box(let found) = shape.geometry else {
    Issue.record("expected a box, found \(shape.geometry)")
    return
  }
  #expect(close(found, size, 1e-9) && close(shape.pose.position, center, 1e-9), "\(shape)")
}

@Suite("COLLADA meshes") struct COLLADATests {
  private let size = Vector3(0.2, 0.4, 0.6)

  @Test func aSceneShowsItsMesh() throws { expect(try Document().shape(), size) }

  @Test func withoutASceneAllMeshesAreShown() throws {
    expect(try Document(node: "<scale>2 2 2</scale>", scene: "").shape(), size)
  }

  @Test func unitsAreThoseOfTheFile() throws {
    let document = Document(
      unit: #"<unit name="centimetre" meter="0.01"/>"#, node: "<translate>1 2 3</translate>")
    expect(try document.shape(), size * 0.01, at: Vector3(0.01, 0.02, 0.03))
  }

  /// T S: the scale acts first, the last of the node's elements.
  @Test func placesComposeInTheirOrder() throws {
    let document = Document(node: "<translate>1 0 0</translate><scale>2 1 3</scale>")
    expect(try document.shape(), Vector3(0.4, 0.4, 1.8), at: Vector3(1, 0, 0))
    let other = Document(node: "<scale>2 1 3</scale><translate>1 0 0</translate>")
    expect(try other.shape(), Vector3(0.4, 0.4, 1.8), at: Vector3(2, 0, 0))
  }

  /// A node is placed in the node that holds it.
  @Test func nodesAreMovedByThoseAroundThem() throws {
    let shown = "<instance_geometry url=\"#g\"/></node>"
    let nested = Document(node: "<scale>2 1 3</scale><node><translate>1 0 0</translate>").text
      .replacingOccurrences(of: shown, with: shown + "</node>")
    expect(try Document().shape(nested), Vector3(0.4, 0.4, 1.8), at: Vector3(2, 0, 0))
  }

  @Test func aQuarterTurnExchangesAxes() throws {
    let turned = Document(node: "<translate>5 0 0</translate><rotate>0 0 2 90</rotate>")
    expect(try turned.shape(), Vector3(0.4, 0.2, 0.6), at: Vector3(5, 0, 0))
    let matrix = Document(node: "<matrix>0 -1 0 5  1 0 0 6  0 0 1 7  0 0 0 1</matrix>")
    expect(try matrix.shape(), Vector3(0.4, 0.2, 0.6), at: Vector3(5, 6, 7))
  }

  @Test func linesAreNoMesh() {
    #expect(Document(faces: "<lines count=\"1\"/>").error().contains("no triangle"))
  }

  @Test func brokenDocumentsAreNamed() {
    let cases = [
      (Document(node: "<translate>1 2</translate>"), "line 18, <translate>: found '1 2'"),
      (Document(node: "<scale>1 nan 1</scale>"), "<scale>: found '1 nan 1', expected 3 finite"),
      (Document(node: "<skew>1</skew>"), "found <skew>"),
      (Document(node: "<rotate>0 0 0 90</rotate>"), "<rotate>: found '0 0 0 90', expected an axis"),
      (Document(node: "<rotate>1e300 0 0 9</rotate>"), "expected an axis with a direction"),
      (Document(node: "<scale>1e200 1 1</scale><scale>1e200 1 1</scale>"), "beyond all numbers"),
      (Document(numbers: "1 2 3 4"), "line 5: found 4 numbers in steps of 3"),
      (Document(numbers: "1 two 3"), "<float_array>: found '1 two 3'"),
      (Document(url: "#none"), "found '#none', expected the id"),
      (Document(unit: "<unit meter=\"0\"/>"), "unit"),
    ]
    for (document, says) in cases {
      let error = document.error()
      #expect(error.contains("m.dae") && error.contains(says), "\(says): \(error)")
    }
  }

  /// Thirty nodes, each of which shows the next twice: 2³⁰ in all.
  @Test func nodesThatMultiplyEnd() {
    let nodes = (0..<30).map { k in
      "<node id=\"n\(k)\">" + String(repeating: "<instance_node url=\"#n\(k + 1)\"/>", count: 2)
        + "</node>"
    }
    let text = Document(node: "<instance_node url=\"#n0\"/>").text.replacingOccurrences(
      of: "<library_visual_scenes>",
      with: "<library_nodes>" + nodes.joined() + "<node id=\"n30\"/></library_nodes>"
        + "<library_visual_scenes>")
    #expect(Document().error(text).contains("nodes: found"), "\(Document().error(text))")
  }

  @Test func nodesInsideThemselvesEnd() {
    let loop = Document(node: "<instance_node url=\"#loop\"/>").text.replacingOccurrences(
      of: "<visual_scene id=\"s\"><node>", with: "<visual_scene id=\"s\"><node id=\"loop\">")
    #expect(Document().error(loop).contains("64 nodes inside each other"))
  }
}
