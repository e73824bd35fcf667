import NumericalMethods
public import RobotDescription

/// Something of robot and world that no sensor measures and that decides what an action does: what
/// a privileged teacher is told, and a student has to find out (Kumar, Fu, Pathak, Malik 2021,
/// *RMA: Rapid motor adaptation for legged robots*; Lee et al. 2020). A fact is a name here and a
/// row in `row`, which does not compile without one.
public enum HiddenFact: String, Sendable, Codable, CaseIterable {
  case gain, wiring, encoder
  case encoderOffset = "encoder-offset"
  case delay, friction, load
  case loadPlace = "load-place"
  case strength
  case jointStrength = "joint-strength"
  case freedom, slope
}

extension HiddenFact {
  /// One line for tables and help.
  public var summary: String { row.summary }
  /// What a channel of the fact is when nothing is the matter.
  public var nominal: Double { row.nominal }
  /// What a channel of the fact can be, as conditions of the suites set it.
  public var range: ClosedRange<Double> { row.range }
  /// The kinds of conditions that set it.
  public var kinds: [Condition.Kind] { row.kinds }

  /// Whether what is told of the fact is not for the network but undone between it and the robot,
  /// exactly; see ``Compensation``.
  public var isUndone: Bool { row.isUndone }

  /// Whether the fact is one number a motor.
  public var isOfMotors: Bool {
    if case .motors = row.extent { true } else { false }
  }

  /// Whether the fact is one number a pair of motors.
  public var isOfPairs: Bool {
    if case .pairs = row.extent { true } else { false }
  }

  /// How many numbers a fact is.
  public enum Extent: Sendable {
    /// So many, whatever the robot.
    case fixed(Int)
    /// One for each motor, in the order of `model.motors`.
    case motors
    /// One for each pair of motors: what of the command to motor i reaches motor j, [j, i].
    case pairs
  }

  /// All there is to know of a fact.
  struct Row: Sendable {
    let extent: Extent
    let nominal: Double
    let range: ClosedRange<Double>
    /// A channel is `scale · (value − zero)`.
    let scale: Double
    let zero: Double
    let kinds: [Condition.Kind]
    var isUndone = false
    /// Fills in the values, one a channel.
    let read: @Sendable (Departures, (Double) -> Void) -> Void
    let summary: String
  }

  /// What facts are read from.
  struct Departures {
    let effects: Effects
    let model: RobotModel
  }

  /// The table of facts.
  var row: Row {
    switch self {
    case .gain:
      Row(
        extent: .motors, nominal: 1, range: -1...1.5, scale: 1, zero: 0,
        kinds: [.reversedActuator, .reversedPair, .reversedRandom, .gainSpread],
        read: { d, put in for j in d.model.motors { put(d.effects.motors[j].gain) } },
        summary: "gain from action to target of each motor, sign included; 1 is nominal")
    case .wiring:
      Row(
        extent: .pairs, nominal: 0, range: 0...1, scale: 1, zero: 0, kinds: [.swappedPair],
        isUndone: true,
        read: { d, put in
          let wiring = d.effects.wiring
          for j in 0..<wiring.motors { for i in 0..<wiring.motors { put(wiring[j, i]) } }
        },
        summary: "share of the command to motor i that reaches motor j; nominally 1 where j = i")
    case .encoder:
      Row(
        extent: .motors, nominal: 1, range: -1...1, scale: 1, zero: 0, kinds: [.reversedEncoder],
        isUndone: true,
        read: { d, put in for j in d.model.motors { put(d.effects.encoders[j].gain) } },
        summary: "gain of each motor's encoder, sign included; 0 is dead, 1 nominal")
    case .encoderOffset:
      Row(
        extent: .motors, nominal: 0, range: -0.4...0.4, scale: 2, zero: 0,
        kinds: [.encoderOffset], isUndone: true,
        read: { d, put in for j in d.model.motors { put(d.effects.encoders[j].offset) } },
        summary: "constant error of each motor's encoder [rad or m]")
    case .delay:
      Row(
        extent: .fixed(1), nominal: 0, range: 0...0.1, scale: 10, zero: 0, kinds: [.actionLatency],
        read: { d, put in put(d.effects.actionLatency) },
        summary: "time from action to target [s]")
    case .friction:
      Row(
        extent: .fixed(1), nominal: 1, range: 0.2...1, scale: 1, zero: 1, kinds: [.friction],
        read: { d, put in put(d.effects.ground.friction) },
        summary: "Coulomb coefficient of the ground, as a share of the nominal one")
    case .load:
      Row(
        extent: .fixed(1), nominal: 0, range: 0...0.5, scale: 2, zero: 0,
        kinds: [.payload, .payloadOffset],
        read: { d, put in put(d.effects.load.payload + d.effects.load.sidePayload) },
        summary: "point masses on the base, as a share of the robot's mass")
    case .loadPlace:
      Row(
        extent: .fixed(2), nominal: 0, range: -0.5...0.5, scale: 2, zero: 0,
        kinds: [.payloadOffset, .massShift],
        read: { d, put in
          let load = d.effects.load
          put(load.sidePayload * load.side.x / 2 + load.shift.x)
          put(load.sidePayload * load.side.y / 2 + load.shift.y)
        },
        summary: "how far the base's mass is displaced ahead and to the left [standing heights]")
    case .strength:
      Row(
        extent: .fixed(1), nominal: 1, range: 0.5...1, scale: 1, zero: 1, kinds: [.motorStrength],
        read: { d, put in put(d.allStrength) },
        summary: "share of the commanded effort that arrives, of the strongest motor")
    case .jointStrength:
      Row(
        extent: .motors, nominal: 1, range: 0...1, scale: 1, zero: 1, kinds: [.deadJoint],
        read: { d, put in
          let all = d.allStrength
          for j in d.model.motors { put(all > 0 ? d.effects.motors[j].strength / all : 1) }
        },
        summary: "the same of each motor beside the strongest; 0 is limp")
    case .freedom:
      Row(
        extent: .motors, nominal: 1, range: 0...1, scale: 1, zero: 1, kinds: [.lockedJoint],
        read: { d, put in for j in d.model.motors { put(d.effects.motors[j].freedom ?? 1) } },
        summary: "share of its action range that is left to each motor's joint; 0 is locked")
    case .slope:
      Row(
        extent: .fixed(2), nominal: 0, range: -0.27...0.27, scale: 4, zero: 0,
        kinds: [.slope, .downhill, .crossSlope],
        read: { d, put in
          put(d.effects.ground.rise)
          put(d.effects.ground.bank)
        },
        summary:
          "angles by which the ground rises along the commanded heading and to its left [rad]")
    }
  }

  /// Channels of the fact for a robot.
  public func count(_ model: RobotModel) -> Int {
    switch row.extent {
    case .fixed(let count): count
    case .motors: model.motors.count
    case .pairs: model.motors.count * model.motors.count
    }
  }

  /// The channel of a value.
  public func channel(_ value: Double) -> Float { Float(row.scale * (value - row.zero)) }

  /// The value of a channel.
  public func value(_ channel: Float) -> Double { Double(channel) / row.scale + row.zero }

  /// Least and greatest magnitude of a gain that a controller acts on: one that is hardly believed
  /// would still the joint, and a joint that does not move tells nothing of its gain.
  static let decidedGains: ClosedRange<Float> = 0.3...1.3

  /// Whether a controller acts on a definite sign and magnitude, ``decidedGains``, of an estimate;
  /// of others it acts on the nearest value that can be.
  fileprivate var hasDecidedSign: Bool { self == .gain }
}

extension HiddenFact.Departures {
  var allStrength: Double {
    model.motors.reduce(0) { max($0, effects.motors[$1].strength) }
  }
}

/// Facts in one flat vector of channels, each `scale · (value − zero)` of its fact, of order one;
/// those that are undone stand behind the others.
public struct FactLayout: Sendable {
  /// Where a fact lies.
  public struct Slice: Sendable, Equatable {
    public let fact: HiddenFact
    public let range: Range<Int>
  }

  public let slices: [Slice]
  public let count: Int
  /// Channels of facts that networks are told.
  public let toldCount: Int
  /// Every channel when nothing is the matter.
  public let nominal: [Float]
  /// Rows of the slices' facts, kept, as making one allocates.
  private let rows: [HiddenFact.Row]
  /// Least and greatest channel of each slice's fact.
  private let bounds: [ClosedRange<Float>]

  public init(_ facts: [HiddenFact], of model: RobotModel) {
    var (slices, nominal): ([Slice], [Float]) = ([], [])
    let facts = facts.filter { !$0.isUndone } + facts.filter(\.isUndone)
    rows = facts.map(\.row)
    bounds = facts.map { $0.channel($0.range.lowerBound)...$0.channel($0.range.upperBound) }
    for fact in facts {
      let count = fact.count(model)
      slices.append(Slice(fact: fact, range: nominal.count..<nominal.count + count))
      let motors = model.motors.count
      nominal += (0..<count).map { place in
        let isOwn = fact == .wiring && place / motors == place % motors
        return fact.channel(isOwn ? 1 : fact.nominal)
      }
    }
    (self.slices, self.nominal, count) = (slices, nominal, nominal.count)
    toldCount = slices.last { !$0.fact.isUndone }?.range.upperBound ?? 0
  }

  /// Where a fact lies; nil where it is not among them.
  public subscript(fact: HiddenFact) -> Range<Int>? {
    slices.first { $0.fact == fact }?.range
  }

  /// One name a channel, such as `gain.3`.
  public var channelNames: [String] {
    slices.flatMap { slice in
      (0..<slice.range.count).map {
        slice.range.count == 1 ? slice.fact.rawValue : "\(slice.fact.rawValue).\($0)"
      }
    }
  }

  /// What a controller acts on of estimated channels: definite gains, and otherwise the nearest
  /// values that can be.
  package func decide(
    _ estimates: UnsafeBufferPointer<Float>, into out: UnsafeMutablePointer<Float>
  ) {
    let gains = HiddenFact.decidedGains
    for (index, slice) in slices.enumerated() {
      for n in slice.range {
        let estimate = estimates[n]
        if slice.fact.hasDecidedSign {
          let magnitude = min(max(abs(estimate), gains.lowerBound), gains.upperBound)
          out[n] = estimate < 0 ? -magnitude : magnitude
        } else {
          out[n] = min(max(estimate, bounds[index].lowerBound), bounds[index].upperBound)
        }
      }
    }
  }

  /// The channels under these effects.
  func read(_ effects: Effects, _ model: RobotModel, into out: UnsafeMutablePointer<Float>) {
    let departures = HiddenFact.Departures(effects: effects, model: model)
    for (row, slice) in zip(rows, slices) {
      var place = slice.range.lowerBound
      row.read(departures) { value in
        out[place] = Float(row.scale * (value - row.zero))
        place += 1
      }
    }
  }
}

extension FactLayout: Equatable {
  public static func == (a: FactLayout, b: FactLayout) -> Bool { a.slices == b.slices }
}
