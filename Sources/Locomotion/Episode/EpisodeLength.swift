public import RobotDescription

/// Lengths of episodes in control steps.
public enum EpisodeLength {
  /// Most control steps of an episode: a day at a kilohertz.
  public static let mostSteps = 100_000_000
  /// What a duration has to be.
  public static let expected = "a time of 1 to \(mostSteps) control steps"

  /// Control steps of `duration` [s]; nil where these are none or too many.
  public static func steps(_ duration: Double, of model: RobotModel) -> Int? {
    let steps = (duration / model.profile.controlPeriod).rounded()
    return (1...Double(mostSteps)).contains(steps) ? Int(steps) : nil
  }
}
