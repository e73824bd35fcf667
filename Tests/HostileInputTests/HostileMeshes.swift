import FileFormats
import Foundation
@testable import RobotDescription

/// Readers of meshes and of what names them.
extension HostileReader {
  private static func words<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  /// Corners of a box, three times over so that they make whole triangles.
  private static let corners: [[Float]] = (0..<24).map { i in
    (0..<3).map { i >> $0 & 1 == 0 ? -0.5 : 0.25 }
  }

  private static let binarySTL: [UInt8] = {
    var bytes = [UInt8](repeating: UInt8(ascii: " "), count: 80) + words(UInt32(8))
    for triangle in 0..<8 {
      bytes += [UInt8](repeating: 0, count: 12)
      for corner in corners[3 * triangle..<3 * triangle + 3] {
        for number in corner { bytes += words(number.bitPattern) }
      }
      bytes += [0, 0]
    }
    return bytes
  }()

  private static let asciiSTL = Array(
    ("solid s\n" + corners.map { "vertex \($0[0]) \($0[1]) \($0[2])\n" }.joined()).utf8)

  private static let wavefront = Array(
    (corners.map { "v \($0[0]) \($0[1]) \($0[2]) 1\n" }.joined()
      + "vn 0 0 1\nf 1/1/1 2//2 3 4 5 6 7 -17\nf -1 -2 -3\n").utf8)

  /// What a reader of corners makes of a mesh, down to the solid that covers it.
  private static func cover(_ data: Data, as name: String) throws {
    _ = CoveringSolid.least(covering: try MeshFile(path: name).corners(of: data))
  }

  static func stl() -> HostileReader {
    // Numbers beyond the mesh's count, and of the least and greatest size, in a binary file.
    var wild = binarySTL
    wild.replaceSubrange(96..<100, with: words(Float.greatestFiniteMagnitude.bitPattern))
    wild.replaceSubrange(100..<104, with: words(Float.leastNonzeroMagnitude.bitPattern))
    return HostileReader(
      name: "stl", inputs: [binarySTL, asciiSTL, wild],
      read: { try cover($0, as: "m.stl") },
      seal: { bytes in
        // A count that fits the length, so that the triangles are looked at.
        guard bytes.count >= 84 else { return bytes }
        return Array(bytes[..<80]) + words(UInt32((bytes.count - 84) / 50)) + bytes[84...]
      })
  }

  static func obj() -> HostileReader {
    HostileReader(name: "obj", inputs: [wavefront, Array("v 1e308 -1e308 0\nf 1\n".utf8)]) {
      try cover($0, as: "m.obj")
    }
  }

  private static let scene = Array(
    """
    <?xml version="1.0"?><COLLADA version="1.4.1"><asset><unit meter="0.01"/></asset>
    <library_geometries><geometry id="g"><mesh><source id="p"><float_array id="a" count="9">
    0 0 0 1 0 0 0 2 3</float_array><technique_common><accessor source="#a" count="3" stride="3"/>
    </technique_common></source><vertices id="v"><input semantic="POSITION" source="#p"/></vertices>
    <triangles count="1"/></mesh></geometry></library_geometries><library_visual_scenes>
    <visual_scene id="s"><node id="n"><matrix>0 -1 0 5  1 0 0 6  0 0 1 7  0 0 0 1</matrix>
    <rotate>0 0 1 90</rotate><scale>2 1 1e300</scale><instance_geometry url="#g"/>
    <node id="m"><instance_node url="#k"/></node></node><node id="k"><translate>1 2 3</translate>
    <instance_geometry url="#g"/></node></visual_scene></library_visual_scenes>
    <scene><instance_visual_scene url="#s"/></scene></COLLADA>
    """.utf8)

  static func dae() -> HostileReader {
    HostileReader(name: "dae", inputs: [scene]) { try cover($0, as: "m.dae") }
  }

  /// File names of a mesh that lead elsewhere, nowhere, or to what is no file.
  private static let names = [
    "m.stl", "../robot/m.stl", "o.obj", "big.obj", "pipe.stl", "folder.stl", "link.stl", "loop.stl",
    "",
    "/dev/zero", "/dev/stdin", "/dev/full", "/proc/self/mem", "/proc/self/fd/0", "/etc/passwd",
    "../../../../../../../../etc/passwd", "file:///dev/zero", "file://", "package://", "model://",
    "package://p/../../../dev/zero", "package://robot/m.stl", "package:///m.stl", "m.stl\u{0}",
    "~/m.stl", "http://localhost/m.stl", ".", "..", "/", String(repeating: "a/", count: 3000),
    String(repeating: "a", count: 5000), "m.dae", "M.STL",
  ]

  /// A URDF beside good and bad mesh files, whose names an input chooses among.
  static func meshes() throws -> HostileReader {
    let root = NSTemporaryDirectory() + "ganglion-hostile-meshes-\(getpid())/robot"
    try AtomicFile.makeDirectory(root + "/folder.stl")
    try AtomicFile.write(Data(binarySTL), to: root + "/m.stl")
    try AtomicFile.write(Data(wavefront), to: root + "/o.obj")
    try AtomicFile.write("v 1e308 -1e308 0\nv -1e308 0 1\nf 1 2\n", to: root + "/big.obj")
    if access(root + "/pipe.stl", F_OK) != 0 { mkfifo(root + "/pipe.stl", 0o600) }
    _ = symlink("/dev/zero", root + "/link.stl")
    _ = symlink("loop.stl", root + "/loop.stl")
    let inputs = names.map { name in
      Array(
        """
        <robot name="r"><link name="a"><inertial><mass value="1"/>
        <inertia ixx="1" iyy="1" izz="1"/></inertial><collision><origin xyz="0 0 1" rpy="0 1 2"/>
        <geometry><mesh filename="\(name)" scale="1 -2 0.5"/></geometry></collision></link></robot>
        """.utf8)
    }
    let path = root + "/r.urdf"
    return HostileReader(name: "meshes", inputs: inputs) { data in
      let reader = URDFReader(file: path)
      let robot = try reader.parse(String(decoding: data, as: UTF8.self))
      let locator = MeshLocator(urdfPath: path, roots: [root])
      let embedded = try MeshEmbedding(locator: locator).embedded(robot)
      _ = try RobotModel(
        reader.read(embedded), RobotSource(urdf: embedded.text, profile: ""), profileName: "p")
    }
  }
}
