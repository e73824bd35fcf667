import Foundation
import NumericalMethods

/// Stereolithography files (3D Systems 1989).
///
/// Binary: 80 bytes of header, the number of triangles (UInt32), then 50 bytes each: normal and
/// three corners as Float32, a UInt16 to spare; all little-endian. ASCII files start with `solid`,
/// but so do the headers of some binary ones: a file of just the length that its count asks for is
/// binary.
struct STLReader {
  let file: MeshFile
  let bytes: [UInt8]

  private static let header = 84
  private static let stride = 50

  /// Three corners for each triangle.
  func corners() throws -> [Vector3] {
    let count = bytes.count >= Self.header ? Int(word(80)) : nil
    let size = count.map { Self.header + Self.stride * $0 }
    if bytes.count != size, bytes.starts(with: "solid".utf8) { return try ascii() }
    guard let count, let size, bytes.count >= size else {
      throw file.failure(
        "STL", found: "\(bytes.count) bytes",
        expected: size.map { "\($0) for the \(count ?? 0) triangles of its header" }
          ?? "at least \(Self.header) or 'solid'")
    }
    try file.requireFew(count, "header")
    return try (0..<count).flatMap(triangle)
  }

  private func triangle(_ index: Int) throws -> [Vector3] {
    let start = Self.header + Self.stride * index + 12
    return try (0..<3).map { corner in
      let at = start + 12 * corner
      let point = Vector3(number(at), number(at + 4), number(at + 8))
      if point.isFinite { return point }
      throw file.failure(
        "triangle \(index + 1)", found: "\(point.x) \(point.y) \(point.z)",
        expected: "finite numbers")
    }
  }

  private func number(_ at: Int) -> Double { Double(Float(bitPattern: word(at))) }

  private func word(_ at: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(bytes[at + $1]) << UInt32(8 * $1) }
  }

  /// Lines `vertex x y z`; all others give a triangle its form and say nothing more.
  private func ascii() throws -> [Vector3] {
    var corners: [Vector3] = []
    for (line, var words) in WordLines(bytes) {
      guard let word = words.next(), MeshFile.text(word, longest: 7).lowercased() == "vertex" else {
        continue
      }
      corners.append(try file.point(Array(words.prefix(4)), line))
      try file.requireFew(corners.count / 3, "line \(line)")
    }
    guard corners.count % 3 == 0 else {
      throw file.failure(
        "STL", found: "\(corners.count) vertices", expected: "three for each triangle")
    }
    return corners
  }
}
