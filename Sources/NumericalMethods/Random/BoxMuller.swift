extension RandomStream {
  /// Fills a buffer with standard normal values by the transform of Box and Muller 1958 in single
  /// precision: absolute error about 1e-6, range ±6.7, bits equal on every machine (+ − × and
  /// integer operations alone).
  ///
  /// Starts at the next whole block; each block gives four values. So filling n values gives the
  /// first n of any longer fill, and a fill in pieces of multiples of four equals one fill.
  public mutating func fillGaussian(_ buffer: inout MutableSpan<Float>) {
    buffer.withUnsafeMutableBufferPointer { fill($0) }
  }

  private mutating func fill(_ buffer: UnsafeMutableBufferPointer<Float>) {
    guard let target = buffer.baseAddress else { return }
    used = 4
    let whole = buffer.count / 4
    let rest = buffer.count - 4 * whole
    let first = reserve(blocks: whole + (rest > 0 ? 1 : 0))
    // Branch-free over independent blocks, so that the compiler works on several at once. Nothing
    // wraps: `reserve` has checked that all block indices lie below 2³², and 4 i + 3 < count.
    for i in 0..<whole {
      let values = gaussians(block: first &+ UInt32(truncatingIfNeeded: i))
      target[4 &* i] = values.0
      target[4 &* i &+ 1] = values.1
      target[4 &* i &+ 2] = values.2
      target[4 &* i &+ 3] = values.3
    }
    guard rest > 0 else { return }
    let values = gaussians(block: first &+ UInt32(truncatingIfNeeded: whole))
    for (i, x) in [values.0, values.1, values.2].prefix(rest).enumerated() {
      target[4 * whole + i] = x
    }
  }

  @inline(__always)
  private func gaussians(block: UInt32) -> (Float, Float, Float, Float) {
    let words = Philox4x32.block(counter: (block, name.y, name.z, name.w), key: (key.x, key.y))
    let (a, b) = boxMuller(radius: words.0, angle: words.1)
    let (c, d) = boxMuller(radius: words.2, angle: words.3)
    return (a, b, c, d)
  }
}

/// √(−2 ln u) · (cos φ, sin φ), u = (radius + ½) 2⁻³². Of the angle word, bit 31 is the sign of
/// both results, bit 30 exchanges them, and the 23 bits below place φ in (−π/4, π/4).
@inline(__always)
private func boxMuller(radius: UInt32, angle: UInt32) -> (Float, Float) {
  let magnitude = squareRoot(-2 * logarithm(radius))
  let r = Float(bitPattern: magnitude.bitPattern ^ (angle & 0x8000_0000))
  let (c, s) = cosineAndSine((angle &>> 7) & 0x7F_FFFF)
  let exchange = 0 &- ((angle &>> 30) & 1)
  let difference = (c.bitPattern ^ s.bitPattern) & exchange
  return (
    r * Float(bitPattern: c.bitPattern ^ difference),
    r * Float(bitPattern: s.bitPattern ^ difference)
  )
}

/// ln((word + ½) 2⁻³²) < 0: exponent and mantissa in [√½, √2) apart, the polynomial of Cephes
/// `logf` for the latter. The exponent of 2³² is taken off before scaling by ln 2, so nothing
/// cancels at u → 1; words that round up to 2³² give −0.
@inline(__always)
private func logarithm(_ word: UInt32) -> Float {
  // Adding the bits of 2²³ converts an integer below 2²³ without a conversion instruction.
  let high = Float(bitPattern: (word &>> 16) | 0x4B00_0000) - 0x1p23
  let low = Float(bitPattern: (word & 0xFFFF) | 0x4B00_0000) - 0x1p23
  let v = high * 65536 + (low + 0.5)
  let rootHalf: UInt32 = 0x3F35_04F3
  let offset = v.bitPattern &- rootHalf
  let exponent = UInt32(bitPattern: Int32(bitPattern: offset) &>> 23)
  // 1.5 · 2²³ + (exponent − 32), exact in the last bits of its pattern.
  let e = Float(bitPattern: exponent &+ 0x4B40_0000) - 12_582_944
  let x = Float(bitPattern: (offset & 0x7F_FFFF) &+ rootHalf) - 1
  let z = x * x
  var y = x * 7.0376836292e-2 - 1.1514610310e-1
  y = y * x + 1.1676998740e-1
  y = y * x - 1.2420140846e-1
  y = y * x + 1.4249322787e-1
  y = y * x - 1.6668057665e-1
  y = y * x + 2.0000714765e-1
  y = y * x - 2.4999993993e-1
  y = y * x + 3.3333331174e-1
  y = y * x * z - e * 2.12194440e-4 - 0.5 * z
  return x + y + e * 0.693359375
}

/// √x for x ≥ 0 as x · x^(−½), by three steps of Newton from a first guess in the bits of x, 3e-7
/// relative. (`squareRoot()` would keep the compiler from working on several blocks at once.)
@inline(__always)
private func squareRoot(_ x: Float) -> Float {
  var y = Float(bitPattern: 0x5F37_59DF &- (x.bitPattern &>> 1))
  let half = 0.5 * x
  y *= 1.5 - half * y * y
  y *= 1.5 - half * y * y
  y *= 1.5 - half * y * y
  return x * y
}

/// cos and sin of π/2 · f, where f = (k + ½) 2⁻²³ − ½; the polynomials of Cephes `cosf`, `sinf`.
@inline(__always)
private func cosineAndSine(_ k: UInt32) -> (Float, Float) {
  let f = (Float(bitPattern: k | 0x3F80_0000) - 1.5) + 0x1p-24
  let x = f * (Float.pi / 2)
  let z = x * x
  let sine = ((z * -1.9515295891e-4 + 8.3321608736e-3) * z - 1.6666654611e-1) * z * x + x
  let cosine = (z * 2.443315711809948e-5 - 1.388731625493765e-3) * z + 4.166664568298827e-2
  return (cosine * z * z - 0.5 * z + 1, sine)
}
