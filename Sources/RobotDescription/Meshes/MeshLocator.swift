import Foundation

/// Finds the files that a URDF names.
struct MeshLocator {
  /// The URDF's folder.
  let folder: String
  /// Folders that may hold packages.
  let roots: [String]

  init(urdfPath: String, roots: [String]) {
    let url = URL(fileURLWithPath: urdfPath).standardizedFileURL
    folder = url.deletingLastPathComponent().path
    self.roots = roots
  }

  /// The path of `name`, or nil when there is no such file.
  ///
  /// `package://P/rest` and `model://P/rest` are sought in each folder from the URDF's upwards: in
  /// the folder itself when it is called P, in P inside it, and, as a checkout may have another
  /// name, as `rest`; then in P inside each of the roots. `file://` is an absolute path, all else
  /// is relative to the URDF.
  func path(of name: String) -> String? {
    candidates(name).first { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        && !isFolder.boolValue
    }
  }

  private func candidates(_ name: String) -> [String] {
    if name.hasPrefix("file://") { return [String(name.dropFirst(7))] }
    guard let scheme = ["package://", "model://"].first(where: name.hasPrefix) else {
      return [name.hasPrefix("/") ? name : folder + "/" + name]
    }
    let parts = name.dropFirst(scheme.count).split(separator: "/", maxSplits: 1)
    guard parts.count == 2 else { return [] }
    let (package, rest) = (String(parts[0]), String(parts[1]))
    return ancestors.flatMap { above in
      let own = (above as NSString).lastPathComponent == package ? ["\(above)/\(rest)"] : []
      return own + ["\(above)/\(package)/\(rest)"]
    } + roots.map { "\($0)/\(package)/\(rest)" } + ancestors.map { "\($0)/\(rest)" }
  }

  /// The URDF's folder and all above it.
  private var ancestors: [String] {
    sequence(first: folder) { $0 == "/" ? nil : ($0 as NSString).deletingLastPathComponent }
      .map { $0 == "/" ? "" : $0 }
  }
}
