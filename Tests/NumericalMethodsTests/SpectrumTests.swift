import Foundation
import NumericalMethods
import Testing

private func tone(_ f: Double, phase: Double = 0, count: Int = 500, rate: Double = 50) -> [Double] {
  (0..<count).map { sin(2 * .pi * f * Double($0) / rate + phase) }
}

@Test(arguments: UInt64(1)...30)
func aSinusoidIsFound(seed: UInt64) {
  var stream = RandomStream(seed: seed, purpose: .test)
  let f = stream.uniform(in: 0.6...20)
  let samples = tone(f, phase: stream.uniform(in: 0...6)).map { 3 * $0 + 40 }
  let found = dominantFrequency(signals: [samples], sampleRate: 50, in: 0.3...25)
  // A fiftieth of a bin of 0.1 Hz.
  #expect(abs(found - f) < 0.002, "seed \(seed): \(found) for \(f)")
}

@Test(arguments: UInt64(1)...10)
func noiseAndAWeakerToneDoNotMoveThePeak(seed: UInt64) {
  var stream = RandomStream(seed: seed, purpose: .test)
  let f = stream.uniform(in: 1...4)
  let samples = zip(tone(f), tone(f + 3)).map { $0 + 0.6 * $1 + 0.5 * stream.gaussian() }
  let found = dominantFrequency(signals: [samples], sampleRate: 50, in: 0.5...20)
  #expect(abs(found - f) < 0.03, "seed \(seed): \(found) for \(f)")
}

@Test func onlyTheRangeIsSearched() {
  let samples = zip(tone(2), tone(7)).map { 5 * $0 + $1 }
  let found = dominantFrequency(signals: [samples], sampleRate: 50, in: 5...10)
  #expect(abs(found - 7) < 0.01)
  let narrow = dominantFrequency(signals: [samples], sampleRate: 50, in: 6.99...7.02)
  #expect((6.99...7.02).contains(narrow))
}

/// Two signals at 3 Hz outweigh a single stronger one at 8 Hz; constant ones do not count.
@Test func powersOfSeveralSignalsAdd() {
  let strong = tone(8).map { 1.2 * $0 }
  let still = [Double](repeating: 4, count: 500)
  func find(_ signals: [[Double]]) -> Double {
    dominantFrequency(signals: signals, sampleRate: 50, in: 1...20)
  }
  #expect(abs(find([tone(3), strong, tone(3, phase: .pi), still]) - 3) < 0.01)
  #expect(abs(find([tone(3), strong]) - 8) < 0.01)
  #expect(find([still, still]) == 0 && find([]) == 0)
}

@Test func degenerateSignals() {
  func find(_ samples: [Double]) -> Double {
    dominantFrequency(signals: [samples], sampleRate: 10, in: 0...5)
  }
  #expect(find([Double](repeating: 0.1, count: 100)) == 0)
  #expect(find([]) == 0 && find([1, 2, 3]) == 0)
  #expect(find([1, .nan, 2, 3, 4]).isNaN && find([1, .infinity, 2, 3, 4]).isNaN)
}

/// Segments of one long tone add up to its peak, each in the memory of a segment.
@Test func segmentsAreSummed() {
  let samples = tone(3.3, count: 4000)
  var spectrum = PowerSpectrum(count: 500, sampleRate: 50, in: 0.3...25)
  #expect(spectrum.peak == 0, "nothing was added")
  for start in stride(from: 0, to: 4000, by: 500) {
    spectrum.add([Array(samples[start..<start + 500])])
  }
  #expect(abs(spectrum.peak - 3.3) < 0.002)
  spectrum.add([[Double](repeating: .nan, count: 500)])
  #expect(spectrum.peak.isNaN)
  var one = PowerSpectrum(count: 500, sampleRate: 50, in: 0.3...25)
  one.add([tone(3.3)])
  #expect(one.peak == dominantFrequency(signals: [tone(3.3)], sampleRate: 50, in: 0.3...25))
}
