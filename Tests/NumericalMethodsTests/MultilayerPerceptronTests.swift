import Foundation
import NumericalMethods
import Testing

@Suite struct MultilayerPerceptronTests {
  private func network(_ sizes: [Int], seed: UInt64 = 1) -> MultilayerPerceptron {
    var stream = RandomStream(seed: seed, purpose: .test)
    var network = MultilayerPerceptron(sizes: sizes, stream: &stream)
    // Biases and a last layer that matter.
    network.parameters = network.parameters.map { $0 + Float(0.3 * stream.gaussian()) }
    return network
  }

  /// Layer by layer in double precision, without a matrix product.
  @Test func itIsWhatItSays() {
    let network = network([3, 5, 2])
    let p = network.parameters.map(Double.init)
    let inputs: [Float] = [0.3, -1, 0.7, 2, 0, -0.4]
    let outputs = network(inputs)
    for row in 0..<2 {
      var hidden: [Double] = []
      for j in 0..<5 {
        var sum = p[15 + j]
        for i in 0..<3 { sum += Double(inputs[row * 3 + i]) * p[i * 5 + j] }
        hidden.append(tanh(sum))
      }
      for k in 0..<2 {
        var expected = p[30 + k]
        for j in 0..<5 { expected += hidden[j] * p[20 + j * 2 + k] }
        #expect(abs(Double(outputs[row * 2 + k]) - expected) < 1e-5)
      }
    }
  }

  @Test(arguments: [[4, 1], [3, 6, 1], [2, 5, 4, 3]])
  func theGradientIsTheDerivative(sizes: [Int]) {
    var network = network(sizes, seed: 7)
    var stream = RandomStream(seed: 8, purpose: .test)
    let inputs = (0..<sizes[0] * 9).map { _ in Float(stream.gaussian()) }
    func loss() -> Double { network(inputs).reduce(0) { $0 + Double($1) * Double($1) / 2 } }
    let gradient = network.gradient(inputs) { $0 }
    let parameters = network.parameters
    for n in parameters.indices {
      let h: Float = 1e-2
      network.parameters[n] = parameters[n] + h
      let above = loss()
      network.parameters[n] = parameters[n] - h
      let difference = (above - loss()) / Double(2 * h)
      network.parameters[n] = parameters[n]
      #expect(abs(Double(gradient[n]) - difference) < 2e-3 * max(1, abs(difference)), "\(n)")
    }
  }

  @Test func encodingIsExactAndChecked() throws {
    let network = network([3, 4, 1])
    let data = try JSONEncoder().encode(network)
    let read = try JSONDecoder().decode(MultilayerPerceptron.self, from: data)
    #expect(read.parameters.map(\.bitPattern) == network.parameters.map(\.bitPattern))
    let text = String(decoding: data, as: UTF8.self)
    let broken = text.replacing("[3,4,1]", with: "[3,5,1]")
    #expect(broken != text)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(MultilayerPerceptron.self, from: Data(broken.utf8))
    }
  }
}
