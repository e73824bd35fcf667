import Foundation
import NumericalMethods

/// Reads the corners of the triangles of a mesh: STL (binary or ASCII), OBJ or COLLADA.
///
/// What the mesh is covered by depends on its corners alone, so faces are only checked.
struct MeshFile {
  /// Largest mesh file that is read [bytes].
  static let largestFile = 64 << 20
  /// Most triangles, and most corners, of a mesh.
  static let largestCount = 1_000_000

  let path: String

  /// Corners [the file's unit], in the mesh's frame, with repetitions; at least one.
  func corners() throws -> [Vector3] {
    try corners(of: DescriptionFile.bytes(path, limit: Self.largestFile))
  }

  /// The same of a file's bytes.
  func corners(of data: Data) throws -> [Vector3] {
    let corners =
      switch (path as NSString).pathExtension.lowercased() {
      case "stl": try STLReader(file: self, bytes: [UInt8](data)).corners()
      case "obj": try OBJReader(file: self).corners(data)
      case "dae": try COLLADAReader(file: self, data).corners()
      case let other:
        throw failure(
          "name", found: "'.\(other)'", expected: "an STL, OBJ or DAE file; convert the mesh to STL"
        )
      }
    if corners.isEmpty { throw failure("mesh", found: "no triangle", expected: "at least one") }
    return corners
  }

  /// Throws when `count` triangles or corners are more than is read.
  func requireFew(_ count: Int, _ place: String) throws {
    if count <= Self.largestCount { return }
    throw failure(
      place, found: "\(count) triangles or corners", expected: "at most \(Self.largestCount)")
  }

  /// A point of three finite numbers.
  func point(_ words: [Substring], _ place: String) throws -> Vector3 {
    let numbers = words.compactMap { Double($0) }.filter(\.isFinite)
    guard words.count == 3, numbers.count == 3 else {
      throw failure(
        place, found: "'\(words.joined(separator: " ").prefix(60))'",
        expected: "three finite numbers")
    }
    return Vector3(numbers[0], numbers[1], numbers[2])
  }

  func failure(_ place: String, found: String, expected: String) -> RobotDescriptionError {
    RobotDescriptionError(nil, place: "\(path): \(place)", found: found, expected: expected)
  }
}

/// The lines of a text file, split into words; bytes that are no UTF-8 are replaced.
func wordLines(_ data: Data) -> some Sequence<(line: Int, words: [Substring])> {
  let text = String(decoding: data, as: UTF8.self)
  return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    .enumerated().lazy
    .map { (line: $0 + 1, words: $1.split(whereSeparator: \.isWhitespace)) }
}
