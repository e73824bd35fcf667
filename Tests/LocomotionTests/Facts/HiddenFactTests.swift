import Foundation
import Locomotion
import RobotDescription
import Testing

/// What a privileged controller is told is what conditions do.
@Suite("Hidden facts") struct HiddenFactTests {
  private static func task(_ facts: [HiddenFact] = HiddenFact.allCases) -> LocomotionTask {
    var task = LocomotionTask.lasting(1.2, endingOnFalls: false)
    task.privileged = facts
    return task
  }

  /// The facts at 0.9 s of a life, standing still.
  private static func facts(
    _ conditions: [Condition], seed: UInt64 = 1, of model: RobotModel
  ) -> [Float] {
    let episode = Episode(model: model, task: task())
    episode.begin(EpisodeSpecification(seed: seed, conditions: conditions))
    let still = [Float](repeating: 0, count: model.motors.count)
    while episode.time < 0.9, episode.observe() != nil { episode.advance(still.span) }
    _ = episode.observe()
    return Array(episode.facts)
  }

  /// A fact changes under the kinds that its row names, and under no other.
  @Test(arguments: Condition.Kind.allCases)
  func aKindChangesTheFactsThatNameIt(_ kind: Condition.Kind) throws {
    let model = try Shipped.model("ant")
    let layout = FactLayout(HiddenFact.allCases, of: model)
    var changed: Set<HiddenFact> = []
    for seed in 1...6 as ClosedRange<UInt64> {
      let found = Self.facts([Condition(kind, severity: 4, onset: 0.5)], seed: seed, of: model)
      for slice in layout.slices
      where slice.range.contains(where: { found[$0] != layout.nominal[$0] }) {
        changed.insert(slice.fact)
      }
    }
    let expected = Set(HiddenFact.allCases.filter { $0.kinds.contains(kind) })
    #expect(changed == expected, "\(kind.rawValue)")
  }

  /// What is stated as the range is what conditions can do, at every severity.
  @Test(arguments: HiddenFact.allCases) func noKindLeavesTheRange(_ fact: HiddenFact) throws {
    let model = try Shipped.model("ant")
    let range = try #require(FactLayout(HiddenFact.allCases, of: model)[fact])
    for kind in fact.kinds {
      for severity in Condition.severities {
        for seed in 1...4 as ClosedRange<UInt64> {
          let condition = Condition(kind, severity: severity)
          for channel in Self.facts([condition], seed: seed, of: model)[range] {
            let value = fact.value(channel)
            #expect(
              (fact.range.lowerBound - 1e-6...fact.range.upperBound + 1e-6).contains(value),
              "\(condition), seed \(seed): \(value)")
          }
        }
      }
    }
  }

  @Test func valuesAreTheConditions() throws {
    let model = try Shipped.model("ant")
    let layout = FactLayout(HiddenFact.allCases, of: model)
    let motor = try #require(
      model.motors.firstIndex { model.joints[$0].name == "fl_knee" })
    func value(_ fact: HiddenFact, _ place: Int, _ conditions: String) throws -> Double {
      let range = try #require(layout[fact])
      let facts = Self.facts(try Condition.list(parsing: conditions), of: model)
      return fact.value(facts[range.lowerBound + place])
    }
    func expect(
      _ fact: HiddenFact, _ place: Int = 0, _ conditions: String, is expected: Double
    ) throws {
      let found = try value(fact, place, conditions)
      #expect(abs(found - expected) < 1e-6, "\(fact) under \(conditions): \(found)")
    }
    try expect(.gain, motor, "reversed-actuator:5(fl_knee)", is: -1)
    try expect(.gain, motor, "reversed-actuator:2(fl_knee)@0.5s", is: 0.2)
    try expect(.gain, motor, "reversed-actuator:5(fl_knee)@1s", is: 1)
    try expect(.encoder, motor, "reversed-encoder:2(fl_knee)", is: 0)
    try expect(.jointStrength, motor, "dead-joint:5(fl_knee)+motor-strength:3", is: 0)
    try expect(.jointStrength, (motor + 1) % 8, "dead-joint:5(fl_knee)+motor-strength:3", is: 1)
    try expect(.strength, 0, "motor-strength:3", is: 0.7)
    try expect(.freedom, motor, "locked-joint:4(fl_knee)", is: 0.05)
    try expect(.friction, 0, "friction:3", is: 0.45)
    try expect(.load, 0, "payload:3+payload-offset:2", is: 0.5)
    try expect(.delay, 0, "action-latency:2", is: 0.04)
    try expect(.slope, 0, "slope:2+downhill:1", is: 3 * .pi / 180)
  }

  /// A controller that reverses what reversed actuators reverse, and swaps what is swapped, leads
  /// the robot through the nominal life: what is told is what an action is worth.
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func theFactsUndoTheirConditions(_ seed: UInt64) throws {
    let model = try Shipped.model("ant")
    func positions(_ conditions: String) throws -> [Double] {
      let episode = Episode(model: model, task: Self.task([.gain, .wiring]))
      let layout = episode.factLayout
      let (gains, wiring) = (try #require(layout[.gain]), try #require(layout[.wiring]))
      episode.begin(
        EpisodeSpecification(seed: seed, conditions: try Condition.list(parsing: conditions)))
      var found: [Double] = []
      let motors = model.motors.count
      while episode.observe() != nil {
        let wanted = (0..<motors).map { Float(sin(Double($0) + 12 * episode.time)) * 0.7 }
        // A whole permutation is its own inverse where pairs are swapped.
        let action = (0..<motors).map { i in
          (0..<motors).reduce(Float(0)) { sum, j in
            let share = Float(
              HiddenFact.wiring.value(episode.facts[wiring.lowerBound + j * motors + i]))
            let gain = Float(HiddenFact.gain.value(episode.facts[gains.lowerBound + j]))
            return sum + share * gain * wanted[j]
          }
        }
        episode.advance(action.span)
        found += episode.simulation.positions
      }
      return found
    }
    let nominal = try positions("nominal")
    for conditions in [
      "reversed-actuator:5@0.4s", "reversed-pair:5@0.4s", "reversed-random:5",
      "swapped-pair:5@0.4s", "swapped-pair:5+swapped-pair:5@0.6s+reversed-actuator:5@0.8s",
    ] {
      #expect(try positions(conditions) == nominal, "\(conditions), seed \(seed)")
    }
  }

  /// Position and rate of one joint are read with the gain, and nothing else is.
  @Test func encodersAreReadAsTheyAre() throws {
    let model = try Shipped.model("ant")
    let layout = ObservationLayout(model)
    let joint = try #require(model.joints.firstIndex { $0.name == "fl_knee" })
    func observations(_ conditions: String) throws -> [[Float]] {
      let episode = Episode(model: model, task: .lasting(0.6, endingOnFalls: false))
      episode.begin(
        EpisodeSpecification(seed: 2, conditions: try Condition.list(parsing: conditions)))
      var found: [[Float]] = []
      while let observation = episode.observe() {
        found.append(Array(observation))
        let action = (0..<8).map { Float(sin(Double($0) + 9 * episode.time)) * 0.5 }
        episode.advance(action.span)
      }
      return found
    }
    let nominal = try observations("nominal")
    for (text, gain, offset) in [
      ("reversed-encoder:5(fl_knee)", -1, 0), ("reversed-encoder:2(fl_knee)", 0, 0),
      ("reversed-encoder:3(fl_knee)", -0.3, 0), ("encoder-offset:4(fl_knee)", 1, 0.3),
    ] as [(String, Float, Float)] {
      var signs: Set<Float> = []
      for (found, expected) in zip(try observations(text), nominal) {
        for slice in layout.slices {
          for n in 0..<slice.count {
            let (value, plain) = (found[slice.offset + n], expected[slice.offset + n])
            guard n == joint, [.jointPosition, .jointRate].contains(slice.group) else {
              #expect(value == plain, "\(text), \(slice.group)")
              continue
            }
            let error = slice.group == .jointPosition ? value - gain * plain : 0
            if offset != 0 && slice.group == .jointPosition {
              signs.insert(error.sign == .minus ? -1 : 1)
            }
            #expect(
              abs(
                slice.group == .jointPosition
                  ? abs(error) - offset * slice.scale : value - gain * plain)
                < 1e-5, "\(text), \(slice.group)")
          }
        }
      }
      #expect(signs.count <= 1, "an offset keeps its sign")
    }
  }

  /// Several conditions of a kind strike as many parts, the first as one alone does.
  @Test func repeatedKindsStrikeOtherParts() throws {
    let model = try Shipped.model("ant")
    let gains = try #require(FactLayout(HiddenFact.allCases, of: model)[.gain])
    for seed in 1...20 as ClosedRange<UInt64> {
      var before: Set<Int> = []
      for count in 1...8 {
        let conditions = (0..<count).map { _ in Condition(.reversedActuator, severity: 5) }
        let facts = Self.facts(conditions, seed: seed, of: model)
        let reversed = Set(gains.filter { facts[$0] == -1 })
        #expect(reversed.count == count && reversed.isSuperset(of: before), "seed \(seed)")
        before = reversed
      }
      for count in 1...4 {
        let conditions = (0..<count).map { _ in Condition(.reversedPair, severity: 5) }
        let facts = Self.facts(conditions, seed: seed, of: model)
        #expect(gains.count { facts[$0] == -1 } == 2 * count, "seed \(seed), \(count) pairs")
      }
    }
  }

  /// They stand behind all else and leave it, and the life, as they were.
  @Test(arguments: Shipped.names) func whatIsToldStandsLast(_ name: String) throws {
    let model = try Shipped.model(name)
    let plain = ObservationLayout(model)
    let task = Self.task()
    let layout = ObservationLayout(model, of: task)
    let facts = FactLayout(task.privileged, of: model)
    #expect(layout.slices.dropLast() == plain.slices[...])
    #expect(layout.slices.last?.group == .privileged && layout.slices.last?.count == facts.count)
    #expect(Set(facts.channelNames).count == facts.count)
    for telling in Telling.allCases {
      let specification = EpisodeSpecification(
        seed: 3, conditions: [Condition(.reversedActuator, severity: 5, onset: 0.3)],
        telling: telling)
      let told = Episode(model: model, task: task).run(ConstantPose(), specification)
      let untold = Episode(model: model, task: Self.task([])).run(ConstantPose(), specification)
      #expect(told.digest == untold.digest)
    }
  }
}

@Suite("What a controller is told of them") struct TellingTests {
  private static func told(
    _ telling: Telling, _ beliefs: BeliefOptions, seed: UInt64 = 1
  ) throws -> [(time: Double, told: [Float], facts: [Float])] {
    let model = try Shipped.model("ant")
    var task = LocomotionTask.lasting(4, endingOnFalls: false)
    (task.privileged, task.beliefs) = ([.gain, .friction], beliefs)
    let episode = Episode(model: model, task: task)
    episode.begin(
      EpisodeSpecification(
        seed: seed,
        conditions: try Condition.list(parsing: "reversed-actuator:5@1s+friction:4@2.5s"),
        telling: telling))
    var found: [(time: Double, told: [Float], facts: [Float])] = []
    let still = [Float](repeating: 0, count: 8)
    while let observation = episode.observe() {
      found.append((episode.time, Array(observation.suffix(9)), Array(episode.facts)))
      episode.advance(still.span)
    }
    return found
  }

  @Test func theTruthAndTheNominal() throws {
    let nominal = FactLayout([.gain, .friction], of: try Shipped.model("ant")).nominal
    let truth = try Self.told(.truth, BeliefOptions())
    #expect(truth.allSatisfy { $0.told == $0.facts })
    #expect(truth.first?.facts == nominal && truth.last?.facts != nominal)
    #expect(try Self.told(.nominal, BeliefOptions()).allSatisfy { $0.told == nominal })
  }

  /// Without errors and wrong guesses: the truth, as late as the lag.
  @Test func guessesAreLate() throws {
    var beliefs = BeliefOptions()
    (beliefs.lag, beliefs.noise, beliefs.wrong) = ([0.4, 0.4], 0, 0)
    let told = try Self.told(.guesses, beliefs)
    for entry in told {
      let then = told.last { $0.time <= entry.time - 0.4 + 1e-9 } ?? told[0]
      #expect(entry.told == then.facts, "at \(entry.time) s")
    }
  }

  /// Errors have the deviation that is asked for, change once a second, and are other ones in
  /// another life; what is wrong lasts no longer than a lag.
  @Test func guessesErr() throws {
    var beliefs = BeliefOptions()
    (beliefs.lag, beliefs.noise, beliefs.wrong) = ([0, 0], 0.1, 0)
    var errors: [Double] = []
    for seed in 1...30 as ClosedRange<UInt64> {
      for entry in try Self.told(.guesses, beliefs, seed: seed)
      where abs(entry.time.truncatingRemainder(dividingBy: 1) - 0.5) < 1e-6 {
        errors += zip(entry.told, entry.facts).map { Double($0 - $1) }
      }
    }
    let deviation = (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
    #expect(errors.count == 30 * 4 * 9 && abs(deviation - 0.1) < 0.01, "\(deviation)")

    (beliefs.lag, beliefs.noise, beliefs.wrong) = ([0.3, 0.3], 0, 1)
    let told = try Self.told(.guesses, beliefs)
    for entry in told {
      let isLagging = [0, 1, 2.5].contains { (0..<0.3 - 1e-9).contains(entry.time - $0) }
      if !isLagging { #expect(entry.told == entry.facts, "at \(entry.time) s") }
    }
    #expect(told.contains { $0.told != $0.facts })
  }
}
