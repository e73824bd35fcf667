import Locomotion
import NumericalMethods
import RobotDescription
import TestSupport
import Testing
@testable import Policies

/// That draws are spread evenly is counted, stratum by stratum.
@Suite struct StratifiedDrawsTests {
  private static let counts = [1, 2, 3, 5, 8, 16, 17, 64]

  private static var options: RandomisationOptions {
    var options = RandomisationOptions()
    options.conditions = Condition.placed(.reversedActuator, .lostLeg, .friction)
    options.conditions.append(Condition.PlacedKind(.deadJoint, at: "rl_hip"))
    options.draw = .pair
    (options.leastSeverity, options.severity) = (2, 5)
    return options
  }

  private func lives(
    _ options: RandomisationOptions, _ count: Int, seed: UInt64 = 7, progress: Double = 1
  ) throws -> [[Condition]] {
    let draws = StratifiedDraws(
      options, count: count, seed: seed, progress: progress, of: try Fixture.robot("ant"))
    return (0..<count).map { draws.conditions($0, duration: 10) }
  }

  /// Whether values of `all` come as often as each other, but for one.
  private func isEven<Value: Hashable>(_ values: [Value], _ all: [Value]) -> Bool {
    let counts = all.map { value in values.count { $0 == value } }
    let least = values.count / all.count
    return counts.reduce(0, +) == values.count
      && counts.allSatisfy { (least...least + 1).contains($0) }
  }

  @Test(arguments: counts) func kindsSeveritiesAndPlacesAreEven(count: Int) throws {
    let model = try Fixture.robot("ant")
    for seed in 1...20 as ClosedRange<UInt64> {
      for nominal in [0, 0.25, 0.5, 1] {
        var options = Self.options
        options.nominal = nominal
        let lives = try lives(options, count, seed: seed)
        let afflicted = lives.filter { !$0.isEmpty }
        let expected = (1 - nominal) * Double(count)
        #expect(abs(Double(afflicted.count) - expected) < 1, "seed \(seed)")
        #expect(afflicted.allSatisfy { $0.count == 1 })
        let all = afflicted.map { $0[0] }
        #expect(isEven(all.map(\.severity), [2, 3, 4, 5]), "seed \(seed)")
        let kinds: [Condition.Kind] = [.reversedActuator, .lostLeg, .friction, .deadJoint]
        #expect(isEven(all.map(\.kind), kinds), "seed \(seed)")
        let reversed = all.filter { $0.kind == .reversedActuator }.compactMap(\.place)
        #expect(isEven(reversed, model.joints.map(\.name)), "seed \(seed)")
        let legs = all.filter { $0.kind == .lostLeg }.compactMap(\.place)
        #expect(isEven(legs, ["fl", "fr", "rl", "rr"]), "seed \(seed)")
        #expect(all.allSatisfy { ($0.kind == .friction) == ($0.place == nil) })
        #expect(all.allSatisfy { $0.kind != .deadJoint || $0.place == "rl_hip" })
        try Condition.check(all, of: model)
      }
    }
  }

  /// One onset in each of as many equal parts of the range as lives have one.
  @Test(arguments: counts) func onsetsAreEven(count: Int) throws {
    var options = Self.options
    (options.nominal, options.onset, options.onsetRange) = (0, 1, [0.3, 0.7])
    for seed in 1...20 as ClosedRange<UInt64> {
      let onsets = try lives(options, count, seed: seed).map { $0[0].onset }
      let parts = onsets.map { Int(($0 - 3) / 4 * Double(count)) }
      #expect(parts.sorted() == Array(0..<count), "seed \(seed)")
      options.onset = 0.5
      let late = try lives(options, count, seed: seed).filter { $0[0].onset > 0 }.count
      #expect(abs(Double(late) - 0.5 * Double(count)) < 1, "seed \(seed)")
      options.onset = 1
    }
  }

  @Test func severalAtOnceAndOneAfterTheOther() throws {
    var options = Self.options
    (options.nominal, options.onset, options.most, options.changes) = (0, 0.5, 3, 2)
    for seed in 1...20 as ClosedRange<UInt64> {
      let lives = try lives(options, 24, seed: seed)
      for life in lives {
        let onsets = Set(life.map(\.onset)).sorted()
        #expect(onsets.count == 2 && (4...5.8 + 1e-12).contains(onsets[1]))
        #expect(onsets[0] == 0 || (2...3.8 + 1e-12).contains(onsets[0]))
        for onset in onsets {
          let causes = life.filter { $0.onset == onset }
          #expect(Set(causes.map(\.kind)).count == causes.count, "each kind once: \(causes)")
          #expect(causes.allSatisfy { $0.end == (onset == onsets[0] ? onsets[1] : nil) })
        }
      }
      let numbers = lives.map { life in life.count { $0.end != nil } }
      #expect(isEven(numbers, [1, 2, 3]), "seed \(seed)")
    }
  }

  /// The same draws again for the same seed, in another order for another.
  @Test func aSeedNamesThem() throws {
    let (first, again) = (try lives(Self.options, 16), try lives(Self.options, 16))
    #expect(first == again)
    let others = try (1...10 as ClosedRange<UInt64>).map { try lives(Self.options, 16, seed: $0) }
    #expect(Set(others.map { $0.map { Condition.text($0) } }).count == 10)
    var options = Self.options
    options.conditions = []
    #expect(try lives(options, 3) == [[], [], []])
  }

  @Test func theCurriculumCounts() throws {
    for (progress, severities) in [
      (0.0, [2]), (0.2, [2, 3]), (0.49, [2, 3, 4, 5]), (1, [2, 3, 4, 5]),
    ] {
      var options = Self.options
      options.nominal = 0
      let found = try lives(options, 64, progress: progress).map { $0[0].severity }
      #expect(Set(found).sorted() == severities && isEven(found, severities), "\(progress)")
    }
  }
}
