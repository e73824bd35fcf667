import FileFormats
public import Locomotion
import NumericalMethods
import RobotDescription

/// Draws a robot in motion as one SVG picture: the robot at a few moments, the ground with a metre
/// scale, and the paths of its feet. Orthographic view from ahead and to the right of the robot.
public final class StroboscopicPicture: EpisodeObserver {
  /// Moments to draw.
  private let exposures: Int
  /// Time between them [s], and of the first [s].
  private let interval: Double
  private let start: Double
  private var frames: [[Pose]] = []
  private var footPaths: [[Vector3]] = []
  private var groundLine: [Vector3] = []
  private var model: RobotModel?

  /// - Parameters: when to open the shutter [s], how often, and how long to wait between [s].
  public init(start: Double = 3, exposures: Int = 5, interval: Double = 0.6) {
    self.exposures = exposures
    self.interval = interval
    self.start = start
  }

  public func episodeDidStart(_ episode: Episode) {
    model = episode.model
    frames = []
    groundLine = []
    footPaths = Array(repeating: [], count: episode.model.feet.count)
  }

  public func episodeDidStep(_ episode: Episode) {
    let elapsed = episode.time - start
    let length = Double(exposures - 1) * interval
    guard elapsed >= -1e-9, elapsed <= length + 1e-9 else { return }
    for foot in footPaths.indices {
      footPaths[foot].append(episode.simulation.footPosition(foot))
    }
    groundLine.append(episode.simulation.basePose.position)
    if elapsed + 1e-9 >= Double(frames.count) * interval {
      frames.append(episode.simulation.linkPoses)
    }
  }

  /// The picture; nil when the episode ended before the first exposure.
  public var svg: String? {
    guard let model, !frames.isEmpty else { return nil }
    var canvas = Canvas()
    drawGround(on: &canvas)
    for path in footPaths { canvas.polyline(path, color: "#c0392b", width: 0.006) }
    for (k, poses) in frames.enumerated() {
      let opacity = 0.35 + 0.65 * Double(k + 1) / Double(frames.count)
      canvas.group(opacity: opacity) { draw(model, poses, on: &$0) }
    }
    return canvas.svg
  }

  /// A strip of squares, half a metre wide, under the way of the robot.
  private func drawGround(on canvas: inout Canvas) {
    let xs = groundLine.map(\.x)
    let ys = groundLine.map(\.y)
    guard let low = xs.min(), let high = xs.max(), let near = ys.min(), let far = ys.max() else {
      return
    }
    let tile = 0.5
    let columns = Int((low - 0.8) / tile)...Int((high + 1.3) / tile)
    let rows = Int(((near - 0.9) / tile).rounded(.down))...Int((far + 0.9) / tile)
    for c in columns {
      for r in rows {
        let (x, y) = (Double(c) * tile, Double(r) * tile)
        let corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map { corner in
          Vector3(x + Double(corner.0) * tile, y + Double(corner.1) * tile, 0)
        }
        canvas.polygon(corners, fill: (c + r).isMultiple(of: 2) ? "#eef1f4" : "#dfe4e9")
      }
    }
  }

  private func draw(_ model: RobotModel, _ poses: [Pose], on canvas: inout Canvas) {
    var parts: [(depth: Double, draw: (inout Canvas) -> Void)] = []
    for (i, link) in model.links.enumerated() {
      let isFoot = model.feet.contains { $0.link == i }
      for shape in link.shapes {
        let pose = poses[i] * shape.pose
        let color = i == 0 ? Palette.base : isFoot ? Palette.shank : Palette.thigh
        parts.append((canvas.depth(pose.position), { $0.solid(shape.geometry, pose, color) }))
      }
    }
    for part in parts.sorted(by: { $0.depth < $1.depth }) { part.draw(&canvas) }
  }
}

private enum Palette {
  static let base = Shade(red: 52, green: 73, blue: 94)
  static let thigh = Shade(red: 41, green: 128, blue: 185)
  static let shank = Shade(red: 93, green: 173, blue: 226)
}

/// A colour that light makes brighter.
struct Shade {
  let red, green, blue: Double

  /// Brightness 1 is the colour itself.
  func lit(_ brightness: Double) -> String {
    Markup.color(red * brightness, green * brightness, blue * brightness)
  }
}
