public import Locomotion
public import NumericalMethods
public import TemporalTasks

extension EpisodeResult: Portable {
  public func write(to wire: inout WireWriter) {
    wire.write(reward)
    wire.write(rewardTerms)
    wire.write(distance)
    wire.write(duration)
    wire.write(controlSteps)
    wire.write(outcome)
    wire.write(work)
    wire.write(contactCapHits)
    wire.write(solverMessages)
    wire.write(digest)
  }

  public init(from wire: inout WireReader) throws {
    self.init(
      reward: try wire.read(), rewardTerms: try wire.read(), distance: try wire.read(),
      duration: try wire.read(), controlSteps: try wire.read(), outcome: try wire.read(),
      work: try wire.read(), contactCapHits: try wire.read(), solverMessages: try wire.read(),
      digest: try wire.read())
  }
}

extension Outcome: Portable {
  public func write(to wire: inout WireWriter) { wire.write(description) }

  public init(from wire: inout WireReader) throws {
    let text: String = try wire.read()
    guard let outcome = Outcome.allCases.first(where: { $0.description == text }) else {
      throw WireError(expected: "an outcome")
    }
    self = outcome
  }
}

extension GaitMetrics: Portable {
  public func write(to wire: inout WireWriter) { wire.write(values) }

  public init(from wire: inout WireReader) throws {
    guard let metrics = GaitMetrics(values: try wire.read()) else {
      throw WireError(expected: "a gait")
    }
    self = metrics
  }
}

extension RunningMoments: Portable {
  public func write(to wire: inout WireWriter) { wire.write(packed) }

  public init(from wire: inout WireReader) throws {
    guard let moments = RunningMoments(packed: try wire.read()) else {
      throw WireError(expected: "moments")
    }
    self = moments
  }
}

extension EpisodeResponses: Portable {
  public func write(to wire: inout WireWriter) {
    wire.write(targets)
    wire.write(responses)
    wire.write(explained)
  }

  public init(from wire: inout WireReader) throws {
    let targets: [Int] = try wire.read()
    let responses: [Int?] = try wire.read()
    guard targets.count == responses.count else {
      throw WireError(expected: "a response to every query")
    }
    self.init(targets: targets, responses: responses, explained: try wire.read())
  }
}
