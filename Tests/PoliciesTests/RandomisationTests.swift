import Foundation
import Locomotion
import Testing
@testable import Policies

@Suite("Domain randomisation") struct RandomisationTests {
  private var options: RandomisationOptions {
    var options = RandomisationOptions()
    options.conditions = [.friction, .payload, .slope, .push]
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
    #expect(refusal("randomisation.conditions=[friction, friction]").contains("each kind once"))
    #expect(refusal("randomisation.severity=6").contains("1 to 5"))
    #expect(refusal("randomisation.most=0").contains("1 to 10"))
    #expect(refusal("randomisation.nominal=1.5").contains("from 0 to 1"))
    let set = try ExperimentFile.set("randomisation.conditions=[ice-patches]", on: Experiment())
    #expect(set.randomisation.conditions == [.icePatches])
    #expect(try ExperimentFile.read(ExperimentFile.write(set), path: "again") == set)
  }
}
