import FileFormats
import Foundation

/// Reads a folder laid out as Omniglot (Lake, Salakhutdinov, Tenenbaum 2015, *Human-level concept
/// learning through probabilistic program induction*, Science 350:1332):
/// `<folder>/<alphabet>/<character>/<drawing>`.
///
/// Drawings are PNG images, in which Omniglot is published (105 × 105 pixels of one bit, named
/// `NNNN_NN.png`), and portable bitmaps and graymaps (`.pbm`, `.pgm`, `.pnm`). Files of other kinds
/// and hidden files are passed over, and so is a PNG image beside a copy of the same name in
/// another format.
public enum OmniglotFolder {
  /// Largest image file that is read [bytes].
  static let largestFile = 1 << 25
  /// Most drawings; Omniglot has 32,460.
  static let mostDrawings = 200_000

  /// Every character, its drawings reduced to side × side pixels by averaging areas and scaled so
  /// that the darkest pixel is 1.
  /// - Throws: ``TemporalTaskError`` that names the file, or the folder, which cannot be used.
  public static func load(_ path: String, side: Int) throws(TemporalTaskError) -> ImageAlphabet {
    var characters: [ImageAlphabet.Character] = []
    var count = 0
    for alphabet in try folders(in: path, expected: "folders of alphabets") {
      let place = "\(path)/\(alphabet)"
      for character in try folders(in: place, expected: "folders of characters") {
        let drawings = try drawings(
          in: "\(place)/\(character)", side: side, atMost: mostDrawings - count)
        count += drawings.count
        characters.append(
          ImageAlphabet.Character(name: "\(alphabet)/\(character)", drawings: drawings))
      }
    }
    return ImageAlphabet(path: path, side: side, characters: characters)
  }

  private static func drawings(
    in path: String, side: Int, atMost most: Int
  ) throws(TemporalTaskError) -> [[Float]] {
    let images = chosen(try entries(of: path))
    try TemporalTaskError.require(
      images.count <= most, path, found: "more than \(mostDrawings) drawings so far",
      "at most that many in all")
    try TemporalTaskError.require(
      !images.isEmpty, path, found: "no image", "PNG, PBM or PGM images")
    var result: [[Float]] = []
    for name in images { result.append(try drawing("\(path)/\(name)", side: side)) }
    return result
  }

  /// One image for each drawing, in the order of names.
  private static func chosen(_ names: [String]) -> [String] {
    let portable = names.filter { ["pbm", "pgm", "pnm"].contains(suffix(of: $0)) }
    let copied = Set(portable.map(stem))
    return (names.filter { suffix(of: $0) == "png" && !copied.contains(stem(of: $0)) } + portable)
      .sorted()
  }

  private static func drawing(_ path: String, side: Int) throws(TemporalTaskError) -> [Float] {
    let decode = suffix(of: path) == "png" ? PNGImage.decode : PortableImage.decode
    let image = try decode(try contents(of: path), path).averaged(side: side)
    guard let darkest = image.max(), darkest > 0 else {
      throw TemporalTaskError(field: path, found: "an image without ink", expected: "a drawing")
    }
    return image.map { $0 / darkest }
  }

  private static func folders(
    in path: String, expected: String
  ) throws(TemporalTaskError) -> [String] {
    let names = try entries(of: path).filter { name in
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(
        atPath: "\(path)/\(name)", isDirectory: &isFolder)
      return exists && isFolder.boolValue
    }
    try TemporalTaskError.require(!names.isEmpty, path, found: "no folder", expected)
    return names
  }

  /// Names in a folder, sorted, without hidden ones.
  private static func entries(of path: String) throws(TemporalTaskError) -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw TemporalTaskError(
        field: path, found: "nothing that can be read", expected: "a folder laid out as Omniglot")
    }
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  private static func stem(of name: String) -> String { (name as NSString).deletingPathExtension }

  private static func suffix(of name: String) -> String {
    (name as NSString).pathExtension.lowercased()
  }

  private static func contents(of path: String) throws(TemporalTaskError) -> [UInt8] {
    do {
      return Array(try RegularFile.read(path, limit: largestFile))
    } catch {
      throw TemporalTaskError(
        field: path, found: "a file that cannot be read (\(error.reason))", expected: "an image")
    }
  }
}
