import Foundation

extension Double {
  /// With `digits` decimals.
  func fixed(_ digits: Int) -> String { String(format: "%.\(digits)f", self) }
}
