import FileFormats
public import RobotDescription

extension Condition {
  /// A part of a robot that a condition may strike alone.
  public enum Part: String, Sendable, CaseIterable {
    /// A joint with a motor of its own, by its name.
    case joint
    /// A leg, by the name of its foot or what stands in that before its last `_`: `fl_foot` or
    /// `fl`.
    case leg
  }

  /// Whether the robot has what the conditions name.
  /// - Throws: ``ConditionError`` for a place that it has not, with those that it has.
  public static func check(_ conditions: [Condition], of model: RobotModel) throws {
    for condition in conditions {
      try check(PlacedKind(condition.kind, at: condition.place), of: model, "\(condition)")
    }
  }

  /// The same for kinds; `text` is what the error is about, the kind's own unless given.
  public static func check(
    _ cause: PlacedKind, of model: RobotModel, _ text: String? = nil
  ) throws {
    guard let place = cause.place, let part = cause.kind.part else { return }
    guard part.index(of: place, in: model) == nil else { return }
    let names = part.names(model)
    let known = names.isEmpty ? "it has none" : "known are \(names.joined(separator: ", "))"
    throw ConditionError(
      text: text ?? "\(cause)",
      reason: "no \(part.rawValue) \"\(place)\" of \(model.name)"
        + "\(suggestion(for: place, among: names).replacing("?", with: "")); \(known)")
  }
}

extension Condition.Part {
  /// Names of a robot's parts, in its order.
  public func names(_ model: RobotModel) -> [String] {
    switch self {
    case .joint: model.motors.map { model.joints[$0].name }
    case .leg: model.feet.map { Self.leg($0.name) }
    }
  }

  /// Index among the robot's joints or feet.
  func index(of place: String, in model: RobotModel) -> Int? {
    switch self {
    case .joint: model.motors.first { model.joints[$0].name == place }
    case .leg:
      model.feet.firstIndex { $0.name == place }
        ?? model.feet.firstIndex { Self.leg($0.name) == place }
    }
  }

  private static func leg(_ foot: String) -> String {
    foot.lastIndex(of: "_").map { $0 > foot.startIndex ? String(foot[..<$0]) : foot } ?? foot
  }
}
