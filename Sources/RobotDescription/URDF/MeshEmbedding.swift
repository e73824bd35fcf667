import FileFormats
import Foundation
import NumericalMethods

/// Replaces the collision meshes of a URDF by solids that cover them, so that its text alone is the
/// robot: policies carry it and replay it without any other file.
struct MeshEmbedding {
  let locator: MeshLocator
  private let covers = MeshCovers()

  init(locator: MeshLocator) { self.locator = locator }

  /// Meshes that were read and covered so far, in each of their scales.
  var covered: Int { covers.known.count }

  /// Whether a link collides with a mesh.
  static func isNeeded(_ robot: MarkupElement) -> Bool {
    robot.children("link").contains {
      $0.children("collision").contains {
        $0.children("geometry").contains { !$0.children("mesh").isEmpty }
      }
    }
  }

  /// The robot's links and joints with each mesh in its covering solid; visuals and what other
  /// programs have added are left out.
  func embedded(_ robot: MarkupElement) throws -> MarkupElement {
    var result = robot
    result.children = try robot.children.filter { ["link", "joint"].contains($0.name) }.map {
      $0.name == "link" ? try link($0) : $0
    }
    return result
  }

  private func link(_ element: MarkupElement) throws -> MarkupElement {
    let place = "link '\(element.attributes["name"] ?? "")', collision"
    var result = element
    result.children = try element.children.filter { $0.name != "visual" }.map {
      $0.name == "collision" ? try collision($0, place) : $0
    }
    return result
  }

  private func collision(_ element: MarkupElement, _ place: String) throws -> MarkupElement {
    let holder = try element.required("geometry", of: place)
    guard let mesh = try holder.child("mesh", of: place) else { return element }
    let solid = try cover(mesh, place)
    let pose = try element.origin(of: place) * solid.pose
    let turn = rollPitchYaw(pose.rotation)
    var (origin, geometry) = (element, holder)
    (origin.name, geometry.name) = ("origin", "geometry")
    origin.attributes = ["xyz": pose.position.words, "rpy": turn.words]
    origin.children = []
    geometry.children = [solid.geometry.element(at: mesh, of: try mesh.text("filename", of: place))]
    var result = element
    result.children = [origin, geometry]
    return result
  }

  /// In the frame of the collision element.
  private func cover(_ mesh: MarkupElement, _ place: String) throws -> CoveringSolid {
    let name = try mesh.text("filename", of: place)
    guard let path = locator.path(of: name) else {
      throw RobotDescriptionError(
        mesh.location, place: place, found: "no file '\(name)'",
        expected: "a mesh beside the URDF, in a package above it or under GANGLION_PACKAGE_PATH")
    }
    let scale = try mesh.vector("scale", of: place, default: Vector3(1, 1, 1))
    guard scale.x * scale.y * scale.z != 0 else {
      throw mesh.invalid(
        "scale", place, found: scale.words, expected: "three finite numbers other than 0")
    }
    return try covers.solid(of: path, scale: scale)
  }
}

/// The solids that cover the meshes of a robot: each mesh is read and covered once, however often
/// it is named.
private final class MeshCovers {
  struct Key: Hashable {
    let path: String
    let scale: Vector3
  }

  /// Most that is read for one robot, meshes in several scales counted as often [bytes].
  private static let largestSum = 512 << 20

  private(set) var known: [Key: CoveringSolid] = [:]
  private var sum = 0

  func solid(of path: String, scale: Vector3) throws -> CoveringSolid {
    let key = Key(path: URL(fileURLWithPath: path).resolvingSymlinksInPath().path, scale: scale)
    if let solid = known[key] { return solid }
    let file = MeshFile(path: path)
    let data = try DescriptionFile.bytes(path, limit: MeshFile.largestFile)
    sum += data.count
    guard sum <= Self.largestSum else {
      throw file.failure(
        "meshes", found: "more than \(Self.largestSum) bytes together", expected: "fewer")
    }
    let solid = CoveringSolid.least(
      covering: try file.corners(of: data).map {
        Vector3($0.x * scale.x, $0.y * scale.y, $0.z * scale.z)
      })
    known[key] = solid
    return solid
  }
}

extension Geometry {
  /// The URDF element of the solid, with the mesh it stands for.
  fileprivate func element(at mesh: MarkupElement, of file: String) -> MarkupElement {
    var (name, attributes) = ("", ["mesh": file])
    switch self {
    case .sphere(let radius): (name, attributes["radius"]) = ("sphere", "\(radius)")
    case .box(let size): (name, attributes["size"]) = ("box", size.words)
    case .cylinder(let radius, let length):
      name = "cylinder"
      (attributes["radius"], attributes["length"]) = ("\(radius)", "\(length)")
    case .capsule(let radius, let length):
      name = "capsule"
      (attributes["radius"], attributes["length"]) = ("\(radius)", "\(length)")
    }
    return MarkupElement(name: name, attributes: attributes, location: mesh.location)
  }
}
