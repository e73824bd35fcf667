/// The frequency [Hz] in `range` at which the power spectra of several signals have their largest
/// sum.
///
/// The mean is removed, a Hann window applied, and the discrete-time Fourier transform taken at
/// quarters of a bin by the recurrence of Goertzel 1958; a parabola through the logarithms of the
/// highest power and its neighbours refines the peak.
///
/// - Parameters:
///   - signals: of equal length, equally spaced; a resolution of `sampleRate / count`, so at least
///     two periods of the lowest frequency are needed to tell it from the mean.
///   - sampleRate: samples per second [Hz], above 0.
///   - range: frequencies [Hz] to search, within [0, sampleRate / 2].
/// - Returns: a frequency in `range`; 0 where every signal is constant to rounding or has fewer
///   than four samples; NaN if a sample is not finite.
public func dominantFrequency(
  signals: [[Double]], sampleRate: Double, in range: ClosedRange<Double>
) -> Double {
  var spectrum = PowerSpectrum(
    count: signals.first?.count ?? 0, sampleRate: sampleRate, in: range)
  spectrum.add(signals)
  return spectrum.peak
}

/// The power spectra of several signals, summed over them and over segments of equal length (Welch
/// 1967, without overlap): a signal of any length takes the memory of a segment, and time in
/// proportion to its length.
public struct PowerSpectrum: Sendable {
  /// Samples of a segment.
  public let count: Int
  private let sampleRate: Double
  private let range: ClosedRange<Double>
  /// Distance of the frequencies that are looked at [Hz], at most a quarter of a bin.
  private let step: Double
  private let frequencies: Int
  private var powers: [Double] = []
  private var isFinite = true

  /// - Parameters: as of ``dominantFrequency(signals:sampleRate:in:)``.
  public init(count: Int, sampleRate: Double, in range: ClosedRange<Double>) {
    precondition(sampleRate > 0, "a sample rate is positive")
    precondition(
      range.lowerBound >= 0 && range.upperBound <= sampleRate / 2,
      "frequencies lie between 0 and half the sample rate")
    (self.count, self.sampleRate, self.range) = (count, sampleRate, range)
    let finest = sampleRate / Double(4 * max(count, 1))
    let intervals = max(1, ((range.upperBound - range.lowerBound) / finest).rounded(.up))
    step = (range.upperBound - range.lowerBound) / intervals
    frequencies = Int(intervals) + 1
  }

  /// Adds a segment of several signals, of ``count`` samples each.
  public mutating func add(_ signals: [[Double]]) {
    precondition(signals.allSatisfy { $0.count == count }, "signals are of equal length")
    isFinite = isFinite && signals.allSatisfy { $0.allSatisfy(\.isFinite) }
    let moving = isFinite && count >= 4 ? signals.compactMap(windowed) : []
    if moving.isEmpty { return }
    let added = summedPowers(of: moving, count: frequencies) { k in
      (range.lowerBound + Double(k) * step) / sampleRate
    }
    powers = powers.isEmpty ? added : zip(powers, added).map { $0 + $1 }
  }

  /// The frequency [Hz] of the largest power, within the range; 0 and NaN as of
  /// ``dominantFrequency(signals:sampleRate:in:)``.
  public var peak: Double {
    guard isFinite else { return .nan }
    if powers.isEmpty { return 0 }
    let peak = powers.indices.max { powers[$0] < powers[$1] } ?? 0
    let frequency = range.lowerBound + (Double(peak) + vertex(powers, at: peak)) * step
    return min(max(frequency, range.lowerBound), range.upperBound)
  }
}

/// The signal less its mean, under a Hann window; nil where only rounding is left of it.
private func windowed(_ samples: [Double]) -> [Double]? {
  let mean = Statistics.mean(samples)
  let largest = samples.reduce(0) { max($0, abs($1)) }
  guard samples.contains(where: { abs($0 - mean) > 1e-12 * largest }) else { return nil }
  let n = Double(samples.count)
  return samples.enumerated().map { i, x in
    (x - mean) * (0.5 - 0.5 * Double.cos(2 * .pi * (Double(i) + 0.5) / n))
  }
}

/// Σ over signals of |Σ xₙ e^(−2πi f n)|² at `count` frequencies f [cycles per sample], eight at a
/// time: each recurrence waits for its own last step, so that side by side they cost little more
/// than one.
private func summedPowers(
  of signals: [[Double]], count: Int, _ cyclesPerSample: (Int) -> Double
) -> [Double] {
  var powers: [Double] = []
  powers.reserveCapacity(count + 8)
  for first in stride(from: 0, to: count, by: 8) {
    var coefficients = SIMD8<Double>.zero
    for lane in 0..<8 {
      coefficients[lane] = 2 * Double.cos(2 * .pi * cyclesPerSample(first + lane))
    }
    var sum = SIMD8<Double>.zero
    for signal in signals { sum += eightPowers(of: signal, coefficients) }
    for lane in 0..<min(8, count - first) { powers.append(sum[lane]) }
  }
  return powers
}

/// The recurrence of Goertzel for 2 cos(2π f) of eight frequencies.
private func eightPowers(
  of signal: [Double], _ coefficients: SIMD8<Double>
) -> SIMD8<Double> {
  var last = SIMD8<Double>.zero
  var beforeLast = SIMD8<Double>.zero
  for x in signal {
    (last, beforeLast) = (x + coefficients * last - beforeLast, last)
  }
  return last * last + beforeLast * beforeLast - coefficients * last * beforeLast
}

/// Offset in (−½, ½) of the top of the parabola through the logarithms at a peak and its
/// neighbours; 0 where the peak lies on the border.
private func vertex(_ powers: [Double], at peak: Int) -> Double {
  guard peak > 0, peak + 1 < powers.count, powers[peak - 1] > 0, powers[peak + 1] > 0 else {
    return 0
  }
  let (a, b, c) = (
    Double.log(powers[peak - 1]), Double.log(powers[peak]), Double.log(powers[peak + 1])
  )
  let curvature = a - 2 * b + c
  return curvature < 0 ? 0.5 * (a - c) / curvature : 0
}
