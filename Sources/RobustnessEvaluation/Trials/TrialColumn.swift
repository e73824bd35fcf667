import Locomotion

/// One column of `suite.csv`: how it is written, and how it is read back where it says something
/// that other columns do not.
struct TrialColumn: Sendable {
  let name: String
  let write: @Sendable (TrialResult) -> String
  /// Sets the field; false where the text is none of its values. Nil for what follows from others.
  let read: (@Sendable (String, inout TrialResult) -> Bool)?

  /// Follows from other columns, or is known before a trial is run.
  static func derived(
    _ name: String, _ write: @escaping @Sendable (TrialResult) -> String
  ) -> TrialColumn {
    TrialColumn(name: name, write: write, read: nil)
  }

  /// A value whose description reads back to the same value.
  static func value<Value: LosslessStringConvertible & SendableMetatype>(
    _ name: String, _ field: WritableKeyPath<TrialResult, Value> & Sendable
  ) -> TrialColumn {
    TrialColumn(
      name: name, write: { $0[keyPath: field].description },
      read: { text, trial in
        guard let value = Value(text) else { return false }
        trial[keyPath: field] = value
        return true
      })
  }

  /// A value that is empty where there is none.
  static func optional<Value: LosslessStringConvertible & SendableMetatype>(
    _ name: String, _ field: WritableKeyPath<TrialResult, Value?> & Sendable
  ) -> TrialColumn {
    TrialColumn(
      name: name, write: { $0[keyPath: field]?.description ?? "" },
      read: { text, trial in
        trial[keyPath: field] = Value(text)
        return text.isEmpty || trial[keyPath: field] != nil
      })
  }

  /// Numbers with semicolons between them.
  static func list(
    _ name: String, _ field: WritableKeyPath<TrialResult, [Double]> & Sendable
  ) -> TrialColumn {
    TrialColumn(
      name: name, write: { $0[keyPath: field].map(\.description).joined(separator: ";") },
      read: { text, trial in
        let numbers = text.split(separator: ";").map { Double($0) }
        trial[keyPath: field] = numbers.compactMap(\.self)
        return numbers.allSatisfy { $0 != nil }
      })
  }

  static let outcome = TrialColumn(
    name: "outcome", write: { $0.outcome.description },
    read: { text, trial in
      guard let outcome = Outcome.allCases.first(where: { $0.description == text }) else {
        return false
      }
      trial.outcome = outcome
      return true
    })
}
