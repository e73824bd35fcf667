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
  @Flag(help: "Replace a robot of that name.")
  var force = false
  @OptionGroup var display: OutputOptions

  enum Inertias: String, ExpressibleByArgument, CaseIterable {
    case refuse, estimate
  }

  func validate() throws {
    let isFolder = name.map { !$0.isEmpty && !$0.hasPrefix(".") && !$0.contains("/") }
    try require(
      isFolder ?? true, "--name is \"\(name ?? "")\", expected the name of a folder")
  }

  func run() throws {
    let name = name ?? ((urdf as NSString).lastPathComponent as NSString).deletingPathExtension
    let folder = (output ?? Installation.robots) + "/" + name
    if !force, FileManager.default.fileExists(atPath: folder) {
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

  private func write(
    _ found: RobotImporter.Import, _ verdict: RobotVerdict, to folder: String, name: String
  ) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw FileError(
        path: folder, operation: "create", reason: (error as NSError).localizedDescription)
    }
    let source = found.model.source
    let card = found.card(verdict, name: name, source: (urdf as NSString).lastPathComponent)
    for (file, text) in [
      ("\(name).urdf", source.urdf), ("\(name).yaml", source.profile), ("README.md", card),
    ] {
      try AtomicFile.write(text, to: folder + "/" + file)
    }
  }
}
