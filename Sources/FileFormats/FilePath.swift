/// Parts of paths, byte by byte.
///
/// Foundation's `deletingLastPathComponent` ends the program for some paths, such as `a`.
public enum FilePath {
  /// The folder that a file is in: `.` where the path names none.
  public static func folder(of path: String) -> String {
    let bytes = trimmed(path)
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else {
      return bytes.isEmpty && !path.isEmpty ? "/" : "."
    }
    let folder = trimmed(String(bytes[..<slash]) ?? "")
    return folder.isEmpty ? "/" : String(folder) ?? "/"
  }

  /// The name without its folder: empty for `/`.
  public static func name(of path: String) -> String {
    let bytes = trimmed(path)
    let slash = bytes.lastIndex(of: UInt8(ascii: "/"))
    return String(slash.map { bytes[bytes.index(after: $0)...] } ?? bytes) ?? ""
  }

  /// Without slashes at the end.
  private static func trimmed(_ path: String) -> Substring.UTF8View {
    var bytes = path[...].utf8
    while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    return bytes
  }
}
