import Foundation
import RobotDescription
import Yams

/// YAML text and trees of experiments.
enum ExperimentText {
  /// Parses one document; nil for an empty one.
  static func parse(_ text: String, path: String) throws -> Node? {
    if let found = YAMLAliases.problem(in: text) {
      throw ExperimentError(
        place: path, key: "", found: found, expected: YAMLAliases.expectation)
    }
    do {
      return try Yams.compose(yaml: text)
    } catch let error as YamlError {
      let (line, problem) = located(error)
      throw ExperimentError(
        place: line.map { "\(path):\($0)" } ?? path, key: "",
        found: "text that is not YAML (\(problem))", expected: "YAML")
    }
  }

  /// Line and problem of a parser's error, whose own description has several lines.
  private static func located(_ error: YamlError) -> (line: Int?, problem: String) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      (mark.line, problem)
    case .duplicatedKeysInMapping(let keys, let context):
      (context.mark.line, "key given twice: \(keys.sorted().joined(separator: ", "))")
    case .reader(let problem, _, _, _): (nil, problem)
    default: (nil, "\(error)".replacing("\n", with: " "))
    }
  }

  /// The YAML tree of a value, with its keys in their declared order.
  static func tree(_ value: some Encodable) throws -> Node {
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
