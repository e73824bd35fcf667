import Foundation
public import NumericalMethods
public import RigidBodyDynamics

/// Rough ground: fractal value noise on a height field, flat where the robot stands.
public struct RoughTerrain: Sendable {
  /// Largest height above, and depth below, the flat ground [m].
  public var amplitude: Double
  /// Size of the largest bumps [m].
  public var wavelength = 1.0
  /// Each octave halves wavelength and amplitude.
  public var octaves = 3
  /// Distance between samples [m].
  public var spacing = 0.125
  /// Ground within this distance of the centre is flat [m], and reaches full roughness 1 m further.
  public var clearing = 0.6

  public init(amplitude: Double) { self.amplitude = amplitude }

  /// A square field of `side` × `side` samples; the robot stands at `center` a quarter of the
  /// field's width from its −x border, since it walks towards +x. All heights lie in ±amplitude.
  public func heightfield(
    around center: Vector3, side: Int = 256, stream: inout RandomStream
  ) -> Heightfield {
    let width = Double(side - 1) * spacing
    let origin = Vector3(center.x - width / 4, center.y - width / 2, 0)
    var heights = [Double](repeating: 0, count: side * side)
    var octaveAmplitude = 1.0
    var octaveWavelength = wavelength
    var total = 0.0
    for _ in 0..<octaves {
      addOctave(
        to: &heights, side: side, amplitude: octaveAmplitude, wavelength: octaveWavelength,
        stream: &stream)
      total += octaveAmplitude
      octaveAmplitude /= 2
      octaveWavelength /= 2
    }
    for r in 0..<side {
      for c in 0..<side {
        let x = origin.x + Double(c) * spacing - center.x
        let y = origin.y + Double(r) * spacing - center.y
        let distance = (x * x + y * y).squareRoot() - clearing
        heights[r * side + c] *= amplitude / total * smoothstep(min(max(distance, 0), 1))
      }
    }
    return Heightfield(
      heights: heights, rows: side, columns: side, spacing: spacing, origin: origin)
  }

  /// Value noise (Perlin 1985's lattice idea with values instead of gradients): uniform values in
  /// ±amplitude on a square lattice of the given wavelength, joined by smoothsteps.
  private func addOctave(
    to heights: inout [Double], side: Int, amplitude: Double, wavelength: Double,
    stream: inout RandomStream
  ) {
    let cells = Int((Double(side) * spacing / wavelength).rounded(.up)) + 2
    let lattice = (0..<cells * cells).map { _ in stream.uniform(in: -amplitude...amplitude) }
    for r in 0..<side {
      let v = Double(r) * spacing / wavelength
      let t = smoothstep(v - v.rounded(.down))
      for c in 0..<side {
        let u = Double(c) * spacing / wavelength
        let s = smoothstep(u - u.rounded(.down))
        let i = Int(v) * cells + Int(u)
        let low = lattice[i] * (1 - s) + lattice[i + 1] * s
        let high = lattice[i + cells] * (1 - s) + lattice[i + cells + 1] * s
        heights[r * side + c] += low * (1 - t) + high * t
      }
    }
  }
}

/// 3t² − 2t³: from 0 to 1 with zero slope at both ends.
private func smoothstep(_ t: Double) -> Double { t * t * (3 - 2 * t) }
