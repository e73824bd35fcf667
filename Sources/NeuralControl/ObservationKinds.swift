public import Locomotion

extension ObservationLayout {
  /// The kind of each channel, its group: all joint positions are of one kind, all joint rates of
  /// another. Rules of granularity `joint` have one set of numbers for each.
  public var kinds: [Int] {
    slices.filter { $0.count > 0 }.enumerated().flatMap { kind, slice in
      Array(repeating: kind, count: slice.count)
    }
  }
}
