/// Delays some channels of a vector by a whole number of steps and passes the others at once.
struct DelayLine {
  /// Steps between in and out.
  let steps: Int
  private let isDelayed: [Bool]
  /// The last steps + 1 vectors, in a ring.
  private var ring: [Float]
  private var next = 0
  private var isEmpty: Bool

  /// - Parameter before: what leaves until so many steps have passed; nil is the first to come in.
  init(delaying isDelayed: [Bool], by steps: Int, before: [Float]? = nil) {
    precondition(steps >= 0, "no vector leaves before it came")
    (self.isDelayed, self.steps) = (isDelayed, steps)
    let vector = before ?? Array(repeating: 0, count: isDelayed.count)
    ring = (0...steps).flatMap { _ in vector }
    isEmpty = before == nil
  }

  /// Takes in `values`, one a channel, and replaces the delayed ones by those of `steps` calls ago.
  mutating func pass(_ values: UnsafeMutableBufferPointer<Float>) {
    let width = isDelayed.count
    for slot in isEmpty ? 0..<steps + 1 : next..<next + 1 {
      for i in 0..<width { ring[slot * width + i] = values[i] }
    }
    isEmpty = false
    next = (next + 1) % (steps + 1)
    for i in 0..<width where isDelayed[i] { values[i] = ring[next * width + i] }
  }
}
