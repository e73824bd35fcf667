import NumericalMethods

/// A value function V: a small perceptron on normalised observations, which tells returns in units
/// of their own running mean and deviation. Encoding is exact.
struct Critic: Sendable, Codable {
  private var network: MultilayerPerceptron
  private var adam: Adam
  private var observations: RunningMoments
  private var returns = RunningMoments(channels: 1)

  init(inputs: Int, hidden: [Int], stream: inout RandomStream) {
    network = MultilayerPerceptron(sizes: [inputs] + hidden + [1], stream: &stream)
    adam = Adam(dimension: network.parameters.count, learningRate: 0)
    observations = RunningMoments(channels: inputs)
  }

  var shape: [Int] {
    network.sizes + [adam.dimension, observations.means.count, returns.means.count]
  }

  /// V of each row of [rows, inputs].
  func values(_ rows: [Float]) -> [Double] {
    let (mean, deviation) = scale
    return network(observations.normalise(rows)).map { mean + deviation * Double($0) }
  }

  /// Widens the scales by what was seen; to be called between reading values and learning.
  mutating func observe(_ rows: [Float], returns: [Double]) {
    observations.add(rows)
    self.returns.add(returns.map { Float($0) })
  }

  /// One step of Adam against the mean squared error of V, in units of the returns' deviation; none
  /// where the gradient or what it leads to is not finite.
  /// - Returns: that error, and what was not finite.
  mutating func learn(
    _ rows: [Float], returns: [Double], learningRate: Double
  ) -> (error: Double, failure: UpdateFailure?) {
    let (mean, deviation) = scale
    let targets = returns.map { Float(($0 - mean) / deviation) }
    var error = 0.0
    let gradient = network.gradient(observations.normalise(rows)) { outputs in
      zip(outputs, targets).map { output, target in
        error += Double(output - target) * Double(output - target)
        return 2 * (output - target) / Float(targets.count)
      }
    }
    error /= Double(targets.count)
    if let failure = UpdateFailure(.gradient, gradient, isCritic: true) { return (error, failure) }
    adam.learningRate = learningRate
    let before = adam
    var parameters = network.parameters
    adam.update(parameters: &parameters, gradient: gradient)
    if let failure = UpdateFailure(.parameters, parameters, isCritic: true) {
      adam = before
      return (error, failure)
    }
    network.parameters = parameters
    return (error, nil)
  }

  private var scale: (mean: Double, deviation: Double) {
    (returns.means[0], (returns.variances[0] + 1e-8).squareRoot())
  }
}
