/// Decoding of configuration values: absent keys keep their defaults, unknown keys are errors.
extension Decoder {
  /// The keyed container of a configuration value.
  /// - Throws: `DecodingError.dataCorrupted` naming the first key that is not among `Keys`.
  func strictContainer<Keys: CodingKey & CaseIterable>(
    _: Keys.Type
  ) throws -> KeyedDecodingContainer<Keys> {
    let known = Keys.allCases.map(\.stringValue)
    let found = try container(keyedBy: AnyKey.self).allKeys
    if let unknown = found.first(where: { !known.contains($0.stringValue) }) {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: codingPath + [unknown],
          debugDescription: "unknown key '\(unknown.stringValue)', expected one of "
            + known.joined(separator: ", ")))
    }
    return try container(keyedBy: Keys.self)
  }
}

extension KeyedDecodingContainer {
  /// Overwrites `value` where the key is present.
  func read<Value: Decodable>(_ value: inout Value, _ key: Key) throws {
    if let found = try decodeIfPresent(Value.self, forKey: key) { value = found }
  }
}

private struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
