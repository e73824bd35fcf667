import Foundation
import NumericalMethods

/// Everything that was asked of a world, one call a line: what another program needs to put the
/// same calls to ODE and reach the same bits (`tools/peers/c_loop` does, to measure what everything
/// around the physics costs).
///
/// Numbers are written in hexadecimal floating point, which reads back bit for bit.
public final class WorldTape {
  private var lines: [String] = []

  public init() {}

  /// The calls in order.
  public var text: String { lines.joined(separator: "\n") + "\n" }

  func note(_ call: String, _ indices: [Int] = [], _ values: Double...) {
    let fields =
      [call] + indices.map { "\($0)" } + values.map { String(format: "%a", $0) }
    lines.append(fields.joined(separator: " "))
  }

  func note(_ configuration: WorldConfiguration) {
    let c = configuration
    note(
      "world", [c.contactsPerPair], c.gravity.x, c.gravity.y, c.gravity.z, c.jointERP, c.jointCFM,
      c.stopERP, c.contact.stiffness, c.contact.damping, c.friction)
  }

  func note(_ solid: Solid, on body: Body, offset: Pose) {
    let (p, q) = (offset.position, offset.rotation)
    func shape(_ kind: Int, _ a: Double, _ b: Double, _ c: Double) {
      note("shape", [kind, body.index], a, b, c, p.x, p.y, p.z, q.w, q.x, q.y, q.z)
    }
    switch solid {
    case .sphere(let radius): shape(0, radius, 0, 0)
    case .box(let size): shape(1, size.x, size.y, size.z)
    case .capsule(let radius, let length): shape(2, radius, length, 0)
    case .cylinder(let radius, let length): shape(3, radius, length, 0)
    }
  }
}
