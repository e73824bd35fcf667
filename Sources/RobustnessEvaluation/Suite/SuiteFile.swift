import FileFormats
import Locomotion

extension Suite {
  /// Version of the layout of suite files.
  private static let schema = 1

  /// Reads a suite from YAML text; `path` is named in errors.
  ///
  ///     schema: 1
  ///     name: wet-field
  ///     version: 1                  # raise it whenever the trials change
  ///     episodes: 20                # of each condition; 10 when left out
  ///     duration: 10                # of a life [s]; the policy's own when left out
  ///     primary: {settling: 1}      # what is compared first: speed from so many s after the
  ///     change conditions:
  ///       - slope:3+friction:2@4s   # as ganglion replay --condition reads it
  ///       - {kind: payload, severities: [1, 3, 5], onset: 4, end: 7}
  ///       - {kind: dead-joint, place: fl_knee}
  /// - Throws: ``ConfigurationError`` with file, line, key, what was found and what was expected.
  public init(_ text: String, path: String) throws {
    let root = try YAMLReader(text, file: path)
    try root.rejectUnknownKeys(known: SuiteKeys.names(below: ""))
    let schema = try root.required("schema")
    guard try schema.int() == Self.schema else { throw schema.failure(expected: "\(Self.schema)") }
    let name = try root.required("name")
    guard try !name.string().isEmpty else { throw name.failure(expected: "a name") }
    let duration = try root.double("duration", in: SuiteKeys.duration)
    self.init(
      name: try name.string(), version: try root.int("version", default: 1, in: SuiteKeys.versions),
      summary: try root.string("summary", default: ""),
      conditions: try Self.conditions(root.required("conditions"), duration: duration),
      episodes: try root.int("episodes", default: 10, in: SuiteKeys.episodes), duration: duration,
      primary: try Self.primary(root))
  }

  private static func primary(_ root: YAMLReader) throws -> PrimaryMeasure {
    guard let primary = try root.child("primary") else { return PrimaryMeasure() }
    try primary.rejectUnknownKeys(known: SuiteKeys.names(below: "primary"))
    return PrimaryMeasure(settling: try primary.double("settling", default: 1, in: SuiteKeys.times))
  }

  private static func conditions(
    _ list: YAMLReader, duration: Double?
  ) throws -> [[Condition]] {
    var conditions: [[Condition]] = []
    var seen: Set<String> = []
    let elements = try list.elements()
    if elements.count > SuiteKeys.mostConditions {
      throw list.failure(
        found: "\(elements.count) conditions", expected: "at most \(SuiteKeys.mostConditions)")
    }
    for element in elements {
      for entry in try entries(element) {
        if let late = entry.first(where: { $0.onset >= duration ?? .infinity }) {
          throw element.failure(
            found: "'\(late)'", expected: "an onset within the life of \(duration!) s")
        }
        let text = Condition.text(entry)
        guard seen.insert(text).inserted else {
          throw element.failure(found: "'\(text)' again", expected: "each condition once")
        }
        conditions.append(entry)
      }
    }
    guard !conditions.isEmpty else { throw list.failure(expected: "at least one condition") }
    return conditions
  }

  /// One entry of the list: a text is one row of the suite, a mapping one row a severity.
  private static func entries(_ element: YAMLReader) throws -> [[Condition]] {
    guard (try? element.keys()) == nil else { return try series(element) }
    let text = try element.string()
    do {
      let conditions = try Condition.list(parsing: text)
      guard !conditions.isEmpty else {
        throw element.failure(
          expected: "a condition; the nominal world is tried without being listed")
      }
      return [conditions]
    } catch let error as ConditionError {
      throw element.failure(
        found: "'\(error.text)'", expected: "a condition (\(error.reason))")
    }
  }

  private static func series(_ element: YAMLReader) throws -> [[Condition]] {
    try element.rejectUnknownKeys(known: SuiteKeys.names(below: "conditions"))
    let kind = try element.required("kind").choice(Condition.Kind.self)
    let place = try element.child("place")
    if let place, try kind.part == nil || place.string().isEmpty {
      let name = kind.part.map { "the name of a \($0.rawValue)" }
      throw place.failure(expected: name ?? "none: \(kind.rawValue) strikes no one place")
    }
    let cause = Condition.PlacedKind(kind, at: try place?.string())
    let severities = try element.child("severities").map { list in
      try list.elements().map { try severity($0) }
    }
    let onset = try element.double("onset", default: 0, in: SuiteKeys.times)
    let end = try element.double("end", in: SuiteKeys.times)
    if let end, end <= onset {
      throw try element.required("end").failure(expected: "a time after the onset, \(onset) s")
    }
    return (severities ?? Array(Condition.severities)).map {
      [Condition(cause, severity: $0, onset: onset, end: end)]
    }
  }

  private static func severity(_ element: YAMLReader) throws -> Int {
    let severity = try element.int()
    guard Condition.severities.contains(severity) else {
      throw element.failure(expected: "a severity from 1 to 5")
    }
    return severity
  }
}
