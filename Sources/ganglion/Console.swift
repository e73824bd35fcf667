import FileFormats
import Foundation
import NumericalMethods

/// Text to the user: results on stdout, all else on stderr, without anything that a terminal would
/// obey.
enum Console {
  /// Of several ranks only the first speaks. Nobody is left to tell when stderr cannot be written.
  static func error(_ line: String) {
    guard Launch.isFirst else { return }
    _ = Descriptor.write(Data((TerminalText.escaped(line) + "\n").utf8), to: STDERR_FILENO)
  }

  /// Something that the user should know though it stops nothing; nil is nothing.
  static func warn(_ line: String?) {
    if let line { error("warning: \(line)") }
  }

  /// Ends the program when stdout cannot be written, such as on a full disk; but a reader that has
  /// gone, such as `head`, has had what it wanted.
  static func output(_ line: String) {
    guard Launch.isFirst else { return }
    let code = Descriptor.write(Data((TerminalText.escaped(line) + "\n").utf8), to: STDOUT_FILENO)
    guard code != 0, code != EPIPE else { return }
    Console.error("error: stdout: cannot write: \(String(cString: strerror(code)))")
    exit(ExitCodes.inputOutput)
  }

  /// Overwrites the present line of the terminal.
  static func live(_ line: String) {
    guard Launch.isFirst else { return }
    _ = Descriptor.write(Data(("\r\u{1B}[2K" + TerminalText.escaped(line)).utf8), to: STDERR_FILENO)
  }

  /// Columns of the terminal that stderr is, as it is now; 80 where it does not say.
  static var width: Int {
    var size = winsize()
    let isKnown = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return isKnown ? Int(size.ws_col) : 80
  }

  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// One JSON object on stdout; property names become snake_case keys.
  static func json(_ value: some Encodable) throws { try json(of: value) }

  static func json(_ fields: Fields) throws { try json(of: fields) }

  private static func json(of value: some Encodable) throws {
    let encoder = JSON.encoder(isPretty: true, isSnakeCase: true)
    let text = String(decoding: try encoder.encode(value), as: UTF8.self)
    output(TerminalText.escaped(json: text))
  }

  /// Cells in columns of these widths; those beyond the widths as long as they are.
  static func row(_ cells: [String], _ widths: [Int]) {
    let padded = cells.enumerated().map { widths.count > $0 ? $1.padded(widths[$0]) : $1 }
    output(padded.joined().trimmedEnd)
  }

  /// Rows in columns, indented, and an empty line.
  /// - Parameter widths: of the columns; nil makes each as wide as its widest cell.
  static func table(_ rows: [[String]], widths: [Int]? = nil) {
    let widths =
      widths ?? (rows.first ?? []).indices.map { column in rows.map { $0[column] }.columnWidth }
    for cells in rows { row([""] + cells, [2] + widths) }
    output("")
  }
}

/// One JSON object, key by key; what is nil has no key.
struct Fields: Encodable, ExpressibleByDictionaryLiteral {
  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private let fields: [(key: String, value: any Encodable)]

  init(dictionaryLiteral elements: (String, (any Encodable)?)...) {
    fields = elements.compactMap { key, value in value.map { (key, $0) } }
  }

  private init(_ fields: [(key: String, value: any Encodable)]) { self.fields = fields }

  static func + (a: Fields, b: Fields) -> Fields { Fields(a.fields + b.fields) }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    for (key, value) in fields { try container.encode(value, forKey: Name(stringValue: key)) }
  }
}

extension String {
  /// Filled up with spaces; a longer text stays as it is.
  func padded(_ width: Int) -> String { self + spaces(width) }

  /// The same, with the text at the right.
  func rightAligned(_ width: Int) -> String { spaces(width) + self }

  private func spaces(_ width: Int) -> String {
    String(repeating: " ", count: max(0, width - count))
  }

  /// Without trailing spaces.
  var trimmedEnd: String { String(reversed().drop { $0 == " " }.reversed()) }
}

extension Sequence<String> {
  /// Width of the widest, and two spaces.
  var columnWidth: Int { 2 + (map(\.count).max() ?? 0) }
}

extension Double {
  /// Fixed decimals.
  func fixed(_ digits: Int) -> String { String(format: "%.\(digits)f", self) }

  /// A share in per cent.
  func percent(_ digits: Int) -> String { "\((100 * self).fixed(digits)) %" }
}

extension ClusteredEstimate {
  /// Point and interval, if there is one.
  func plain(_ digits: Int) -> String {
    bounds == nil ? estimate.fixed(digits) : ConfidenceInterval(self).plain(digits)
  }

  /// The same with signs.
  func signed(_ digits: Int) -> String { ConfidenceInterval(self).signed(digits) }

  /// A share in per cent.
  func percent(_ digits: Int = 0) -> String { ConfidenceInterval(self).percent(digits) }
}

extension StatisticInterval {
  /// Point and interval.
  func plain(_ digits: Int) -> String {
    "\(estimate.fixed(digits)) (\(low.fixed(digits)) to \(high.fixed(digits)))"
  }

  func signed(_ digits: Int, scale: Double = 1) -> String {
    func text(_ value: Double) -> String {
      let rounded = (scale * value).fixed(digits)
      if rounded.allSatisfy({ "-0.".contains($0) }) { return 0.0.fixed(digits) }
      return rounded.hasPrefix("-") ? rounded : "+" + rounded
    }
    guard !low.isNaN else { return text(estimate) }
    return "\(text(estimate)) (\(text(low)) to \(text(high)))"
  }

  /// Shares in per cent.
  func percent(_ digits: Int = 0) -> String {
    guard !low.isNaN else { return estimate.percent(digits) }
    let bounds = [low, high].map { (100 * $0).fixed(digits) }.joined(separator: "–")
    return "\(estimate.percent(digits)) (\(bounds))"
  }
}
