public import Execution
public import Locomotion

/// Something of a generation that left the range in which numbers mean anything.
public struct Failure: Sendable, Equatable {
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// The simulated bodies: not finite, joints apart, or faster than anything that walks.
    case body
    /// The network in an episode: an output, a potential or a synapse that is not finite.
    case network
    /// The fitness of an episode in which all else was finite.
    case fitness
    /// An update's gradient, displacement or direction; the update was left out.
    case gradient
    /// The parameters of a candidate, or those that an update would have led to; it was left out.
    case parameters
  }

  public var kind: Kind
  /// Which episode of the generation, counted candidate by candidate; nil for an update.
  public var item: Int?
  /// What was found, and where.
  public var cause: String
  /// How long the episode lasted before [s]; nil where that is only known when it is run again.
  public var time: Double?
  /// Digest of the episode; nil for tasks and updates.
  public var digest: String?

  /// Nil for an episode that kept to the finite range.
  /// - Parameter parameters: those it was run with.
  public init?(_ result: EpisodeResult, item: Int, parameters: some Sequence<Float>) {
    switch result.outcome {
    case .diverged(let why):
      kind = why == .nonFiniteAction || why == .nonFiniteNetwork ? .network : .body
      if kind == .network, !parameters.allSatisfy(\.isFinite) { kind = .parameters }
      cause = why.rawValue
    default:
      guard !result.reward.isFinite else { return nil }
      (kind, cause) = (.fitness, "reward = \(result.reward)")
    }
    (self.item, time, digest) = (item, result.duration, result.digest)
  }

  public init(kind: Kind, item: Int?, cause: String) {
    (self.kind, self.item, self.cause) = (kind, item, cause)
  }
}

/// How many failures of each kind there were.
public struct FailureCounts: Sendable, Equatable, Codable {
  public var body = 0
  public var network = 0
  public var fitness = 0
  public var gradient = 0
  public var parameters = 0

  public init() {}

  public init(_ failures: [Failure]) {
    for failure in failures { self[failure.kind] += 1 }
  }

  public subscript(kind: Failure.Kind) -> Int {
    get { self[keyPath: Self.path(kind)] }
    set { self[keyPath: Self.path(kind)] = newValue }
  }

  private static func path(_ kind: Failure.Kind) -> WritableKeyPath<FailureCounts, Int> {
    switch kind {
    case .body: \.body
    case .network: \.network
    case .fitness: \.fitness
    case .gradient: \.gradient
    case .parameters: \.parameters
    }
  }

  public mutating func add(_ other: FailureCounts) {
    for kind in Failure.Kind.allCases { self[kind] += other[kind] }
  }

  public var total: Int { Failure.Kind.allCases.reduce(0) { $0 + self[$1] } }

  /// Such as `3 body, 1 gradient`; empty where there was none.
  public var summary: String {
    Failure.Kind.allCases.filter { self[$0] > 0 }.map { "\(self[$0]) \($0.rawValue)" }
      .joined(separator: ", ")
  }
}

extension Failure: Portable {
  public func write(to wire: inout WireWriter) {
    wire.write(kind.rawValue)
    wire.write(item)
    wire.write(cause)
    wire.write(time)
    wire.write(digest)
  }

  public init(from wire: inout WireReader) throws {
    let name: String = try wire.read()
    guard let kind = Kind(rawValue: name) else { throw WireError(expected: "a failure's kind") }
    self.init(kind: kind, item: try wire.read(), cause: try wire.read())
    (time, digest) = (try wire.read(), try wire.read())
  }
}
