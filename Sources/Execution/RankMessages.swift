/// What a rank says in an exchange: a value, or that it has failed and how.
enum RankSignal: Portable, Equatable {
  case value([UInt8])
  case failure(String, Int32)

  func write(to wire: inout WireWriter) {
    switch self {
    case .value(let bytes):
      wire.write(true)
      wire.write(raw: bytes)
    case .failure(let reason, let status):
      wire.write(false)
      wire.write(reason)
      wire.write(Int(status))
    }
  }

  init(from wire: inout WireReader) throws {
    guard try wire.read() else {
      let reason: String = try wire.read()
      self = .failure(reason, Int32(truncatingIfNeeded: try wire.read() as Int))
      return
    }
    self = .value(try wire.raw())
  }
}

/// The outcome of an item: a result, or the text of an error.
struct ItemOutcome<Result: Portable>: Portable {
  let item: Int
  private let result: Result?
  private let failure: String?

  init(_ item: Int, _ outcome: Swift.Result<Result, any Error>) {
    self.item = item
    switch outcome {
    case .success(let result): (self.result, failure) = (result, nil)
    case .failure(let error): (result, failure) = (nil, "\(error)")
    }
  }

  func write(to wire: inout WireWriter) {
    wire.write(item)
    wire.write(result)
    wire.write(failure)
  }

  init(from wire: inout WireReader) throws {
    (item, result, failure) = (try wire.read(), try wire.read(), try wire.read())
  }

  /// The results of `count` items in their order, from what every rank sent.
  /// - Throws: ``RankError`` of the lowest item that failed, or of one that was run twice or not
  ///   at all.
  static func results(_ count: Int, _ ranks: [[ItemOutcome]]) throws -> [Result] {
    var places = [(rank: Int, outcome: ItemOutcome)?](repeating: nil, count: count)
    for (rank, outcomes) in ranks.enumerated() {
      for outcome in outcomes {
        guard places.indices.contains(outcome.item), places[outcome.item] == nil else {
          throw RankError(rank: rank, reason: "ran item \(outcome.item) unasked")
        }
        places[outcome.item] = (rank, outcome)
      }
    }
    return try places.enumerated().map { item, place in
      guard let (rank, outcome) = place else {
        throw RankError(rank: 0, reason: "nobody ran item \(item)")
      }
      guard let result = outcome.result else {
        throw RankError(rank: rank, reason: outcome.failure ?? "no result of item \(item)")
      }
      return result
    }
  }
}
