public import Execution

extension LifeRecord: Portable {
  public func write(to wire: inout WireWriter) {
    wire.write(result)
    wire.write(cost)
    wire.write(duration)
    wire.write(controlPeriod)
    wire.write(way)
    wire.write(drift)
    wire.write(samples)
  }

  public init(from wire: inout WireReader) throws {
    self.init(
      result: try wire.read(), cost: try wire.read(), duration: try wire.read(),
      controlPeriod: try wire.read(), way: try wire.read(), drift: try wire.read(),
      samples: try wire.read())
  }
}

extension LifeRecord.Sample: Portable {
  public func write(to wire: inout WireWriter) {
    wire.write([time, firingRate, fastNorm, fastShare])
  }

  public init(from wire: inout WireReader) throws {
    let values: [Double] = try wire.read()
    guard values.count == 4 else { throw WireError(expected: "a sample") }
    self.init(
      time: values[0], firingRate: values[1], fastNorm: values[2], fastShare: values[3])
  }
}
