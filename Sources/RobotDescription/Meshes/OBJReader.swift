import Foundation
import NumericalMethods

/// Wavefront OBJ: `v x y z` and `f i j k …`, where each i may be `i/t/n` and counts from 1, or from
/// the end when negative. Other records (normals, materials, groups) are passed over.
struct OBJReader {
  let file: MeshFile

  /// The corners that a face uses, each once.
  func corners(_ bytes: [UInt8]) throws -> [Vector3] {
    var points: [Vector3] = []
    var isUsed: [Bool] = []
    for (line, var words) in WordLines(bytes) {
      let record = words.next() ?? []
      if record.elementsEqual("v".utf8) {
        // A weight or colour may follow.
        points.append(try file.point(Array(words.prefix(3)), line))
        isUsed.append(false)
        try file.requireFew(points.count, "line \(line)")
      } else if record.elementsEqual("f".utf8) {
        for word in words { isUsed[try index(word, count: points.count, line)] = true }
      }
    }
    return zip(points, isUsed).filter(\.1).map(\.0)
  }

  private func index(_ word: ArraySlice<UInt8>, count: Int, _ line: Int) throws -> Int {
    let text = MeshFile.text(word.prefix { $0 != UInt8(ascii: "/") }, longest: 20)
    if let number = Int(text) {
      if (1...max(1, count)).contains(number), count > 0 { return number - 1 }
      if number < 0, number >= -count { return count + number }
    }
    throw file.failure(
      "line \(line)", found: "corner '\(text)'", expected: "1 to \(count), or -\(count) to -1")
  }
}
