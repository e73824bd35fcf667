import NumericalMethods

/// Characters that were drawn by hand, each in several images.
///
/// A character belongs to `train` or `test` by the lowest bit of the digest of its name, so the
/// split depends on neither the order nor the number of characters; `all` is for a folder that is
/// itself one side of a split.
public struct ImageAlphabet: Sendable, Equatable {
  /// A character and its images.
  public struct Character: Sendable, Equatable {
    /// `alphabet/character`, as the folders are named.
    public let name: String
    /// Each [side × side], row after row from the top, ink from 0 to 1 at the darkest pixel.
    public let drawings: [[Float]]
  }

  /// The folder that was read.
  public let path: String
  /// Pixels in a row and in a column.
  public let side: Int
  /// In the order of their names.
  public let characters: [Character]
  private let trainIndices: [Int]
  private let testIndices: [Int]

  init(path: String, side: Int, characters: [Character]) {
    (self.path, self.side, self.characters) = (path, side, characters)
    let isTest = characters.map { character in
      var digest = Digest64()
      digest.update(character.name)
      return digest.value & 1 == 1
    }
    trainIndices = characters.indices.filter { !isTest[$0] }
    testIndices = characters.indices.filter { isTest[$0] }
  }

  /// Indices of the characters in a split, ascending.
  public func indices(in split: GlyphSplit) -> [Int] {
    switch split {
    case .train: trainIndices
    case .test: testIndices
    case .all: Array(characters.indices)
    }
  }
}

extension ImageAlphabet: GlyphAlphabet {
  func characterCount(in split: GlyphSplit) -> Int { indices(in: split).count }

  func drawings(
    _ count: Int, of position: Int, in split: GlyphSplit, side: Int, stream: inout RandomStream
  ) -> [[Float]] {
    let drawings = characters[indices(in: split)[position]].drawings
    return stream.distinct(count, below: drawings.count).map { drawings[$0] }
  }
}
