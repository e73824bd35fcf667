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
      case "obj": try OBJReader(file: self).corners([UInt8](data))
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
  func requireFew(_ count: Int, _ place: @autoclosure () -> String) throws {
    if count <= Self.largestCount { return }
    throw failure(
      place(), found: "\(count) triangles or corners", expected: "at most \(Self.largestCount)")
  }

  /// A point of three finite numbers.
  func point(_ words: [ArraySlice<UInt8>], _ line: Int) throws -> Vector3 {
    let numbers = words.compactMap(Self.number)
    guard words.count == 3, numbers.count == 3 else {
      let found = words.map { Self.text($0, longest: 60) }.joined(separator: " ")
      throw failure(
        "line \(line)", found: "'\(found.prefix(60))'", expected: "three finite numbers")
    }
    return Vector3(numbers[0], numbers[1], numbers[2])
  }

  private static func number(_ word: ArraySlice<UInt8>) -> Double? {
    // No number that a program writes is longer.
    guard word.count <= 400, let value = Double(text(word, longest: 400)) else { return nil }
    return value.isFinite ? value : nil
  }

  /// The beginning of a word; bytes that are no UTF-8 are replaced.
  static func text(_ word: ArraySlice<UInt8>, longest: Int) -> String {
    String(decoding: word.prefix(longest), as: UTF8.self)
  }

  func failure(_ place: String, found: String, expected: String) -> RobotDescriptionError {
    RobotDescriptionError(nil, place: "\(path): \(place)", found: found, expected: expected)
  }
}

/// The lines of a text, one after the other; they end in CR, LF or both.
struct WordLines: Sequence, IteratorProtocol {
  private let bytes: [UInt8]
  private var place = 0
  private var line = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Number and words of the next line.
  mutating func next() -> (line: Int, words: Words)? {
    guard place < bytes.count else { return nil }
    let start = place
    while place < bytes.count, !Self.ends(bytes[place]) { place += 1 }
    let words = Words(bytes[start..<place])
    let isPair =
      place + 1 < bytes.count && bytes[place] == UInt8(ascii: "\r")
      && bytes[place + 1] == UInt8(ascii: "\n")
    place += isPair ? 2 : 1
    line += 1
    return (line, words)
  }

  private static func ends(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}

/// The words of a line, apart by blanks, one after the other.
struct Words: Sequence, IteratorProtocol {
  private var rest: ArraySlice<UInt8>

  init(_ line: ArraySlice<UInt8>) { rest = line }

  mutating func next() -> ArraySlice<UInt8>? {
    guard let start = rest.firstIndex(where: { $0 > UInt8(ascii: " ") }) else { return nil }
    let tail = rest[start...]
    let end = tail.firstIndex { $0 <= UInt8(ascii: " ") } ?? tail.endIndex
    rest = tail[end...]
    return tail[..<end]
  }
}
