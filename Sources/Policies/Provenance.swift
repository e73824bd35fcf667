/// Where a policy comes from. It holds nothing that differs between two runs of one experiment:
/// no times, no worker counts, no paths.
public struct Provenance: Sendable, Equatable, Codable {
  /// The command that trains the same policy.
  public var command: String
  public var seed: UInt64
  public var version: String
  /// Git commit of the program, `unknown` outside a checkout.
  public var commit: String
  /// Generations trained, and the one whose parameters became the policy.
  public var generations: Int
  public var selectedGeneration: Int
  /// Digest of the policy file that training started from; nil without one.
  public var startedFrom: String?
  /// Control steps, or ticks of a temporal task, in training.
  public var environmentSteps: Int

  public init(
    command: String, seed: UInt64, version: String, commit: String, generations: Int,
    selectedGeneration: Int, startedFrom: String?, environmentSteps: Int
  ) {
    (self.command, self.seed) = (command, seed)
    (self.version, self.commit) = (version, commit)
    (self.generations, self.selectedGeneration) = (generations, selectedGeneration)
    (self.startedFrom, self.environmentSteps) = (startedFrom, environmentSteps)
  }

  enum CodingKeys: String, CodingKey {
    case command, seed, version, commit, generations
    case selectedGeneration = "selected_generation"
    case startedFrom = "started_from"
    case environmentSteps = "environment_steps"
  }
}
