extension KeyedDecodingContainer {
  /// Throws `DecodingError.dataCorrupted` where a part has another length than it should.
  package func require(
    _ found: Int, of expected: Int, forKey key: Key, what: String = ""
  ) throws {
    guard found != expected else { return }
    throw DecodingError.dataCorruptedError(
      forKey: key, in: self, debugDescription: "\(what)\(found) found, \(expected) expected")
  }
}
