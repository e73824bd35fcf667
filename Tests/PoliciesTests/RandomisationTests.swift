import Foundation
import Locomotion
import NumericalMethods
import Testing
@testable import Policies

@Suite("Domain randomisation") struct RandomisationTests {
  private var options: RandomisationOptions {
    var options = RandomisationOptions()
    options.conditions = Condition.placed(.friction, .payload, .slope, .push)
    (options.most, options.severity) = (3, 4)
    return options
  }

  private func draws(_ options: RandomisationOptions, progress: Double) -> [[Condition]] {
    (0..<2000).map { options.draw(seed: UInt64($0), progress: progress, duration: 5) }
  }

  @Test func withoutKindsTheWorldIsNominal() {
    let lives = draws(RandomisationOptions(), progress: 1)
    #expect(lives.allSatisfy { $0.isEmpty })
  }

  @Test func sharesAndNumbersAreAsStated() {
    let lives = draws(options, progress: 1)
    let nominal = Double(lives.filter(\.isEmpty).count) / 2000
    #expect(abs(nominal - 0.25) < 4 * (0.25 * 0.75 / 2000).squareRoot(), "\(nominal)")
    let afflicted = lives.filter { !$0.isEmpty }
    for count in 1...3 {
      let share = Double(afflicted.filter { $0.count == count }.count) / Double(afflicted.count)
      #expect(abs(share - 1.0 / 3) < 0.05, "\(count) at once: \(share)")
    }
    let late = afflicted.filter { $0[0].onset > 0 }
    #expect(abs(Double(late.count) / Double(afflicted.count) - 0.5) < 0.05)
    #expect(late.allSatisfy { (1...3).contains($0[0].onset) })
    for life in afflicted {
      #expect(Set(life.map(\.kind)).count == life.count && Set(life.map(\.onset)).count == 1)
    }
    let severities = afflicted.flatMap { $0.map(\.severity) }
    for severity in 1...4 {
      let share = Double(severities.filter { $0 == severity }.count) / Double(severities.count)
      #expect(abs(share - 0.25) < 0.05, "severity \(severity): \(share)")
    }
  }

  /// The draw of an episode by itself as it was before there were several changes and ranges.
  private func former(
    _ options: RandomisationOptions, seed: UInt64, progress: Double, duration: Double
  ) -> [Condition] {
    var stream = RandomStream(seed: seed, purpose: .randomisation)
    if stream.uniform() < options.nominal { return [] }
    let onset =
      stream.uniform() < options.onset
      ? stream.uniform(in: 0.2 * duration...0.6 * duration) : 0
    let growth = Int(Double(options.severity) * progress / options.curriculum)
    let hardest =
      progress < options.curriculum ? 1 + min(growth, options.severity - 1) : options.severity
    var left = options.conditions
    return (0..<min(1 + stream.below(options.most), left.count)).map { _ in
      let kind = left.remove(at: stream.below(left.count))
      return Condition(kind, severity: 1 + stream.below(hardest), onset: onset)
    }
  }

  @Test func drawsByDefaultAreWhatTheyAlwaysWere() {
    for seed in 0..<3000 as Range<UInt64> {
      let (progress, duration) = (Double(seed % 11) / 10, Double(seed % 7) + 0.4)
      let drawn = options.draw(seed: seed, progress: progress, duration: duration)
      let former = former(options, seed: seed, progress: progress, duration: duration)
      #expect(drawn == former, "seed \(seed)")
    }
  }

  @Test(arguments: [RandomisationOptions.Succession.replace, .accumulate])
  func severalChangesFollowEachOther(succession: RandomisationOptions.Succession) {
    var options = options
    (options.changes, options.succession, options.onsetRange) = (3, succession, [0.1, 0.7])
    (options.leastSeverity, options.onset) = (2, 0.5)
    for life in draws(options, progress: 1) where !life.isEmpty {
      let onsets = Set(life.map(\.onset)).sorted()
      #expect(onsets.count == 3)
      for (change, onset) in onsets.enumerated() where change > 0 || onset > 0 {
        #expect((0.5 + Double(change)...1.4 + Double(change) + 1e-12).contains(onset), "\(onset)")
      }
      #expect(life.allSatisfy { (2...4).contains($0.severity) })
      for condition in life {
        let next = onsets.first { $0 > condition.onset }
        #expect(condition.end == (succession == .replace ? next : nil))
      }
    }
    #expect(draws(options, progress: 0).flatMap { $0.map(\.severity) }.max() == 2)
  }

  @Test func theCurriculumGrowsFromMildToHard() {
    func hardest(_ progress: Double) -> Int {
      draws(options, progress: progress).flatMap { $0.map(\.severity) }.max() ?? 0
    }
    #expect([0, 0.13, 0.26, 0.38, 0.5, 1].map(hardest) == [1, 2, 3, 4, 4, 4])
    var steep = options
    steep.curriculum = 0
    #expect(draws(steep, progress: 0).flatMap { $0.map(\.severity) }.max() == 4)
  }

  @Test func settingsAreChecked() throws {
    func refusal(_ text: String) -> String {
      do {
        _ = try ExperimentFile.set(text, on: Experiment())
        return "accepted"
      } catch { return "\(error)" }
    }
    #expect(refusal("randomisation.conditions=[frcition]").contains("frcition"))
    #expect(
      refusal("randomisation={draw: pair, conditions: [friction, friction]}")
        .contains("each kind once"))
    #expect(refusal("randomisation.severity=6").contains("1 to 5"))
    #expect(refusal("randomisation.most=0").contains("1 to 10"))
    #expect(refusal("randomisation.nominal=1.5").contains("from 0 to 1"))
    #expect(refusal("randomisation.least_severity=4").contains("1 to the severity, 3"))
    #expect(refusal("randomisation.least_severity=0").contains("1 to the severity, 3"))
    #expect(refusal("randomisation.changes=0").contains("1 to 10"))
    #expect(refusal("randomisation.draw=each").contains("one of generation, pair"))
    #expect(refusal("randomisation.succession=none").contains("one of replace, accumulate"))
    for range in ["[0.2]", "[0.5, 0.4]", "[-0.1, 0.4]", "[0.2, 1]", "[.nan, 0.4]", "[0, 0.1, 0.2]"]
    {
      #expect(refusal("randomisation.onset_range=\(range)").contains("two shares"), "\(range)")
    }
    #expect(refusal("randomisation.conditions=[slope(fl)]").contains("slope strikes no one place"))
    #expect(refusal("randomisation.conditions=['dead-joint(']").contains("in parentheses"))
    let set = try ExperimentFile.set("randomisation.conditions=[ice-patches]", on: Experiment())
    #expect(set.randomisation.conditions == Condition.placed(.icePatches))
    #expect(try ExperimentFile.read(ExperimentFile.write(set), path: "again") == set)
    let named = try ExperimentFile.set(
      "randomisation.conditions=[dead-joint, 'lost-leg(fl)', \"dead-joint(a, b)\"]",
      "randomisation.onset_range=[0.3, 0.3]", on: Experiment())
    #expect(
      named.randomisation.conditions == [
        Condition.PlacedKind(.deadJoint), Condition.PlacedKind(.lostLeg, at: "fl"),
        Condition.PlacedKind(.deadJoint, at: "a, b"),
      ])
    #expect(try ExperimentFile.read(ExperimentFile.write(named), path: "again") == named)
    let changes = "--set 'randomisation.conditions=[dead-joint,lost-leg(fl),\"dead-joint(a, b)\"]'"
    #expect(named.command.contains(changes), "\(named.command)")
  }
}
