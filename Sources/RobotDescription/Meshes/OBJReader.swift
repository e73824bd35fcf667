import Foundation
import NumericalMethods

/// Wavefront OBJ: `v x y z` and `f i j k …`, where each i may be `i/t/n` and counts from 1, or from
/// the end when negative. Other records (normals, materials, groups) are passed over.
struct OBJReader {
  let file: MeshFile

  /// The corners that a face uses, each once.
  func corners(_ data: Data) throws -> [Vector3] {
    var points: [Vector3] = []
    var isUsed: [Bool] = []
    for (line, words) in wordLines(data) {
      let place = "line \(line)"
      switch words.first {
      case "v":
        // A weight or colour may follow.
        points.append(try file.point(Array(words.dropFirst().prefix(3)), place))
        isUsed.append(false)
        try file.requireFew(points.count, place)
      case "f":
        for word in words.dropFirst() {
          isUsed[try index(word, count: points.count, place)] = true
        }
      default: break
      }
    }
    return zip(points, isUsed).filter(\.1).map(\.0)
  }

  private func index(_ word: Substring, count: Int, _ place: String) throws -> Int {
    let text = word.prefix { $0 != "/" }
    if let number = Int(text) {
      if (1...max(1, count)).contains(number), count > 0 { return number - 1 }
      if number < 0, number >= -count { return count + number }
    }
    throw file.failure(
      place, found: "corner '\(text.prefix(20))'", expected: "1 to \(count), or -\(count) to -1")
  }
}
