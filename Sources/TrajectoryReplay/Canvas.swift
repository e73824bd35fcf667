import Foundation
import NumericalMethods
import RobotDescription

/// An SVG drawing of solids under an orthographic projection.
struct Canvas {
  private static let pixelsPerMetre = 220.0
  private static let margin = 24.0
  /// View: turned about the vertical by this much, then tipped [rad].
  private static let azimuth = -0.42
  private static let elevation = 0.42

  private var body = ""
  private var low = (x: Double.infinity, y: Double.infinity)
  private var high = (x: -Double.infinity, y: -Double.infinity)

  /// Coordinates of a world point on the page [pixels, y down].
  private func project(_ p: Vector3) -> (x: Double, y: Double) {
    let (c, s) = (cos(Self.azimuth), sin(Self.azimuth))
    let (along, across) = (c * p.x - s * p.y, s * p.x + c * p.y)
    let up = p.z * cos(Self.elevation) + across * sin(Self.elevation)
    return (along * Self.pixelsPerMetre, -up * Self.pixelsPerMetre)
  }

  /// Towards the viewer is larger [m].
  func depth(_ p: Vector3) -> Double {
    let across = sin(Self.azimuth) * p.x + cos(Self.azimuth) * p.y
    return -across * cos(Self.elevation) + p.z * sin(Self.elevation)
  }

  private mutating func include(_ p: (x: Double, y: Double), _ radius: Double = 0) {
    low = (min(low.x, p.x - radius), min(low.y, p.y - radius))
    high = (max(high.x, p.x + radius), max(high.y, p.y + radius))
  }

  private func text(_ p: (x: Double, y: Double)) -> String {
    String(format: "%.1f,%.1f", p.x, p.y)
  }

  mutating func polygon(_ points: [Vector3], fill: String) {
    let projected = points.map(project)
    for p in projected { include(p) }
    let list = projected.map(text).joined(separator: " ")
    body += "<polygon points=\"\(list)\" fill=\"\(fill)\"/>\n"
  }

  mutating func polyline(_ points: [Vector3], color: String, width: Double) {
    let list = points.map { text(project($0)) }.joined(separator: " ")
    let w = String(format: "%.1f", width * Self.pixelsPerMetre)
    body +=
      "<polyline points=\"\(list)\" fill=\"none\" stroke=\"\(color)\" stroke-width=\"\(w)\"/>\n"
  }

  mutating func group(opacity: Double, _ draw: (inout Canvas) -> Void) {
    body += String(format: "<g opacity=\"%.2f\">\n", opacity)
    draw(&self)
    body += "</g>\n"
  }

  mutating func solid(_ geometry: Geometry, _ pose: Pose, _ shade: Shade) {
    switch geometry {
    case .sphere(let radius):
      disc(pose.position, radius, fill: shade.lit(1.1))
      disc(
        pose.position + Vector3(0, -0.3 * radius, 0.35 * radius), radius * 0.55,
        fill: shade.lit(1.35))
    case .capsule(let radius, let length), .cylinder(let radius, let length):
      let half = pose.rotation.rotate(.unitZ) * (length / 2)
      rod(pose.position - half, pose.position + half, radius, shade)
    case .box(let size): box(size, pose, shade)
    }
  }

  private mutating func disc(_ center: Vector3, _ radius: Double, fill: String) {
    let p = project(center)
    let r = radius * Self.pixelsPerMetre
    include(p, r)
    body += String(
      format: "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%@\"/>\n", p.x, p.y, r, fill)
  }

  private mutating func rod(_ a: Vector3, _ b: Vector3, _ radius: Double, _ shade: Shade) {
    let (p, q) = (project(a), project(b))
    include(p, radius * Self.pixelsPerMetre)
    include(q, radius * Self.pixelsPerMetre)
    for (share, brightness) in [(1.0, 0.75), (0.78, 1.0), (0.3, 1.3)] {
      body += String(
        format:
          "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%@\" "
          + "stroke-width=\"%.1f\" stroke-linecap=\"round\"/>\n",
        p.x, p.y, q.x, q.y, shade.lit(brightness), 2 * radius * share * Self.pixelsPerMetre)
    }
  }

  private mutating func box(_ size: Vector3, _ pose: Pose, _ shade: Shade) {
    let half = size / 2
    let axes: [(Vector3, Vector3, Vector3)] = [
      (Vector3(half.x, 0, 0), Vector3(0, half.y, 0), Vector3(0, 0, half.z)),
      (Vector3(0, half.y, 0), Vector3(0, 0, half.z), Vector3(half.x, 0, 0)),
      (Vector3(0, 0, half.z), Vector3(half.x, 0, 0), Vector3(0, half.y, 0)),
    ]
    var faces: [(depth: Double, corners: [Vector3], brightness: Double)] = []
    for (n, u, v) in axes {
      for sign in [1.0, -1.0] {
        let center = pose.apply(n * sign)
        let corners = [u + v, u - v, -u - v, v - u].map { pose.apply(n * sign + $0) }
        let normal = pose.rotation.rotate(n * sign).normalized
        let light = 1.0 + 0.35 * normal.dot(Vector3(0.2, -0.5, 0.84))
        faces.append((depth(center), corners, light))
      }
    }
    for face in faces.sorted(by: { $0.depth < $1.depth }) {
      polygon(face.corners, fill: shade.lit(face.brightness))
    }
  }

  /// The drawing as a file of its own.
  var svg: String {
    let (x, y) = (low.x - Self.margin, low.y - Self.margin)
    let (w, h) = (high.x - low.x + 2 * Self.margin, high.y - low.y + 2 * Self.margin)
    return String(
      format:
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"%.0f %.0f %.0f %.0f\" "
        + "width=\"%.0f\" height=\"%.0f\">\n"
        + "<rect x=\"%.0f\" y=\"%.0f\" width=\"%.0f\" height=\"%.0f\" fill=\"white\"/>\n",
      x, y, w, h, w, h, x, y, w, h) + body + "</svg>\n"
  }
}
