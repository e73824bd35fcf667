/// Decoding of configuration values: absent keys keep their defaults, unknown keys are errors.
extension Decoder {
  /// Overwrites the fields of `value` whose keys are present.
  /// - Parameters:
  ///   - fields: every key, which is its property's name, with its place.
  ///   - required: keys that must be present.
  /// - Throws: `DecodingError.dataCorrupted` naming the first unknown key, or that of a value.
  func fill<Root, each Value: Decodable>(
    _ value: inout Root, _ fields: repeat (String, WritableKeyPath<Root, each Value>),
    required: Set<String> = []
  ) throws {
    let values = try container(keyedBy: FieldKey.self)
    var known: [String] = []
    for (name, _) in repeat each fields { known.append(name) }
    if let unknown = values.allKeys.first(where: { !known.contains($0.stringValue) }) {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: codingPath + [unknown],
          debugDescription: "unknown key '\(unknown.stringValue)', expected one of "
            + known.joined(separator: ", ")))
    }
    for (name, place) in repeat each fields {
      try values.decode(&value[keyPath: place], FieldKey(name), isRequired: required.contains(name))
    }
  }
}

extension KeyedDecodingContainer {
  fileprivate func decode<Value: Decodable>(
    _ value: inout Value, _ key: Key, isRequired: Bool
  ) throws {
    if isRequired {
      value = try decode(Value.self, forKey: key)
    } else if let found = try decodeIfPresent(Value.self, forKey: key) {
      value = found
    }
  }
}

/// The key of a field by its name.
private struct FieldKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
