/// An error that a user can mend: its description is one line with the place, what was found and
/// what was expected.
public protocol GanglionError: Error, Sendable, CustomStringConvertible {
  /// The exit code of a program that ends with it (sysexits.h).
  var exitCode: Int32 { get }
}

extension GanglionError {
  /// That of bad input data, unless an error has another.
  public var exitCode: Int32 { ExitCodes.badInput }
}

/// The documented exit codes (sysexits.h).
public enum ExitCodes {
  public static let usage: Int32 = 64
  public static let badInput: Int32 = 65
  public static let internalError: Int32 = 70
  public static let inputOutput: Int32 = 74
  /// Try again: of programs whose ranks failed or do not fit together.
  public static let rankFailed: Int32 = 75
  public static let interrupted: Int32 = 130
}

/// A file that cannot be read or written.
public struct FileError: GanglionError, Equatable {
  public let path: String
  public let operation: String
  public let reason: String

  public init(path: String, operation: String, reason: String) {
    (self.path, self.operation, self.reason) = (path, operation, reason)
  }

  public var exitCode: Int32 { ExitCodes.inputOutput }

  public var description: String { "\(path): cannot \(operation): \(reason)" }
}
