import FileFormats
import Foundation

/// Text to the user: results on stdout, all else on stderr.
enum Console {
  /// Of several ranks only the first speaks. Nobody is left to tell when stderr cannot be written.
  static func error(_ line: String) {
    guard Launch.isFirst else { return }
    try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
  }

  /// Something that the user should know though it stops nothing; nil is nothing.
  static func warn(_ line: String?) {
    if let line { error("warning: \(line)") }
  }

  /// Ends the program when stdout cannot be written, such as on a full disk.
  static func output(_ line: String) {
    guard Launch.isFirst else { return }
    do {
      try FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
    } catch {
      Console.error("error: stdout: cannot write: \((error as NSError).localizedDescription)")
      exit(ExitCodes.inputOutput)
    }
  }

  /// Overwrites the present line of the terminal.
  static func live(_ line: String) {
    guard Launch.isFirst else { return }
    try? FileHandle.standardError.write(contentsOf: Data(("\r\u{1B}[2K" + line).utf8))
  }

  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// One JSON object on stdout; property names become snake_case keys.
  static func json(_ value: some Encodable) throws {
    let encoder = JSON.encoder(isPretty: true, isSnakeCase: true)
    output(String(decoding: try encoder.encode(value), as: UTF8.self))
  }
}

extension Double {
  /// Fixed decimals.
  func fixed(_ digits: Int) -> String { String(format: "%.\(digits)f", self) }
}
