package import Locomotion
import NumericalMethods
package import RobotDescription

/// Conditions of several lives, spread evenly over them: each of k equal strata of nominal lives,
/// kinds, joints, legs, severities and onsets has as many lives as any other, but for one, in an
/// order of its own (Latin hypercube sampling: McKay, Beckman, Conover 1979, *Technometrics* 21(2),
/// 239–245).
///
/// A kind that strikes a joint or leg and names none gets the name of one.
package struct StratifiedDraws: Sendable {
  private let options: RandomisationOptions
  /// Of each life: its changes, with their onsets as shares of their ranges; none in a nominal
  /// life.
  private var lives: [[DrawnChange]]
  /// Of each life: whether the first change is in mid-life.
  private var isLate: [Bool]

  /// What is spread, by the keys of their random draws, which are part of the reproducibility
  /// contract: unique, never changed.
  private enum Factor: Int {
    case nominal = 1
    case late = 2
    case onset = 3
    case number = 4
    case kind = 5
    case severity = 6
    case joint = 7
    case leg = 8

    init(_ part: Condition.Part) {
      switch part {
      case .joint: self = .joint
      case .leg: self = .leg
      }
    }
  }

  /// - Parameters:
  ///   - count: of the lives.
  ///   - seed: keys the draws of these lives.
  ///   - progress: share of the budget's generations that is over.
  package init(
    _ options: RandomisationOptions, count: Int, seed: UInt64, progress: Double,
    of model: RobotModel
  ) {
    self.options = options
    lives = Array(repeating: [], count: count)
    isLate = Array(repeating: false, count: count)
    if options.conditions.isEmpty { return }
    let strata = Strata(seed: seed)
    let nominal = strata.shares(count, Factor.nominal.rawValue)
    let afflicted = lives.indices.filter { nominal[$0] >= options.nominal }
    let late = strata.shares(afflicted.count, Factor.late.rawValue)
    for (place, life) in afflicted.enumerated() { isLate[life] = late[place] < options.onset }
    for change in 0..<options.changes {
      let onsets = strata.shares(afflicted.count, Factor.onset.rawValue, change)
      for (place, life) in afflicted.enumerated() {
        lives[life].append(DrawnChange(onset: onsets[place]))
      }
      fill(change, of: afflicted, strata, options.severities(progress: progress), model)
    }
  }

  /// Draws what begins at a change.
  private mutating func fill(
    _ change: Int, of afflicted: [Int], _ strata: Strata, _ severities: ClosedRange<Int>,
    _ model: RobotModel
  ) {
    let most = min(options.most, options.conditions.count)
    let numbers = strata.levels(most, afflicted.count, Factor.number.rawValue, change)
    let struck = (0..<most).map { number in
      zip(afflicted, numbers).filter { $1 >= number }.map(\.0)
    }
    for (number, struck) in struck.enumerated() {
      let slot = change * 16 + number
      let kinds = strata.levels(
        options.conditions.count, struck.count, Factor.kind.rawValue, slot)
      let steps = strata.levels(severities.count, struck.count, Factor.severity.rawValue, slot)
      for (place, life) in struck.enumerated() {
        let kind = unused(kinds[place], in: lives[life][change])
        lives[life][change].causes.append((kind, severities.lowerBound + steps[place]))
      }
    }
    // Names come last: until then kinds that are alike are the same.
    for (number, struck) in struck.enumerated() {
      for part in Condition.Part.allCases {
        let slot = change * 16 + number
        name(part, of: struck, change, number, strata, slot, part.names(model))
      }
    }
  }

  /// The kind of that index, or the next that does not yet begin there.
  private func unused(_ index: Int, in change: DrawnChange) -> Condition.PlacedKind {
    let all = options.conditions
    let order = (0..<all.count).map { all[(index + $0) % all.count] }
    return order.first { kind in !change.causes.contains { $0.kind == kind } } ?? all[index]
  }

  /// Names what conditions strike that leave it open.
  private mutating func name(
    _ part: Condition.Part, of struck: [Int], _ change: Int, _ number: Int, _ strata: Strata,
    _ slot: Int, _ names: [String]
  ) {
    let open = struck.filter {
      let kind = lives[$0][change].causes[number].kind
      return kind.place == nil && kind.kind.part == part
    }
    if names.isEmpty { return }
    let places = strata.levels(names.count, open.count, Factor(part).rawValue, slot)
    for (place, life) in open.enumerated() {
      let kind = lives[life][change].causes[number].kind.kind
      lives[life][change].causes[number].kind = Condition.PlacedKind(kind, at: names[places[place]])
    }
  }

  /// Conditions of a life of that length [s].
  package func conditions(_ life: Int, duration: Double) -> [Condition] {
    options.conditions(
      of: lives[life].enumerated().map { index, change in
        var change = change
        let (range, share) = (options.onsets(index, duration: duration), change.onset)
        let onset = range.lowerBound * (1 - share) + range.upperBound * share
        change.onset = isLate[life] || index > 0 ? min(onset, range.upperBound) : 0
        return change
      })
  }
}

/// Numbers spread evenly over several lives in random order.
private struct Strata {
  let seed: UInt64

  private func stream(_ factor: Int, _ slot: Int) -> RandomStream {
    RandomStream(seed: seed, purpose: .randomisation, individual: factor, episode: slot)
  }

  /// One number in each of `count` equal parts of [0, 1).
  func shares(_ count: Int, _ factor: Int, _ slot: Int = 0) -> [Double] {
    var stream = stream(factor, slot)
    return stream.permutation(count).map { (Double($0) + stream.uniform()) / Double(count) }
  }

  /// Numbers in 0..<`levels`, each as often as the others but for one (systematic sampling).
  func levels(_ levels: Int, _ count: Int, _ factor: Int, _ slot: Int) -> [Int] {
    var stream = stream(factor, slot)
    let start = stream.uniform()
    return stream.permutation(count).map {
      min(Int((Double($0) + start) * Double(levels) / Double(count)), levels - 1)
    }
  }
}
