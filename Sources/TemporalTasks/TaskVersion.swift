/// Version of the temporal tasks: raised whenever an episode of the same settings, seed and index shows
/// other observations or asks for other answers than before.
public enum TaskVersion {
  public static let current = 1
}
