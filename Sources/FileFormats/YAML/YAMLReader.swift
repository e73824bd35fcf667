import Yams

/// A node of a YAML file that reads typed values and knows where it stands.
///
/// Every failure is a `ConfigurationError` with file, line, column, key path, value found and what
/// was expected. A key whose value is null counts as absent.
public struct YAMLReader {
  /// Name or path as given to `init`.
  public let file: String
  /// Keys from the root, as in `joints.groups[2].kp`; empty at the root.
  public let path: String
  let node: Node
}

extension YAMLReader {
  /// Reads the single document in `text`; an empty one reads as an empty mapping.
  public init(_ text: String, file: String) throws {
    self.file = file
    path = ""
    let root = try YAMLDocument.compose(text, file: file)
    node = root.flatMap { $0.isNull ? nil : $0 } ?? Node([(Node, Node)]())
  }

  /// Counts from 1; nil for an empty file.
  public var line: Int? { node.mark?.line }
  /// Counts from 1; nil for an empty file.
  public var column: Int? { node.mark?.column }

  /// The value of `key`, or nil when it is absent or null.
  public func child(_ key: String) throws -> YAMLReader? {
    let value = try mapping().first { $0.key.scalar?.string == key }?.value
    guard let value, !value.isNull else { return nil }
    return YAMLReader(file: file, path: path.isEmpty ? key : "\(path).\(key)", node: value)
  }

  /// The value of `key`; its absence is an error.
  public func required(_ key: String) throws -> YAMLReader {
    guard let value = try child(key) else {
      throw failure(found: "no key '\(key)'", expected: "it to be given")
    }
    return value
  }

  /// The keys of this mapping, in the order of the file.
  public func keys() throws -> [String] {
    try mapping().map { key, _ in
      guard let name = key.scalar?.string else {
        throw YAMLReader(file: file, path: path, node: key).failure(expected: "a key")
      }
      return name
    }
  }

  /// The elements of this sequence.
  public func elements() throws -> [YAMLReader] {
    guard let sequence = node.sequence else { throw failure(expected: "a list") }
    return sequence.enumerated().map { i, element in
      YAMLReader(file: file, path: "\(path)[\(i)]", node: element)
    }
  }

  /// The elements of the sequence under `key`; none when it is absent.
  public func array(_ key: String) throws -> [YAMLReader] {
    try child(key)?.elements() ?? []
  }

  /// Throws at the first key that is not in `known`, naming the nearest that is.
  public func rejectUnknownKeys(known: [String]) throws {
    for (key, name) in zip(try mapping().keys, try keys()) where !known.contains(name) {
      let hint =
        nearestName(to: name, among: known).map { "'\($0)'" }
        ?? "one of: \(known.joined(separator: ", "))"
      throw YAMLReader(file: file, path: path, node: key)
        .failure(found: "unknown key '\(name)'", expected: hint)
    }
  }

  /// An error at this node; `found` defaults to the node's own value.
  public func failure(found: String? = nil, expected: String) -> ConfigurationError {
    ConfigurationError(
      file: file, line: line, column: column, path: path, found: found ?? node.summary,
      expected: expected)
  }

  private func mapping() throws -> Node.Mapping {
    guard let mapping = node.mapping else { throw failure(expected: "a mapping of keys to values") }
    return mapping
  }
}
