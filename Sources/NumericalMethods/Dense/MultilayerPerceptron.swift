/// A fully connected network with tanh between its layers and a linear last one, for batches in
/// single precision; its parameters are one flat vector: each layer's weights [inputs, outputs],
/// row after row, then its biases.
public struct MultilayerPerceptron: Sendable, Codable {
  /// Inputs, hidden units from the input up, outputs.
  public let sizes: [Int]
  private var packed: PackedFloats

  private enum CodingKeys: String, CodingKey {
    case sizes
    case packed = "parameters"
  }

  /// Weights of deviation 1/√fan-in, those of the last layer 0.1 of it; biases 0.
  /// - Precondition: at least two sizes, all above 0.
  public init(sizes: [Int], stream: inout RandomStream) {
    precondition(sizes.count >= 2 && sizes.allSatisfy { $0 > 0 }, "layers have units")
    self.sizes = sizes
    var parameters: [Float] = []
    for layer in 0..<sizes.count - 1 {
      let (rows, columns) = (sizes[layer], sizes[layer + 1])
      let scale = layer == sizes.count - 2 ? 0.1 : 1
      for _ in 0..<rows * columns {
        parameters.append(Float(scale * stream.gaussian() / Double(rows).squareRoot()))
      }
      parameters += [Float](repeating: 0, count: columns)
    }
    packed = PackedFloats(parameters)
  }

  /// Reads what `encode(to:)` wrote; throws `DecodingError.dataCorrupted` where sizes and
  /// parameters do not belong together.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    sizes = try values.decode([Int].self, forKey: .sizes)
    packed = try values.decode(PackedFloats.self, forKey: .packed)
    let isUsable = sizes.count >= 2 && sizes.allSatisfy { (1...1 << 20).contains($0) }
    guard isUsable,
      zip(sizes, sizes.dropFirst()).reduce(0, { $0 + ($1.0 + 1) * $1.1 }) == packed.values.count
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .packed, in: values,
        debugDescription: "\(packed.values.count) parameters found for layers of \(sizes)")
    }
  }

  public var parameters: [Float] {
    get { packed.values }
    set {
      precondition(newValue.count == packed.values.count, "as many parameters as before")
      packed.values = newValue
    }
  }

  /// Outputs [rows, outputs] for inputs [rows, inputs].
  public func callAsFunction(_ inputs: [Float]) -> [Float] {
    activations(inputs)[sizes.count - 2]
  }

  /// The gradient, by the parameters, of a loss with derivative `slope(outputs)` by the outputs.
  public func gradient(_ inputs: [Float], slope: ([Float]) -> [Float]) -> [Float] {
    let activations = activations(inputs)
    let rows = inputs.count / sizes[0]
    var gradient = [Float](repeating: 0, count: packed.values.count)
    var bar = slope(activations[sizes.count - 2])
    for layer in (0..<sizes.count - 1).reversed() {
      let (below, columns) = (sizes[layer], sizes[layer + 1])
      if layer < sizes.count - 2 {
        for n in bar.indices { bar[n] *= 1 - activations[layer][n] * activations[layer][n] }
      }
      let place = place(of: layer)
      let source = layer == 0 ? inputs : activations[layer - 1]
      var product = MatrixProduct(
        rows: below, columns: columns, inner: rows, transposesA: true)
      // Never empty, as every layer has units; a layer's weights and biases lie within.
      gradient.withUnsafeMutableBufferPointer {
        Float.multiply(product, source, bar, keeping: 0, into: $0.baseAddress! + place)
        let biases = $0.baseAddress! + place + below * columns
        for n in bar.indices { biases[n % columns] += bar[n] }
      }
      guard layer > 0 else { break }
      product = MatrixProduct(rows: rows, columns: below, inner: columns, transposesB: true)
      bar = multiply(product, bar, place, count: rows * below)
    }
    return gradient
  }

  /// The outputs of every layer, [rows, units] each.
  private func activations(_ inputs: [Float]) -> [[Float]] {
    precondition(inputs.count.isMultiple(of: sizes[0]), "rows of \(sizes[0]) inputs")
    let rows = inputs.count / sizes[0]
    var result: [[Float]] = []
    for layer in 0..<sizes.count - 1 {
      let (below, columns) = (sizes[layer], sizes[layer + 1])
      let product = MatrixProduct(rows: rows, columns: columns, inner: below)
      var units = multiply(product, result.last ?? inputs, place(of: layer), count: rows * columns)
      let biases = place(of: layer) + below * columns
      let isHidden = layer < sizes.count - 2
      for n in units.indices {
        let sum = units[n] + packed.values[biases + n % columns]
        units[n] = isHidden ? fastTanh(sum) : sum
      }
      result.append(units)
    }
    return result
  }

  /// A product with the weights at `place` of the parameters.
  private func multiply(
    _ product: MatrixProduct, _ a: [Float], _ place: Int, count: Int
  ) -> [Float] {
    var result = [Float](repeating: 0, count: count)
    packed.values.withUnsafeBufferPointer { parameters in
      Float.multiply(product, a, parameters.baseAddress! + place, keeping: 0, into: &result)
    }
    return result
  }

  /// Where a layer's weights begin.
  private func place(of layer: Int) -> Int {
    (0..<layer).reduce(0) { $0 + (sizes[$1] + 1) * sizes[$1 + 1] }
  }
}
