/// An error that two of the observations measure, or one against 0, for neuromodulators to follow:
///
///     ε = scale (u_target − u_measured)
///
/// such as the commanded velocity minus the measured one. Which channels these are is for whoever
/// makes the specification to know.
public struct MeasuredError: Codable, Sendable, Equatable {
  /// The channel that says what is wanted; nil where 0 is.
  public var target: Int?
  /// The channel that says what is.
  public var measured: Int
  /// From units of the observation to those of the error; not 0.
  public var scale: Float

  /// An error between two channels, or of one.
  public init(target: Int? = nil, measured: Int, scale: Float = 1) {
    (self.target, self.measured, self.scale) = (target, measured, scale)
  }

  /// Decodes with defaults for absent keys; `measured` is required.
  /// - Throws: `DecodingError` for an unknown key or a value of the wrong type.
  public init(from decoder: any Decoder) throws {
    self.init(measured: 0)
    try decoder.fill(
      &self, ("target", \.target), ("measured", \.measured), ("scale", \.scale),
      required: ["measured"])
  }

  /// ε of an observation u.
  @inline(__always)
  func value<Scalar: NetworkScalar>(_ u: UnsafePointer<Scalar>) -> Scalar {
    Scalar(scale) * ((target.map { u[$0] } ?? 0) - u[measured])
  }

  func validate(_ fields: SpecFields, inputs: Int) throws(NetworkSpecError) {
    for (name, channel) in [("target", target ?? measured), ("measured", measured)] {
      try fields.require(
        (0..<inputs).contains(channel), name, channel, "one of \(inputs) observations, from 0 on")
    }
    try fields.require(
      scale.isFinite && scale != 0, "scale", scale, "a finite number other than 0")
  }
}
