/// Bounds on the values of an experiment, checked key by key.
struct Bounds {
  /// The place (file and line) of a key.
  let locate: (String) -> String
  /// What every key begins with, such as `network.`.
  private(set) var prefix = ""

  init(locate: @escaping (String) -> String) { self.locate = locate }

  /// Those of the keys below `key`.
  func of(_ key: String) -> Bounds {
    var inner = self
    inner.prefix += key + "."
    return inner
  }

  func require(_ holds: Bool, _ key: String, _ found: Any, _ expected: String) throws {
    guard holds else {
      let key = prefix + key
      throw ExperimentError(place: locate(key), key: key, found: "\(found)", expected: expected)
    }
  }

  /// A text of few bytes.
  func short(_ text: String, _ key: String, most: Int = 200) throws {
    let count = text.utf8.count
    try require(count <= most, key, "\(count) bytes", "at most \(most)")
  }

  func finite(_ value: Double, _ key: String) throws {
    try require(value.isFinite, key, value, "a finite number")
  }

  func positive(_ value: Double, _ key: String) throws {
    try require(value > 0 && value.isFinite, key, value, "a positive number")
  }

  /// Kept in single precision, where it must neither vanish nor overflow.
  func positiveFloat(_ value: Double, _ key: String) throws {
    let isHeld = Float(value) > 0 && Float(value).isFinite
    try require(isHeld, key, value, "a positive number in single precision")
  }

  func duration(_ value: Double, _ key: String, from least: Double = .leastNonzeroMagnitude) throws
  {
    let expected = least > 0 ? "a time above 0, at most a day" : "a time from 0 on, at most a day"
    try require((least...86_400).contains(value), key, value, expected)
  }

  func nonNegative(_ value: Double, _ key: String, _ expected: String = "a number from 0 on") throws
  {
    try require(value >= 0 && value.isFinite, key, value, expected)
  }

  func decay(_ value: Double, _ key: String) throws {
    try require(value > 0 && value <= 1, key, value, "a number above 0, at most 1")
  }

  func count(_ value: Int, _ key: String) throws {
    try require((1...1_000_000).contains(value), key, value, "1 to 1000000")
  }

  /// A number of updates over which something decays.
  func timeConstant(_ value: Double, _ key: String) throws {
    try require((1...1e9).contains(value), key, value, "1 to 1e9 updates")
  }

  func unit(_ value: Double, _ key: String) throws {
    try require((0...1).contains(value), key, value, "a number from 0 to 1")
  }

  func share(_ value: Double, _ key: String) throws {
    try require(
      value >= 0 && Float(value) < 1, key, value, "a number from 0 up to, not including, 1")
  }
}
