public import Foundation

/// JSON with sorted keys, in which numbers that are not finite stand as text.
public enum JSON {
  /// - Parameters:
  ///   - isPretty: one key a line.
  ///   - isSnakeCase: keys are the properties' names in snake_case.
  public static func encoder(isPretty: Bool = false, isSnakeCase: Bool = false) -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    if isSnakeCase { encoder.keyEncodingStrategy = .convertToSnakeCase }
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }

  /// Whether a text can be decoded in little memory: a decoder takes about fifty bytes for each
  /// value, which are many where values are shorter.
  public static func isModest(_ text: Data) -> Bool {
    text.withUnsafeBytes { isModest($0) }
  }

  private static func isModest(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var values = 0
    for byte in bytes {
      if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") {
        values += 1
      }
    }
    return values <= max(mostValues, bytes.count / 5)
  }

  private static let mostValues = 8_000_000

  public static func decoder() -> JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }

  /// The text of a value, on one line.
  public static func text(_ value: some Encodable) throws -> String {
    String(decoding: try encoder().encode(value), as: UTF8.self)
  }
}
