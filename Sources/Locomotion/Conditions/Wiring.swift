/// Which motor obeys which command.
struct Wiring: Equatable {
  let motors: Int
  /// Share of the command to motor i that reaches motor j, [j, i]; empty where each obeys its own.
  private var shares: [Double] = []

  init(motors: Int) { self.motors = motors }

  var isNominal: Bool { shares.isEmpty }

  subscript(motor: Int, command: Int) -> Double {
    shares.isEmpty ? motor == command ? 1 : 0 : shares[motor * motors + command]
  }

  /// Lets `share` of what goes to either motor of a pair go to the other.
  mutating func swap(_ a: Int, _ b: Int, share: Double) {
    if shares.isEmpty {
      shares = (0..<motors * motors).map { $0 / motors == $0 % motors ? 1 : 0 }
    }
    for command in 0..<motors {
      let (first, second) = (self[a, command], self[b, command])
      shares[a * motors + command] = (1 - share) * first + share * second
      shares[b * motors + command] = share * first + (1 - share) * second
    }
  }

  /// What reaches a motor of the commands.
  func command(to motor: Int, of commands: UnsafeMutableBufferPointer<Float>) -> Float {
    if shares.isEmpty { return commands[motor] }
    var sum = 0.0
    for command in 0..<motors { sum += self[motor, command] * Double(commands[command]) }
    return Float(sum)
  }
}
