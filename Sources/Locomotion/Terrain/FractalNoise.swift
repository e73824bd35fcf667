import NumericalMethods

/// Fractal value noise (Perlin 1985's lattice, with values instead of gradients): uniform values on
/// square lattices joined by smoothsteps; each octave halves wavelength and amplitude.
enum FractalNoise {
  /// Size of the largest bumps [m].
  static let wavelength = 1.0
  static let octaves = 3

  /// In [−1, 1], at (x, y) [m].
  static func value(_ noise: LatticeNoise, x: Double, y: Double) -> Double {
    var (sum, amplitude, frequency) = (0.0, 1.0, 1 / wavelength)
    var total = 0.0
    for octave in 0..<octaves {
      sum += amplitude * layer(noise.layer(octave), x * frequency, y * frequency)
      total += amplitude
      amplitude /= 2
      frequency *= 2
    }
    return sum / total
  }

  private static func layer(_ noise: LatticeNoise, _ u: Double, _ v: Double) -> Double {
    let (i, j) = (Int(u.rounded(.down)), Int(v.rounded(.down)))
    let (s, t) = (smoothstep(u - Double(i)), smoothstep(v - Double(j)))
    let low = noise.uniform(i, j) * (1 - s) + noise.uniform(i + 1, j) * s
    let high = noise.uniform(i, j + 1) * (1 - s) + noise.uniform(i + 1, j + 1) * s
    return 2 * (low * (1 - t) + high * t) - 1
  }
}

/// 3t² − 2t³ of t in [0, 1]: from 0 to 1 with zero slope at both ends.
func smoothstep(_ t: Double) -> Double { t * t * (3 - 2 * t) }
