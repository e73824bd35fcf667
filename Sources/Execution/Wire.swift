public import FileFormats

/// What ranks exchange: its fields one behind the other in a fixed order, without names or padding.
public protocol Portable {
  func write(to wire: inout WireWriter)
  /// - Throws: `WireError` where the bytes are not those of such a value.
  init(from wire: inout WireReader) throws
}

/// Bytes that end too soon or mean nothing: the ranks are not of one program.
public struct WireError: GanglionError, Equatable {
  public let expected: String

  public init(expected: String) { self.expected = expected }

  public var description: String { "a message without \(expected) in its place" }
}

/// Values on their way into a message.
public struct WireWriter {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  /// Eight bytes, the lowest first.
  public mutating func write(_ word: UInt64) {
    withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
  }

  public mutating func write(raw bytes: some Collection<UInt8>) {
    bytes.count.write(to: &self)
    self.bytes.append(contentsOf: bytes)
  }

  public mutating func write(_ value: some Portable) { value.write(to: &self) }
}

/// Values on their way out of a message.
public struct WireReader {
  private let bytes: [UInt8]
  private var next = 0

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  public var isAtEnd: Bool { next == bytes.count }

  public mutating func word() throws -> UInt64 {
    guard bytes.count - next >= 8 else { throw WireError(expected: "eight bytes") }
    defer { next += 8 }
    return bytes.withUnsafeBytes {
      UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: next, as: UInt64.self))
    }
  }

  public mutating func raw() throws -> [UInt8] {
    let count: Int = try read()
    guard (0...bytes.count - next).contains(count) else {
      throw WireError(expected: "\(count) bytes")
    }
    defer { next += count }
    return Array(bytes[next..<next + count])
  }

  public mutating func read<Value: Portable>() throws -> Value { try Value(from: &self) }
}

/// The whole of a message.
extension Portable {
  var message: [UInt8] {
    var wire = WireWriter()
    wire.write(self)
    return wire.bytes
  }

  init(message: [UInt8]) throws {
    var wire = WireReader(message)
    try self.init(from: &wire)
    guard wire.isAtEnd else { throw WireError(expected: "its end") }
  }
}

extension UInt64: Portable {
  public func write(to wire: inout WireWriter) { wire.write(self) }
  public init(from wire: inout WireReader) throws { self = try wire.word() }
}

extension Int: Portable {
  public func write(to wire: inout WireWriter) { wire.write(UInt64(bitPattern: Int64(self))) }
  public init(from wire: inout WireReader) throws {
    self = Int(Int64(bitPattern: try wire.word()))
  }
}

extension Bool: Portable {
  public func write(to wire: inout WireWriter) { wire.write(self ? 1 : 0 as UInt64) }
  public init(from wire: inout WireReader) throws { self = try wire.word() != 0 }
}

/// By its bits, so that no value changes on the way.
extension Double: Portable {
  public func write(to wire: inout WireWriter) { wire.write(bitPattern) }
  public init(from wire: inout WireReader) throws { self.init(bitPattern: try wire.word()) }
}

extension Float: Portable {
  public func write(to wire: inout WireWriter) { wire.write(UInt64(bitPattern)) }
  public init(from wire: inout WireReader) throws {
    self.init(bitPattern: UInt32(truncatingIfNeeded: try wire.word()))
  }
}

extension String: Portable {
  public func write(to wire: inout WireWriter) { wire.write(raw: Array(utf8)) }
  public init(from wire: inout WireReader) throws {
    self.init(decoding: try wire.raw(), as: UTF8.self)
  }
}

extension Optional: Portable where Wrapped: Portable {
  public func write(to wire: inout WireWriter) {
    wire.write(self != nil)
    if let self { wire.write(self) }
  }
  public init(from wire: inout WireReader) throws {
    self = try wire.read() as Bool ? try wire.read() as Wrapped : nil
  }
}

extension Array: Portable where Element: Portable {
  public func write(to wire: inout WireWriter) {
    wire.write(count)
    for element in self { wire.write(element) }
  }
  public init(from wire: inout WireReader) throws {
    let count: Int = try wire.read()
    guard count >= 0 else { throw WireError(expected: "a count") }
    self = []
    for _ in 0..<count { append(try wire.read()) }
  }
}
