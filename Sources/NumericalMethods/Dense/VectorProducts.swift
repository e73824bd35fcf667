/// |x|, summed in double precision in the order of the elements.
public func euclideanNorm(_ x: [Float]) -> Double {
  x.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
}

/// |x|, summed in the order of the elements.
public func euclideanNorm(_ x: [Double]) -> Double {
  x.reduce(0) { $0 + $1 * $1 }.squareRoot()
}
