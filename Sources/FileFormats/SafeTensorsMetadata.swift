import Foundation

/// Typed access to a safetensors file's metadata.
/// - Throws: ``SafeTensorsError`` for what is not there or not as it should be.
public struct SafeTensorsMetadata: Sendable {
  public let values: [String: String]
  /// Named in errors.
  public let path: String

  public init(_ values: [String: String], path: String) {
    (self.values, self.path) = (values, path)
  }

  public func has(_ key: String) -> Bool { values[key] != nil }

  public func text(_ key: String) throws -> String {
    guard let value = values[key] else { throw error(key, found: "nothing", expected: "a value") }
    return value
  }

  /// The one value that there may be.
  public func expect(_ key: String, _ value: String) throws {
    let found = try text(key)
    guard found == value else { throw error(key, found: "\"\(found)\"", expected: "\"\(value)\"") }
  }

  /// A version: 1 or above.
  public func version(_ key: String) throws -> Int {
    let found = try text(key)
    guard let number = Int(found), number > 0 else {
      throw error(key, found: "\"\(found)\"", expected: "1 or above")
    }
    return number
  }

  /// - Parameter isExact: whether numbers that are not finite may stand as text.
  public func json<Value: Decodable>(_ key: String, isExact: Bool = false) throws -> Value {
    let text = try text(key)
    guard JSON.isModest(Data(text.utf8)) else {
      throw error(key, found: "millions of short values", expected: "JSON of a \(Value.self)")
    }
    do {
      let decoder = isExact ? JSON.decoder() : JSONDecoder()
      return try decoder.decode(Value.self, from: Data(text.utf8))
    } catch {
      throw self.error(
        key, found: "\"\(text.prefix(80))\"", expected: "JSON of a \(Value.self)" + detail(error))
    }
  }

  /// An error about a key's value.
  public func error(_ key: String, found: String, expected: String) -> SafeTensorsError {
    SafeTensorsError(path: path, place: "metadata \(key)", found: found, expected: expected)
  }

  /// The field that is out of bounds, where the error knows one.
  private func detail(_ error: any Error) -> String {
    guard case DecodingError.dataCorrupted(let context) = error, !context.codingPath.isEmpty
    else { return "" }
    let field = context.codingPath.map(\.stringValue).joined(separator: ".")
    return ", \(field): \(context.debugDescription)"
  }
}
