import FileFormats

extension Condition {
  /// A kind of condition and the joint or leg that it strikes, written `kind` or `kind(place)`,
  /// such as `reversed-actuator(fl_knee)`; without a place the seed draws one.
  public struct PlacedKind: Sendable, Hashable {
    public let kind: Kind
    public let place: String?

    /// - Precondition: a place is for kinds that strike a part of the robot.
    public init(_ kind: Kind, at place: String? = nil) {
      precondition(place == nil || kind.part != nil, "a place is for kinds that strike a part")
      (self.kind, self.place) = (kind, place)
    }

    /// Reads `kind` or `kind(place)`.
    /// - Throws: ``ConditionError``.
    public init(parsing text: String) throws {
      let parts = try Parts(text)
      guard parts.tail.isEmpty else {
        throw ConditionError(text: text, reason: "expected a kind, or a kind and (a place)")
      }
      try self.init(parts.head, at: parts.place, of: text)
    }

    /// - Parameter text: what it is a part of.
    init(_ name: String, at place: String?, of text: String) throws {
      guard let kind = Kind(rawValue: name) else {
        let known = Kind.allCases.map(\.rawValue).joined(separator: ", ")
        throw ConditionError(text: text, reason: "unknown kind \"\(name)\"; known are \(known)")
      }
      guard place == nil || kind.part != nil else {
        let others = Kind.allCases.filter { $0.part != nil }.map(\.rawValue)
        throw ConditionError(
          text: text,
          reason: "\(name) strikes no one place, as \(others.joined(separator: ", ")) do")
      }
      (self.kind, self.place) = (kind, place)
    }
  }

  /// Kinds without a place.
  public static func placed(_ kinds: Kind...) -> [PlacedKind] { kinds.map { PlacedKind($0) } }

  public init(
    _ cause: PlacedKind, severity: Int, onset: Double = 0, end: Double? = nil
  ) {
    self.init(cause.kind, at: cause.place, severity: severity, onset: onset, end: end)
  }
}

extension Condition.PlacedKind: CustomStringConvertible {
  public var description: String { kind.rawValue + (place.map { "(\($0))" } ?? "") }
}

extension Condition.PlacedKind: Codable {
  public init(from decoder: any Decoder) throws {
    let values = try decoder.singleValueContainer()
    do {
      try self.init(parsing: values.decode(String.self))
    } catch let error as ConditionError {
      throw DecodingError.dataCorruptedError(in: values, debugDescription: error.reason)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.singleValueContainer()
    try values.encode(description)
  }
}

extension Condition {
  /// A text of the form `head(place)tail`. What stands in a place, whatever it is, is one name:
  /// that of a robot's part.
  struct Parts {
    let head: String
    let place: String?
    let tail: String

    init(_ text: String) throws {
      guard let open = text.firstIndex(of: "(") else {
        let end = text.firstIndex(of: "@") ?? text.endIndex
        (head, place, tail) = (String(text[..<end]), nil, String(text[end...]))
        return
      }
      guard let close = text.closing(open), text.index(after: open) < close else {
        throw ConditionError(
          text: text, reason: "expected the name of a joint or leg in parentheses")
      }
      head = String(text[..<open])
      place = String(text[text.index(after: open)..<close])
      tail = String(text[text.index(after: close)...])
    }
  }

  /// The pieces of `a+b+…`; what stands in parentheses is not divided.
  static func pieces(_ text: String) -> [String] {
    var (pieces, depth) = ([""], 0)
    for letter in text {
      depth += letter == "(" ? 1 : letter == ")" ? -1 : 0
      if letter == "+" && depth <= 0 {
        pieces.append("")
      } else {
        pieces[pieces.count - 1].append(letter)
      }
    }
    return pieces
  }
}

extension String {
  /// Where the parenthesis that opens at `open` is closed.
  fileprivate func closing(_ open: Index) -> Index? {
    var depth = 0
    for index in self[open...].indices {
      depth += self[index] == "(" ? 1 : self[index] == ")" ? -1 : 0
      if depth == 0 { return index }
    }
    return nil
  }
}
