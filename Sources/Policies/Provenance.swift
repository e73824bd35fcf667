import NumericalMethods

/// Where a policy comes from. It holds nothing that differs between two runs of one experiment on
/// one kind of machine: no times, no worker counts, no paths.
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
  /// Kind of machine that trained it, see ``MachineKind``; nil in older files.
  public var machine: String?
  /// Digest of the parameters that training ended with, which the run's log has as well; nil in
  /// older files.
  public var weights: String?

  public init(
    command: String, seed: UInt64, version: String, commit: String, generations: Int,
    selectedGeneration: Int, startedFrom: String?, environmentSteps: Int,
    machine: String? = nil, weights: String? = nil
  ) {
    (self.command, self.seed) = (command, seed)
    (self.version, self.commit) = (version, commit)
    (self.generations, self.selectedGeneration) = (generations, selectedGeneration)
    (self.startedFrom, self.environmentSteps) = (startedFrom, environmentSteps)
    (self.machine, self.weights) = (machine, weights)
  }

  enum CodingKeys: String, CodingKey {
    case command, seed, version, commit, generations, machine, weights
    case selectedGeneration = "selected_generation"
    case startedFrom = "started_from"
    case environmentSteps = "environment_steps"
  }
}

/// Who made a policy's parameters.
public enum PolicyOrigin: String, Sendable, Equatable, Codable {
  /// They are those that the training named in the provenance ended with.
  case trained
  /// They were changed since.
  case edited
  /// The file is older than such a digest, or was made without training.
  case unknown

  /// In words.
  public var text: String {
    switch self {
    case .trained: "weights as trained"
    case .edited: "weights edited since training"
    case .unknown: "weights not signed"
    }
  }
}

extension Policy {
  /// A digest of the parameters' bits.
  public static func digest(of parameters: [Float]) -> String {
    var digest = Digest64()
    for parameter in parameters { digest.update(parameter) }
    return digest.hex
  }

  /// By the digest that training left. It tells an edit from none; it is no protection against
  /// forgery, for which the run's log and `ganglion verify` are.
  public var origin: PolicyOrigin {
    guard let weights = provenance.weights else { return .unknown }
    return weights == Self.digest(of: parameters) ? .trained : .edited
  }
}
