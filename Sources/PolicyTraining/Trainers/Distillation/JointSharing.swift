import Locomotion
import Policies
import RobotDescription
import SpikingNetworks

/// One small network for each motor, all with the same weights, held as one network: of its N
/// hidden neurons, n belongs to motor n mod M and has the weights of neuron n ÷ M of the small one.
/// It sees its own motor's channels and those that belong to none, is connected to neurons of its
/// own motor, and estimates what its motor's facts are; facts of the whole robot are read from all.
/// What is learnt of one motor so holds for all, and everything else sees a network like any other.
///
/// Numbers of the same place in the small networks are one coordinate, of which the vector's are
/// copies; a gradient is projected onto these, to its mean over the copies.
struct JointSharing {
  /// Of each number of the vector: which coordinate it is a copy of; nil where neurons of one motor
  /// would hear of another's, which is 0.
  private let coordinates: [Int?]
  private let copies: [Int]
  private let layout: ParameterLayout

  /// Where a channel or neuron stands: its motor, if it has one, and what it is there.
  private struct Place: Hashable {
    var motor: Int?
    var key: Int
  }

  /// - Throws: ``ExperimentError`` for neurons that cannot be dealt out to the motors, and facts of
  ///   pairs of motors.
  init(
    _ spec: NetworkSpec, _ model: RobotModel, of task: LocomotionTask, _ facts: FactLayout
  ) throws {
    let motors = model.motors.count
    guard spec.hidden[0].size.isMultiple(of: motors) else {
      throw ExperimentError(
        place: "experiment", key: "network.hidden", found: "[\(spec.hidden[0].size)]",
        expected: "a multiple of \(motors), as many for each motor, for distillation.sharing: joint"
      )
    }
    guard facts[.wiring] == nil else {
      throw ExperimentError(
        place: "experiment", key: "distillation.sharing", found: "joint",
        expected: "none, as the teacher is told of wiring, which is of pairs of motors")
    }
    let inputs = Self.inputs(model, of: task)
    let neurons = (0..<spec.hidden[0].size).map { Place(motor: $0 % motors, key: $0 / motors) }
    let outputs = Self.outputs(facts, motors: motors)
    struct Coordinate: Hashable {
      var slice: Int
      var keys: [Int]
      /// Where a number is its own.
      var index: Int?
    }
    layout = spec.layout
    var known: [Coordinate: Int] = [:]
    var counts: [Int] = []
    var found: [Int?] = []
    for (number, slice) in layout.slices.enumerated() {
      let axes = Self.axes(of: slice, inputs, neurons, outputs)
      for index in 0..<slice.range.count {
        var places: [Place] = []
        if axes.count == 2 {
          places = [axes[0][index / axes[1].count], axes[1][index % axes[1].count]]
        } else if axes.count == 1 {
          places = [axes[0][index]]
        }
        if Set(places.compactMap(\.motor)).count > 1 {
          found.append(nil)
          continue
        }
        let coordinate = Coordinate(
          slice: number, keys: places.map(\.key), index: axes.isEmpty ? index : nil)
        let id = known[coordinate, default: counts.count]
        if id == counts.count {
          known[coordinate] = id
          counts.append(0)
        }
        counts[id] += 1
        found.append(id)
      }
    }
    (coordinates, copies) = (found, counts)
  }

  /// Coordinates that there are.
  var count: Int { copies.count }

  /// Gives all copies the value of the first, and weights that are left on a neuron the deviation
  /// that all had together.
  func share(_ parameters: [Float]) -> [Float] {
    var first = [Float?](repeating: nil, count: copies.count)
    var shared = [Float](repeating: 0, count: parameters.count)
    for slice in layout.slices {
      let columns = slice.shape.count == 2 ? slice.shape[1] : 0
      for index in slice.range {
        guard let coordinate = coordinates[index] else { continue }
        let value = first[coordinate] ?? parameters[index]
        first[coordinate] = value
        shared[index] = value
      }
      guard columns > 0 else { continue }
      for column in 0..<columns {
        let places = stride(
          from: slice.range.lowerBound + column, to: slice.range.upperBound, by: columns)
        let left = places.count { coordinates[$0] != nil }
        let gain = (Float(slice.shape[0]) / Float(max(left, 1))).squareRoot()
        for place in places { shared[place] *= gain }
      }
    }
    return shared
  }

  /// The gradient's projection onto vectors whose copies are equal.
  func project(_ gradient: [Float]) -> [Float] {
    var sums = [Float](repeating: 0, count: copies.count)
    for (value, coordinate) in zip(gradient, coordinates) {
      if let coordinate { sums[coordinate] += value }
    }
    return coordinates.map { $0.map { sums[$0] / Float(copies[$0]) } ?? 0 }
  }

  private static func inputs(_ model: RobotModel, of task: LocomotionTask) -> [Place] {
    let motorOf = Dictionary(
      uniqueKeysWithValues: model.motors.enumerated().map { ($1, $0) })
    var places: [Place] = []
    var next = 0
    for slice in ObservationLayout(model, of: task).slices {
      switch slice.group {
      case .jointPosition, .jointRate:
        places += (0..<slice.count).map { joint in
          motorOf[joint].map { Place(motor: $0, key: next) }
            ?? Place(motor: nil, key: next + 1 + joint)
        }
      case .action:
        let motors = model.motors.count
        places += (0..<slice.count).map { Place(motor: $0 % motors, key: next + $0 / motors) }
      case .gravity, .angularVelocity, .velocity, .heading, .contact, .clock, .command,
        .privileged:
        places += (0..<slice.count).map { Place(motor: nil, key: next + $0) }
      }
      next += slice.count + 1
    }
    return places
  }

  private static func outputs(_ facts: FactLayout, motors: Int) -> [Place] {
    facts.slices.flatMap { slice in
      (0..<slice.range.count).map { place in
        slice.fact.isOfMotors
          ? Place(motor: place % motors, key: slice.range.lowerBound)
          : Place(motor: nil, key: slice.range.lowerBound + place)
      }
    }
  }

  /// What the dimensions of a slice run over; none where its numbers belong to no motor.
  private static func axes(
    of slice: ParameterLayout.Slice, _ inputs: [Place], _ neurons: [Place], _ outputs: [Place]
  ) -> [[Place]] {
    let (from, onto) =
      switch slice.owner {
      case .input: (inputs, neurons)
      case .recurrent, .population: (neurons, neurons)
      case .readout: (neurons, outputs)
      }
    switch slice.role {
    case .weight, .slowWeight: return [from, onto]
    case .bias, .adaptationStrength, .adaptationDecay: return [onto]
    case .slowDecay, .tonicLevel: return [from]
    case .share, .rate, .coefficient:
      if slice.shape.count == 2 { return [from, onto] }
      return slice.shape[0] == onto.count ? [onto] : []
    case .modulatorWeight, .modulatorBias, .gainCompensation, .gainWeight: return []
    }
  }
}
