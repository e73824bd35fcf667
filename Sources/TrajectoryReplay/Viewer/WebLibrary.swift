public import FileFormats
import Foundation

/// A script of the system's that a page needs and that cannot be read.
public struct WebLibraryError: GanglionError, Equatable {
  public var exitCode: Int32 { ExitCodes.inputOutput }

  public let path: String
  public let reason: String

  public var description: String {
    "\(path): cannot read three.js: \(reason); tools/setup installs it (Debian: libjs-three)"
  }
}

/// The text of three.js, which draws in three dimensions, from the system's copy.
public struct WebLibrary: Sendable {
  /// Where Debian's and Ubuntu's package libjs-three puts it.
  public static let systemPath = "/usr/share/javascript/three/three.min.js"

  let script: String

  /// - Throws: ``WebLibraryError``.
  public init(threeAt path: String = systemPath) throws {
    let text: String
    do {
      text = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw WebLibraryError(path: path, reason: (error as NSError).localizedDescription)
    }
    guard text.contains("REVISION"), text.contains("WebGLRenderer") else {
      throw WebLibraryError(path: path, reason: "it holds another program")
    }
    script = text
  }
}
