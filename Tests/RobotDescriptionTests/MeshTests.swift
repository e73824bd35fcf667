import Foundation
import NumericalMethods
import Testing

@testable import RobotDescription

private typealias F = Fixture

/// A folder `field/robot` for a URDF and `field/meshes` for its meshes.
private struct Field {
  let root: String
  var urdf: String { root + "/field/robot/r.urdf" }

  init() throws {
    root = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    for folder in ["robot", "meshes"] {
      try FileManager.default.createDirectory(
        atPath: "\(root)/field/\(folder)", withIntermediateDirectories: true)
    }
  }

  func remove() { try? FileManager.default.removeItem(atPath: root) }

  /// The robot whose one link collides with `mesh`.
  func model(
    _ mesh: Data, _ name: String, as reference: String? = nil, scale: String = "",
    origin: String = "", packageRoots: [String] = []
  ) throws -> RobotModel {
    try mesh.write(to: URL(fileURLWithPath: "\(root)/field/meshes/\(name)"))
    let solid = #"<mesh filename="\#(reference ?? "../meshes/\(name)")" \#(scale)/>"#
    let visual = #"<visual><geometry><mesh filename="absent.dae"/></geometry></visual>"#
    let link = F.link(
      "a",
      F.inertial() + visual + "<collision>\(origin)<geometry>\(solid)</geometry></collision>")
    try Data(F.robot(link).utf8).write(to: URL(fileURLWithPath: urdf))
    return try RobotModel.load(urdfPath: urdf, packageRoots: packageRoots)
  }

  func shape(_ mesh: Data, _ name: String, scale: String = "") throws -> CollisionShape {
    try #require(model(mesh, name, scale: scale).links[0].shapes.first)
  }

  func error(_ mesh: Data, _ name: String, as reference: String? = nil) -> String {
    do {
      _ = try model(mesh, name, as: reference)
      return "no error"
    } catch { return "\(error)" }
  }
}

private func asciiSTL(_ corners: [Vector3]) -> Data {
  Data(("solid s\n" + corners.map { "vertex \($0.x) \($0.y) \($0.z)\n" }.joined()).utf8)
}

private func binarySTL(_ corners: [Vector3], count: UInt32? = nil) -> Data {
  func bytes<T: FixedWidthInteger>(_ value: T) -> Data {
    withUnsafeBytes(of: value.littleEndian) { Data($0) }
  }
  var data = Data("solid that is binary".utf8) + Data(count: 60)
  data += bytes(count ?? UInt32(corners.count / 3))
  for start in stride(from: 0, to: corners.count, by: 3) {
    data += Data(count: 12)
    for p in corners[start..<start + 3] {
      for v in [p.x, p.y, p.z] { data += bytes(Float(v).bitPattern) }
    }
    data += Data(count: 2)
  }
  return data
}

/// The corners of a box [m], three times over so that they make whole triangles.
private func box(_ size: Vector3) -> [Vector3] {
  let corners = (0..<8).map { i in
    Vector3(
      size.x * (i & 1 == 0 ? -0.5 : 0.5), size.y * (i & 2 == 0 ? -0.5 : 0.5),
      size.z * (i & 4 == 0 ? -0.5 : 0.5))
  }
  return corners + corners + corners
}

private func covers(_ shape: CollisionShape, _ point: Vector3) -> Bool {
  let p = shape.pose.inverse.apply(point)
  let slack = 1e-6
  switch shape.geometry {
  case .sphere(let r): return p.length <= r + slack
  case .box(let s):
    return abs(p.x) <= s.x / 2 + slack && abs(p.y) <= s.y / 2 + slack
      && abs(p.z) <= s.z / 2 + slack
  case .capsule(let r, let l):
    return Vector3(p.x, p.y, max(0, abs(p.z) - l / 2)).length <= r + slack
  case .cylinder: return false
  }
}

@Suite("Collision meshes") struct MeshTests {
  @Test func aBoxIsTakenAsThatBoxFromEachFormat() throws {
    let field = try Field()
    defer { field.remove() }
    let size = Vector3(0.5, 0.25, 0.125)
    let corners = box(size)
    let obj =
      corners.map { "v \($0.x) \($0.y) \($0.z) 1\n" }.joined() + "f 1/1/1 2//2 3 4 5 6 7 -17\n"
    for (data, name) in [
      (asciiSTL(corners), "a.stl"), (binarySTL(corners), "b.STL"), (Data(obj.utf8), "c.obj"),
    ] {
      let shape = try field.shape(data, name)
      #expect(shape.geometry == .box(size: size), "\(name)")
      #expect(shape.mesh == "../meshes/\(name)")
    }
    let scaled = try field.shape(asciiSTL(corners), "d.stl", scale: #"scale="2 -2 4""#)
    #expect(scaled.geometry == .box(size: Vector3(1, 0.5, 0.5)))
  }

  @Test func solidsCoverTheMeshWithLittleMore() throws {
    let field = try Field()
    defer { field.remove() }
    for seed in 1...30 {
      var random = LehmerStream(seed: UInt64(seed))
      let turn = Quaternion(axis: random.vector() + Vector3(0, 0, 2), angle: 3 * random.next())
      let size = Vector3(0.1 + random.next(), 0.1 + random.next(), 0.1 + random.next())
      let points = (0..<90).map { _ -> Vector3 in
        let p = random.vector()
        let v = seed % 2 == 0 ? p : p / max(p.length, 0.1)
        return turn.rotate(Vector3(v.x * size.x, v.y * size.y, v.z * size.z)) + Vector3(1, 2, 3)
      }
      let shape = try field.shape(asciiSTL(points), "p.stl")
      #expect(points.allSatisfy { covers(shape, $0) }, "seed \(seed): \(shape)")
    }
  }

  @Test func ballsAndRodsAreTakenAsSuch() throws {
    let field = try Field()
    defer { field.remove() }
    let ring = (0..<360).flatMap { i -> [Vector3] in
      let (a, h) = (Double(i % 36) * .pi / 18, Double(i / 36) / 9 * .pi - .pi / 2)
      return [Vector3(cos(a) * cos(h), sin(a) * cos(h), sin(h)) * 0.1]
    }
    guard case .sphere(let radius) = try field.shape(asciiSTL(ring), "ball.stl").geometry else {
      Issue.record("expected a sphere")
      return
    }
    #expect(close(radius, 0.1, 1e-4))
    let rod = ring.map { $0 + Vector3(0, 0, $0.z < 0 ? -0.3 : 0.3) }
    let turn = Quaternion(axis: Vector3(1, 1, 0), angle: 1)
    let shape = try field.shape(asciiSTL(rod.map(turn.rotate)), "rod.stl")
    guard case .capsule(let r, let l) = shape.geometry else {
      Issue.record("expected a capsule, found \(shape.geometry)")
      return
    }
    // The widest rings, of radius 0.1 cos 10°, lie 0.1 sin 10° beyond the ends of the ideal rod.
    #expect(close(r, 0.1, 2e-3) && close(l, 0.6347, 1e-3))
    #expect(abs(shape.pose.rotation.rotate(.unitZ).dot(turn.rotate(.unitZ))) > 0.999)
  }

  @Test func theSourceAloneIsTheRobot() throws {
    let field = try Field()
    defer { field.remove() }
    let origin = #"<origin xyz="0.1 -0.2 0.3" rpy="0.3 1.57079632679 -2"/>"#
    let corners = box(Vector3(0.3, 0.2, 0.1))
    let model = try field.model(binarySTL(corners), "a.stl", origin: origin)
    field.remove()
    let again = try RobotModel(
      urdf: model.source.urdf, urdfName: "r.urdf", profile: model.source.profile,
      profileName: "r.yaml")
    #expect(again.links == model.links)
    #expect(again.digest == model.digest)
    #expect(again.check().filter { $0.rule == "mesh" }.map(\.level) == [.info])
    let pose = Pose(
      position: Vector3(0.1, -0.2, 0.3),
      rotation: Quaternion(roll: 0.3, pitch: 1.57079632679, yaw: -2))
    #expect(corners.allSatisfy { covers(model.links[0].shapes[0], pose.apply($0)) })
  }

  @Test func packagesAreSoughtUpwardsAndInTheRoots() throws {
    let field = try Field()
    defer { field.remove() }
    let mesh = asciiSTL(box(Vector3(1, 2, 3)))
    _ = try field.model(mesh, "a.stl", as: "package://field/meshes/a.stl")
    _ = try field.model(mesh, "a.stl", as: "package://other_name/meshes/a.stl")
    _ = try field.model(mesh, "a.stl", as: "file://\(field.root)/field/meshes/a.stl")
    let elsewhere = field.root + "/else/where/pack"
    try FileManager.default.createDirectory(
      atPath: elsewhere, withIntermediateDirectories: true)
    try mesh.write(to: URL(fileURLWithPath: elsewhere + "/b.stl"))
    _ = try field.model(
      mesh, "a.stl", as: "package://pack/b.stl", packageRoots: [field.root + "/else/where"])
    #expect(
      field.error(mesh, "a.stl", as: "package://pack/b.stl").contains("no file 'package://pack"))
  }

  @Test func brokenMeshesAreNamed() throws {
    let field = try Field()
    defer { field.remove() }
    let corners = box(Vector3(1, 2, 3))
    let cases: [(Data, String, String)] = [
      (binarySTL(corners, count: .max), "a.stl", "mesh: found no triangle"),
      (Data(count: 80) + Data([255, 255, 255, 255]), "b.stl", "for the 4294967295 triangles"),
      (binarySTL(corners).dropLast(), "c.stl", "found"), (Data(), "d.stl", "found 0 bytes"),
      (binarySTL([Vector3(.nan, 0, 0), .zero, .zero]), "e.stl", "triangle 1: found nan"),
      (Data("solid s\nvertex 1 2\n".utf8), "f.stl", "line 2: found '1 2', expected three"),
      (Data("solid s\nendsolid\n".utf8), "g.stl", "no triangle"),
      (Data("v 1 2 3\nf 1 2 3\n".utf8), "h.obj", "line 2: found corner '2', expected 1 to 1"),
      (Data("v 1 2 3\nf 1 0\n".utf8), "i.obj", "corner '0'"),
      (Data("v 1 2 inf\n".utf8), "j.obj", "three finite numbers"),
      (Data(), "k.ply", "found '.ply', expected an STL, OBJ or DAE file"),
    ]
    for (data, name, says) in cases {
      let error = field.error(data, name)
      #expect(error.contains("meshes/\(name): ") && error.contains(says), "\(name): \(error)")
    }
  }
}

/// A small stream of numbers in [0, 1) (Lehmer), so that a failing seed can be run again.
private struct LehmerStream {
  private var state: UInt64
  init(seed: UInt64) { state = seed &* 7919 }
  mutating func next() -> Double {
    state = state &* 48271 % 2_147_483_647
    return Double(state) / 2_147_483_647
  }
  mutating func vector() -> Vector3 { Vector3(2 * next() - 1, 2 * next() - 1, 2 * next() - 1) }
}
