import FileFormats
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

  private var body: Markup = ""
  private var low = (x: Double.infinity, y: Double.infinity)
  private var high = (x: -Double.infinity, y: -Double.infinity)

  /// Coordinates of a world point on the page [pixels, y down].
  private func project(_ p: Vector3) -> Markup.Point {
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

  private mutating func include(_ p: Markup.Point, _ radius: Double = 0) {
    low = (min(low.x, p.x - radius), min(low.y, p.y - radius))
    high = (max(high.x, p.x + radius), max(high.y, p.y + radius))
  }

  mutating func polygon(_ corners: [Vector3], fill: String) {
    let projected = corners.map(project)
    for p in projected { include(p) }
    body += .polygon(projected, "fill=\"\(fill)\"")
  }

  mutating func polyline(_ points: [Vector3], color: String, width: Double) {
    body += .polyline(
      points.map(project), "stroke=\"\(color)\" stroke-width=\"\(width * Self.pixelsPerMetre)\"")
  }

  mutating func group(opacity: Double, _ draw: (inout Canvas) -> Void) {
    body += "<g opacity=\"\(opacity, 2)\">\n"
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
    let (p, r) = (project(center), radius * Self.pixelsPerMetre)
    include(p, r)
    body += .circle(p, radius: r, "fill=\"\(fill)\"")
  }

  private mutating func rod(_ a: Vector3, _ b: Vector3, _ radius: Double, _ shade: Shade) {
    let (p, q, r) = (project(a), project(b), radius * Self.pixelsPerMetre)
    include(p, r)
    include(q, r)
    for (share, brightness) in [(1.0, 0.75), (0.78, 1.0), (0.3, 1.3)] {
      body += """
        <line x1="\(p.x)" y1="\(p.y)" x2="\(q.x)" y2="\(q.y)" stroke="\(shade.lit(brightness))" \
        stroke-width="\(2 * r * share)" stroke-linecap="round"/>

        """
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
    let size = (high.x - low.x + 2 * Self.margin, high.y - low.y + 2 * Self.margin)
    return Markup.drawing(from: (low.x - Self.margin, low.y - Self.margin), size, body).source
  }
}
