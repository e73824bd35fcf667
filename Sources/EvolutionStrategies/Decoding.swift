extension KeyedDecodingContainer {
  /// The value of a key, or `fallback` where the key is absent.
  func read<Value: Decodable>(_ key: Key, or fallback: Value) throws -> Value {
    try decodeIfPresent(Value.self, forKey: key) ?? fallback
  }

  /// Throws `DecodingError.dataCorrupted` where a setting is out of bounds.
  func check(_ problem: InvalidSetting?, forKey key: Key) throws {
    guard let problem else { return }
    throw DecodingError.dataCorruptedError(
      forKey: key, in: self, debugDescription: problem.description)
  }

  /// Throws `DecodingError.dataCorrupted` where a part has another dimension than the whole.
  func check(_ dimension: Int, equals found: Int?, forKey key: Key) throws {
    guard let found, found != dimension else { return }
    throw DecodingError.dataCorruptedError(
      forKey: key, in: self,
      debugDescription: "dimension \(found) found, \(dimension) expected")
  }
}
