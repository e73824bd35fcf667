import Foundation

/// The test functions, all with minimum 0.
enum Function: String {
  case sphere, ellipsoid, rosenbrock, rastrigin

  func callAsFunction(_ x: [Float]) -> Double {
    let x = x.map(Double.init)
    switch self {
    case .sphere: return x.reduce(0) { $0 + $1 * $1 }
    case .ellipsoid:
      return x.enumerated().reduce(0) { sum, term in
        sum + pow(1e6, Double(term.offset) / Double(x.count - 1)) * term.element * term.element
      }
    case .rosenbrock:
      return zip(x, x.dropFirst()).reduce(0) { sum, pair in
        let (a, b) = (1 - pair.0, pair.1 - pair.0 * pair.0)
        return sum + 100 * b * b + a * a
      }
    case .rastrigin:
      return x.reduce(10 * Double(x.count)) { $0 + $1 * $1 - 10 * cos(2 * .pi * $1) }
    }
  }
}
