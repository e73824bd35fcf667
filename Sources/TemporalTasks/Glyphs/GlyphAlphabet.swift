import NumericalMethods

/// Which characters of an alphabet a task draws from.
public enum GlyphSplit: String, Sendable, Codable, CaseIterable {
  /// Characters to train with.
  case train
  /// Characters that `train` never shows.
  case test
  /// Every character.
  case all
}

/// A source of characters, each with any number of drawings or a few.
protocol GlyphAlphabet: Sendable {
  /// Characters in a split.
  func characterCount(in split: GlyphSplit) -> Int

  /// `count` different drawings of a character, each [side × side], row after row from the top, ink
  /// in [0, 1].
  /// - Parameter position: the character, in [0, characterCount(in: split)).
  func drawings(
    _ count: Int, of position: Int, in split: GlyphSplit, side: Int, stream: inout RandomStream
  ) -> [[Float]]
}
