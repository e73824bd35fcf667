import Foundation
import NumericalMethods
import Testing
@testable import RobotDescription

/// What the readers of meshes take and refuse, and which solid is the least.
@Suite struct MeshReaderTests {
  private func corners(_ text: String, _ name: String) throws -> [Vector3] {
    try MeshFile(path: name).corners(of: Data(text.utf8))
  }

  private func error(_ data: Data, _ name: String) -> String {
    do {
      _ = try MeshFile(path: name).corners(of: data)
      return "no error"
    } catch { return "\(error)" }
  }

  @Test func facesOfAnOBJChooseItsCorners() throws {
    let points = "v 1 0 0\nv 2 0 0\nv 3 0 0\nv 4 0 0\nv 5 0 0\n"
    func used(_ faces: String) throws -> [Double] {
      try corners(points + faces, "m.obj").map(\.x)
    }
    #expect(try used("f 1 3/7 5/1/2\n") == [1, 3, 5])
    #expect(try used("f -1 -5//3 2\n") == [1, 2, 5])
    #expect(try used("f -2 -3 4\n") == [3, 4])
    // An index counts the corners before the face, not those after it.
    #expect(try corners("v 1 0 0\nv 2 0 0\nf -1 1\nv 3 0 0\n", "m.obj").map(\.x) == [1, 2])
    for bad in ["f 6", "f -6", "f 0", "f x", "f /1", "f 1e0", "f 99999999999999999999"] {
      #expect(error(Data((points + bad).utf8), "m.obj").contains("expected 1 to 5, or -5 to -1"))
    }
    #expect(error(Data("f 1\n".utf8), "m.obj").contains("line 1: found corner '1'"))
    #expect(error(Data(points.utf8), "m.obj").contains("no triangle"), "no face")
  }

  @Test func facetsOfAnSTLAreWhole() throws {
    let three = "solid\nfacet\n vertex 1 2 3\n VERTEX 4 5 6\nvertex -7 8e1 9\nendsolid"
    #expect(try corners(three, "m.stl").map(\.y) == [2, 5, 80])
    #expect(
      error(Data((three + "\nvertex 1 1 1").utf8), "m.stl")
        .contains("found 4 vertices, expected three for each triangle"))
    for bad in ["1 2", "1 2 3 4", "1 2 x", "nan 0 0", "0 inf 0", "1e999 0 0"] {
      #expect(error(Data("solid\nvertex \(bad)".utf8), "m.stl").contains("line 2: found '\(bad)'"))
    }
    // Text that is as long as a binary file of its "count" would be is none: the count decides.
    #expect(error(Data("solid".utf8), "m.stl").contains("no triangle"))
    #expect(error(Data("SOLID".utf8), "m.stl").contains("at least 84 or 'solid'"))
    #expect(error(Data(count: 84), "m.stl").contains("no triangle"))
  }

  @Test func aMeshHasBounds() {
    let most = MeshFile.largestCount
    var header = Data(count: 84)
    withUnsafeBytes(of: UInt32(most + 1).littleEndian) { header.replaceSubrange(80..<84, with: $0) }
    let binary = header + Data(count: 50 * (most + 1))
    #expect(error(binary, "m.stl").contains("header: found \(most + 1) triangles or corners"))
    let text = Data(String(repeating: "v 0 0 0\n", count: most + 1).utf8)
    #expect(error(text, "m.obj").contains("line \(most + 1): found \(most + 1) triangles"))
  }

  /// Nothing that has no end, and nobody at its other end, is waited for.
  @Test func whatIsNoFileIsNotOpened() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
      .path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let pipe = folder + "/pipe.stl"
    try #require(mkfifo(pipe, 0o600) == 0)
    try #require(symlink("/dev/zero", folder + "/zero.stl") == 0)
    for path in [pipe, folder + "/zero.stl", "/dev/zero", folder] {
      let error = #expect(throws: RobotDescriptionError.self) {
        try MeshFile(path: path).corners()
      }
      #expect(error?.description == "\(path): not a regular file")
    }
    #expect(throws: RobotDescriptionError.self) { try MeshFile(path: folder + "/none").corners() }
  }

  private func box(_ size: Vector3, _ turn: Quaternion = .identity) -> [Vector3] {
    (0..<8).map { i in
      turn.rotate(
        Vector3(
          size.x * (i & 1 == 0 ? -0.5 : 0.5), size.y * (i & 2 == 0 ? -0.5 : 0.5),
          size.z * (i & 4 == 0 ? -0.5 : 0.5)) + Vector3(1, -2, 3))
    }
  }

  /// Of a box of these edges the covers are known in closed form.
  @Test func theLeastOfTheSolidsIsTaken() {
    for size in [Vector3(1, 1, 1), Vector3(0.2, 0.3, 2), Vector3(3, 0.1, 0.2), Vector3(1, 2, 1.5)] {
      let (solid, volume) = (
        CoveringSolid.least(covering: box(size)), size.x * size.y * size.z
      )
      guard case .box(let found) = solid.geometry else {
        Issue.record("expected a box, found \(solid)")
        continue
      }
      #expect(close(found, size, 1e-12), "\(size): \(solid)")
      #expect(close(solid.volume, volume, 1e-12) && solid.pose.rotation == .identity)
      #expect(close(solid.pose.position, Vector3(1, -2, 3), 1e-12))
    }
    // Oblique, along its principal axes.
    let turned = box(Vector3(0.2, 0.3, 2), Quaternion(axis: Vector3(1, 2, 3), angle: 0.7))
    #expect(close(CoveringSolid.least(covering: turned).volume, 0.12, 1e-9))
  }

  /// The ends of a rod of radius r and length l: a capsule's volume is π r² (l + 4/3 r).
  @Test func volumes() {
    #expect(close(Geometry.sphere(radius: 2).volume, 32 / 3 * .pi, 1e-12))
    #expect(close(Geometry.capsule(radius: 2, length: 3).volume, .pi * 4 * (3 + 8 / 3), 1e-12))
    #expect(close(Geometry.cylinder(radius: 2, length: 3).volume, 12 * .pi, 1e-12))
    #expect(Geometry.box(size: Vector3(2, 3, 4)).volume == 24)
  }

  /// A disc of points 8 cm across and two at ±0.1 m: balls of 4 cm reach the outermost points from
  /// where they must lie, 6 cm out.
  @Test func theCapsuleOfADiscAndTwoPointsIsKnown() {
    let disc = (0..<64).map { i -> Vector3 in
      let a = Double(i) * .pi / 32
      return Vector3(0.04 * cos(a), 0.04 * sin(a), 0)
    }
    let solid = CoveringSolid.least(
      covering: disc + [Vector3(0, 0, 0.1), Vector3(0, 0, -0.1)])
    guard case .capsule(let radius, let length) = solid.geometry else {
      Issue.record("expected a capsule, found \(solid)")
      return
    }
    #expect(close(radius, 0.04, 1e-9) && close(length, 0.12, 1e-9))
    #expect(solid.pose.position.length < 1e-9)
  }

  /// A solid has an extent where its points have none.
  @Test func flatAndPointLikeMeshesAreThickened() {
    let least = CoveringSolid.thinnest
    let square = [Vector3(0, 0, 0), Vector3(1, 0, 0), Vector3(0, 1, 0), Vector3(1, 1, 0)]
    #expect(CoveringSolid.least(covering: square).geometry == .box(size: Vector3(1, 1, least)))
    let point = CoveringSolid.least(covering: [Vector3(1, 2, 3)])
    #expect(point.geometry == .box(size: Vector3(least, least, least)))
    #expect(point.pose.position == Vector3(1, 2, 3))
    let line = CoveringSolid.least(covering: [.zero, Vector3(0, 0, 1)])
    #expect(line.volume > 0 && line.volume <= least * least * 1.0000001)
  }

  /// The normal of a facet is none of its corners.
  @Test func cornersOfABinaryFacetComeAfterItsNormal() throws {
    func bytes(_ numbers: [Float]) -> Data {
      numbers.reduce(into: Data()) { data, number in
        withUnsafeBytes(of: number.bitPattern.littleEndian) { data += Data($0) }
      }
    }
    var file = Data(count: 80) + Data([1, 0, 0, 0])
    file += bytes([9, 9, 9, 1, 2, 3, 4, 5, 6, 7, 8, 10]) + Data(count: 2)
    let corners = try MeshFile(path: "m.stl").corners(of: file)
    #expect(corners == [Vector3(1, 2, 3), Vector3(4, 5, 6), Vector3(7, 8, 10)])
  }

  /// A mesh away from its origin, mirrored, in a turned collision frame, beside a visual.
  @Test func aMeshStandsWhereItsScaleAndOriginPutIt() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
      .path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let points = box(Vector3(1, 2, 3))
    let text = points.map { "v \($0.x) \($0.y) \($0.z)\n" }.joined() + "f 1 2 3 4 5 6 7 8\n"
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/m.obj"))
    let collision = """
      <visual><geometry><mesh filename="absent.dae"/></geometry></visual>
      <collision><origin xyz="1 0 0" rpy="0 0 1.5707963267948966"/>
      <geometry><mesh filename="m.obj" scale="1 -2 1"/></geometry></collision>
      """
    let urdf = Fixture.robot(Fixture.link("a", Fixture.inertial() + collision))
    try Data(urdf.utf8).write(to: URL(fileURLWithPath: folder + "/r.urdf"))
    let model = try RobotModel.load(urdfPath: folder + "/r.urdf")
    let shape = try #require(model.links[0].shapes.first)
    #expect(!model.source.urdf.contains("visual") && !model.source.urdf.contains("absent.dae"))
    // The middle (1, −2, 3) is mirrored to (1, 4, 3), turned to (−4, 1, 3) and moved.
    #expect(close(shape.pose.position, Vector3(-3, 1, 3), 1e-9), "\(shape.pose)")
  }
}
