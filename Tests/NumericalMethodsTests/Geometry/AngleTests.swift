import Foundation
import NumericalMethods
import Testing

@Test func anglesAreWrapped() {
  for angle in stride(from: -3.1, through: 3.1, by: 0.1) + [0, .pi] {
    #expect(wrappedAngle(angle) == angle, "keeps its bits")
    for turns in [-7.0, -1, 1, 2] {
      let wrapped = wrappedAngle(angle + turns * 2 * .pi)
      #expect(abs(wrapped) <= .pi && wrapped != -.pi)
      let (s, c) = (sin(wrapped) - sin(angle), cos(wrapped) - cos(angle))
      #expect(abs(s) < 1e-12 && abs(c) < 1e-12, "\(angle), \(turns) turns")
    }
  }
  #expect(wrappedAngle(-.pi) == .pi && wrappedAngle(.nan).isNaN && wrappedAngle(.infinity).isNaN)
}
