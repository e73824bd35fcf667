import ArgumentParser
import FileFormats
import Foundation
import RobotDescription
import RobotImport

struct RobotImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Makes a robot of robots/ from a URDF: meshes, standing pose, servo gains.",
    discussion: """
      Examples:
        ganglion robot import a1.urdf
        ganglion robot import anymal.urdf --name anymal-b --inertias estimate
        ganglion train locomotion --robot a1

      Writes <name>.urdf, with meshes replaced by the solids that cover them, <name>.yaml, with a
      standing pose and gains found by a short search in simulation, and a README.md that says
      what was done. The robot walks along +x of its base; its feet are the ends of its legs.
      """)

  @Argument(help: "The path of a URDF file.")
  var urdf: String
  @Option(help: "Name of the robot and its folder; the file's own by default.")
  var name: String?
  @Option(help: "Folder to write the robot's folder into; robots/ by default.")
  var output: String?
  @Option(
    help: """
      Bodies whose mass or inertia is missing or that of no body: refuse, or estimate it from \
      their shapes.
      """)
  var inertias = Inertias.estimate
  @Flag(help: "Write into a folder that is not empty; files of the names above are replaced.")
  var force = false
  @OptionGroup var display: OutputOptions

  enum Inertias: String, ExpressibleByArgument, CaseIterable {
    case refuse, estimate
  }

  func validate() throws {
    try requireNames(("the URDF file", urdf), ("--output", output))
    try require("--name", name.map { "\"\($0)\"" }, "the name of a folder") {
      Self.isFolder($0.dropFirst().dropLast())
    }
    _ = try name ?? Self.name(ofFile: urdf)
  }

  private static func isFolder(_ name: some StringProtocol) -> Bool {
    !name.isEmpty && !name.hasPrefix(".") && !name.contains("/")
  }

  /// The name of a file without what follows its last dot.
  /// - Throws: a usage error where that is no name for a folder.
  private static func name(ofFile path: String) throws -> String {
    let file = FilePath.name(of: path)
    let name = String(file.lastIndex(of: ".").map { file[..<$0] } ?? file[...])
    guard isFolder(name) else {
      throw ValidationError("\(path) has no name for a robot; give one with --name")
    }
    return name
  }

  func run() throws {
    let name = try name ?? Self.name(ofFile: urdf)
    let folder = (output ?? Installation.robots) + "/" + name
    let files = ["\(name).urdf", "\(name).yaml", "README.md"]
    try requireApart(
      inputs: [("the URDF file", urdf)],
      outputs: files.map { ("the robot's \($0)", "\(folder)/\($0)") })
    if !force, !Self.isFree(folder) {
      throw FileError(path: folder, operation: "write", reason: "it exists; --force replaces it")
    }
    let (robot, estimates) = try read()
    guard let found = try RobotImporter.prepare(robot, estimatesInertias: estimates) else {
      throw RobotImportError(path: urdf)
    }
    let verdict = RobotVerdict(found.model)
    try write(found, verdict, to: folder, name: name)
    let next = "next: ganglion train locomotion --robot \(output == nil ? name : folder)"
    try verdict.report(
      found.model,
      [
        "robot": name, "folder": folder, "mass_kg": found.model.totalMass,
        "standing_height_m": found.model.standingHeight, "leg_extension": found.legExtension,
        "stiffness": found.stiffness, "tried": found.tried,
      ], display, lines: ["wrote \(folder)"] + (verdict.isUsable ? [next] : []))
  }

  /// The robot with its mesh solids, and whether inertias had to be estimated.
  private func read() throws -> (RobotModel, Bool) {
    let roots = Installation.packageRoots
    func load(_ profile: String) throws -> RobotModel {
      try RobotModel.load(urdfPath: urdf, packageRoots: roots, profile: profile)
    }
    do {
      return (try load(""), false)
    } catch let error as RobotDescriptionError where error.isAboutInertia && inertias == .estimate {
      return (try load("physics: { inertias: estimate }"), true)
    }
  }

  /// Whether nothing is at a path, or an empty folder.
  private static func isFree(_ folder: String) -> Bool {
    guard FileManager.default.fileExists(atPath: folder) else { return true }
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
    return names?.isEmpty ?? false
  }

  /// Writes the robot's files all together or, where there are others, each by itself.
  private func write(
    _ found: RobotImporter.Import, _ verdict: RobotVerdict, to folder: String, name: String
  ) throws {
    let source = found.model.source
    let card = found.card(verdict, name: name, source: FilePath.name(of: urdf))
    let files = [
      (name: "\(name).urdf", text: source.urdf), ("\(name).yaml", source.profile),
      ("README.md", card),
    ]
    if Self.isFree(folder) { return try AtomicFile.writeFolder(files, to: folder) }
    for (file, text) in files { try AtomicFile.write(text, to: "\(folder)/\(file)") }
  }
}
