public import RobotDescription

/// Stands between a controller and a robot of which it is told that motors hear each other's
/// commands or that encoders lie: shows the controller what it would see if they did not, and sends
/// its commands to where the motors that are meant hear them. These facts can be undone exactly, so
/// that a controller need not learn what they mean; see ``HiddenFact/isUndone``.
///
/// Wiring is made definite by a greedy assignment: the greatest share that is believed joins its
/// motor and its command, and so on among those left; of equal ones the first.
public struct Compensation {
  private let facts: FactLayout
  private let layout: ObservationLayout
  /// Joint of each motor, and actions that are seen.
  private let joints: [Int]
  private let efference: Int
  /// Where the command comes from that each motor hears, and whether a command is assigned.
  private var source: [Int]
  private var isAssigned: [Bool]
  private var commands: [Float]

  /// Least magnitude of an encoder's gain that a reading is divided by: one that hardly turns tells
  /// little of where its joint is.
  static let leastEncoderGain: Float = 0.3

  /// Nil where nothing that the task tells is undone.
  public init?(_ model: RobotModel, of task: LocomotionTask) {
    facts = FactLayout(task.privileged, of: model)
    guard facts.toldCount < facts.count else { return nil }
    layout = ObservationLayout(model, of: task)
    (joints, efference) = (model.motors, task.efference)
    source = Array(joints.indices)
    isAssigned = Array(repeating: false, count: joints.count)
    commands = Array(repeating: 0, count: joints.count)
  }

  /// Takes up what is told.
  /// - Parameters:
  ///   - observation: laid out by the task's `ObservationLayout`.
  ///   - seen: what the controller is to see, `task.inputs(of: model)` values.
  public mutating func correct(
    _ observation: UnsafeBufferPointer<Float>, into seen: UnsafeMutableBufferPointer<Float>
  ) {
    for n in seen.indices { seen[n] = observation[n] }
    let told = layout[.privileged].offset
    if let wiring = facts[.wiring] { assign(observation, from: told + wiring.lowerBound) }
    if efference > 0 && facts[.wiring] != nil { recall(observation, into: seen) }
    let (position, rate) = (layout[.jointPosition], layout[.jointRate])
    for (motor, joint) in joints.enumerated() {
      if let range = facts[.encoderOffset] {
        let offset = HiddenFact.encoderOffset.value(
          observation[told + range.lowerBound + motor])
        seen[position.offset + joint] -= Float(offset) * position.scale
      }
      if let range = facts[.encoder] {
        let gain = observation[told + range.lowerBound + motor]
        let magnitude = max(abs(gain), Self.leastEncoderGain)
        let factor = 1 / (gain < 0 ? -magnitude : magnitude)
        seen[position.offset + joint] *= factor
        seen[rate.offset + joint] *= factor
      }
    }
  }

  /// Moves each command to where the motor that it is meant for hears it.
  public mutating func send(_ action: UnsafeMutableBufferPointer<Float>) {
    guard facts[.wiring] != nil else { return }
    for motor in commands.indices { commands[motor] = action[motor] }
    for motor in commands.indices { action[source[motor]] = commands[motor] }
  }

  /// Which command each motor hears; `start` is where the shares [motor, command] begin.
  private mutating func assign(_ told: UnsafeBufferPointer<Float>, from start: Int) {
    let motors = joints.count
    for command in 0..<motors { isAssigned[command] = false }
    for motor in 0..<motors { source[motor] = -1 }
    // The greatest shares of the motors are all of different commands, mostly; then the greedy
    // assignment is just these.
    var isSettled = true
    for motor in 0..<motors {
      var best = 0
      for command in 1..<motors
      where told[start + motor * motors + command] > told[start + motor * motors + best] {
        best = command
      }
      if isAssigned[best] { isSettled = false }
      isAssigned[best] = true
      source[motor] = best
    }
    if isSettled { return }
    for command in 0..<motors { isAssigned[command] = false }
    for motor in 0..<motors { source[motor] = -1 }
    for _ in 0..<motors {
      var (at, from, share) = (-1, -1, -Float.infinity)
      for motor in 0..<motors where source[motor] < 0 {
        for command in 0..<motors
        where !isAssigned[command] && told[start + motor * motors + command] > share {
          (at, from, share) = (motor, command, told[start + motor * motors + command])
        }
      }
      // Shares that are no numbers are greater than none.
      guard at >= 0 else { break }
      source[at] = from
      isAssigned[from] = true
    }
    for motor in 0..<motors where source[motor] < 0 { source[motor] = motor }
  }

  /// The actions that are seen, as the controller gave them.
  private func recall(
    _ observation: UnsafeBufferPointer<Float>, into seen: UnsafeMutableBufferPointer<Float>
  ) {
    let start = layout[.action].offset
    for step in 0..<efference {
      let latest = start + step * joints.count
      for motor in joints.indices { seen[latest + motor] = observation[latest + source[motor]] }
    }
  }
}

extension LocomotionTask {
  /// Channels of an observation that the controller of a robot sees: all but facts that are undone
  /// before it does; see ``HiddenFact/isUndone``.
  public func inputs(of model: RobotModel) -> Int {
    let facts = FactLayout(privileged, of: model)
    return ObservationLayout(model, of: self).count - (facts.count - facts.toldCount)
  }
}
