extension String {
  /// With some Unicode scalars replaced. Readers of a format take scalars or bytes, where Swift's
  /// characters would hide a quote under an accent.
  public func replacing(scalars: [Unicode.Scalar: String]) -> String {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if let text = scalars[scalar] {
        result.append(contentsOf: text.unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }
}
