import ArgumentParser
import FileFormats
import RobustnessEvaluation

/// What `--suite` takes: the name of a suite or a YAML file.
enum SuiteArgument {
  static func validate(_ name: String) throws {
    guard named(name) == nil, !isFile(name) else { return }
    let known = Suite.all.map(\.name)
    let hint = nearestName(to: name, among: known).map { "; did you mean \($0)?" } ?? "."
    throw ValidationError(
      "--suite is \"\(name)\"\(hint) Suites: \(known.joined(separator: ", ")); "
        + "a suite file ends in .yaml")
  }

  static func read(_ name: String) throws -> Suite {
    if let suite = named(name) { return suite }
    let text = String(decoding: try Launch.read(name, limit: 1 << 24), as: UTF8.self)
    return try Suite(text, path: name)
  }

  private static func named(_ name: String) -> Suite? { Suite.all.first { $0.name == name } }

  private static func isFile(_ name: String) -> Bool {
    name.hasSuffix(".yaml") || name.hasSuffix(".yml")
  }
}
