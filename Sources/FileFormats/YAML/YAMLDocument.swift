import Foundation
public import Yams

/// YAML text and trees.
public enum YAMLDocument {
  /// Bytes of the largest text that is read.
  public static let largestText = 4 << 20

  /// Parses one document; nil for an empty one.
  /// - Throws: ``ConfigurationError``; `file` is named in it.
  public static func compose(_ text: String, file: String) throws(ConfigurationError) -> Node? {
    func failure(
      _ found: String, _ expected: String = "one YAML document", at mark: Mark? = nil
    ) -> ConfigurationError {
      ConfigurationError(
        file: file, line: mark?.line, column: mark?.column, path: "", found: found,
        expected: expected)
    }
    guard text.utf8.count <= largestText else {
      throw failure("\(text.utf8.count) bytes", "at most \(largestText)")
    }
    if let found = YAMLAliases.problem(in: text) {
      throw failure(found, YAMLAliases.expectation)
    }
    do {
      return try Yams.compose(yaml: text)
    } catch YamlError.scanner(_, let problem, let mark, _),
      YamlError.parser(_, let problem, let mark, _), YamlError.composer(_, let problem, let mark, _)
    {
      throw failure(problem, at: mark)
    } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
      let names = keys.sorted().joined(separator: ", ")
      throw failure("key given twice: \(names)", at: context.mark)
    } catch YamlError.reader(let problem, _, _, _) {
      throw failure(problem)
    } catch {
      // The library's own description has several lines.
      throw failure("\(error)".replacing("\n", with: " "))
    }
  }

  /// The YAML tree of a value, with its keys in their declared order.
  public static func tree(_ value: some Encodable) throws -> Node {
    let encoder = YAMLEncoder()
    encoder.options.sortKeys = false
    let node = try Yams.compose(yaml: encoder.encode(value)) ?? Node([(Node, Node)]())
    let exact = try JSONDecoder().decode(ExactNumber.self, from: JSONEncoder().encode(value))
    return withExactNumbers(node, exact)
  }

  /// Yams writes floating-point numbers with 15 digits; 17 are needed to read the same bits back.
  private static func withExactNumbers(_ node: Node, _ exact: ExactNumber) -> Node {
    switch (node, exact) {
    case (.mapping(var mapping), .fields(let fields)):
      for (key, value) in mapping {
        guard let name = key.string, let field = fields[name] else { continue }
        mapping[key] = withExactNumbers(value, field)
      }
      return .mapping(mapping)
    case (.scalar(let scalar), .number(let number)) where scalar.string.contains("e"):
      return Node("\(number)", Tag(.float))
    default: return node
    }
  }
}

extension YAMLDocument {
  /// The same tree with every key in snake case, as files have it.
  public static func snakeCased(_ node: Node) -> Node {
    guard let mapping = node.mapping else { return node }
    return Node(mapping.map { (Node(snakeCase($0.key.string ?? "")), snakeCased($0.value)) })
  }

  /// A tree of a file with its keys as `example`, the tree of a value, has them.
  public static func camelCased(_ node: Node, like example: Node) -> Node {
    guard let mapping = node.mapping, let known = example.mapping else { return node }
    return Node(
      known.compactMap { key, value in
        mapping[Node(snakeCase(key.string ?? ""))].map { (key, camelCased($0, like: value)) }
      })
  }

  /// `weight_decay` of `weightDecay`.
  public static func snakeCase(_ name: String) -> String {
    name.reduce(into: "") { text, letter in
      if letter.isUppercase, text.last?.isUppercase == false { text += "_" }
      text.append(letter)
    }
    .lowercased()
  }
}

/// The numbers of a JSON tree, as its decoder reads them: to the last bit.
private enum ExactNumber: Decodable {
  case number(Double)
  case fields([String: ExactNumber])
  case other

  init(from decoder: any Decoder) throws {
    if let number = try? Double(from: decoder) {
      self = .number(number)
    } else {
      self = (try? [String: ExactNumber](from: decoder)).map { .fields($0) } ?? .other
    }
  }
}
