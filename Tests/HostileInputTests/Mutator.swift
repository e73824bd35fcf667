import Foundation
import NumericalMethods

/// Damages valid input in ways that files are damaged or forged. The same stream damages it the
/// same way.
struct Mutator {
  var stream: RandomStream

  /// What a reader is fed may not grow beyond this [bytes].
  private static let largest = 1 << 18

  private static let numbers = [
    "1e308", "1e999", "-1e308", "1e-320", "-1", "0", "-0", "NaN", ".nan", ".inf", "-.inf", "inf",
    "4294967296", "2147483648", "9223372036854775807", "9223372036854775808",
    "-9223372036854775808", "18446744073709551615", "1000000000", "0x7fffffff", "1_000", "\"3\"",
    "null", "true", "99999999999999999999999999999999999999999", "0.1", "1e5", "3",
  ]
  private static let openings: [[UInt8]] = [
    "[", "{", "{a: ", "<a>", "- ", "? ", "\"", "(", "&a [*a, ", "{\"a\":", "\n ",
  ].map { Array($0.utf8) }

  /// One to four damages; every eighth input is spliced with another one first.
  mutating func mutate(_ input: [UInt8], among others: [[UInt8]]) -> [UInt8] {
    var bytes = stream.below(8) == 0 ? splice(input, others) : input
    for _ in 0...stream.below(4) { damage(&bytes) }
    return bytes.count > Self.largest ? Array(bytes.prefix(Self.largest)) : bytes
  }

  private mutating func damage(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return bytes.append(UInt8(stream.below(256))) }
    switch stream.below(11) {
    case 0: bytes[stream.below(bytes.count)] ^= 1 << UInt8(stream.below(8))
    case 1: bytes[stream.below(bytes.count)] = UInt8(stream.below(256))
    case 2: bytes.removeLast(stream.below(bytes.count))
    case 3: bytes.insert(contentsOf: bytes[range(in: bytes)], at: stream.below(bytes.count))
    case 4: bytes.removeSubrange(range(in: bytes))
    case 5: editLength(&bytes)
    case 6: nest(&bytes)
    case 7: bytes.replaceSubrange(range(in: bytes), with: bytes[range(in: bytes)])
    default: replaceNumber(&bytes)
    }
  }

  /// At most 256 bytes somewhere.
  private mutating func range(in bytes: [UInt8]) -> Range<Int> {
    let start = stream.below(bytes.count)
    return start..<min(start + 1 + stream.below(256), bytes.count)
  }

  private mutating func splice(_ input: [UInt8], _ others: [[UInt8]]) -> [UInt8] {
    let other = others[stream.below(others.count)]
    return Array(input.prefix(stream.below(input.count + 1)))
      + Array(other.dropFirst(stream.below(other.count + 1)))
  }

  /// The first eight bytes, a little-endian length in some formats.
  private mutating func editLength(_ bytes: inout [UInt8]) {
    guard bytes.count >= 8 else { return }
    let old = bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let lengths = [
      old &+ 1, old &- 1, 0, UInt64(bytes.count), .max, 1 << 63, old << 8, UInt64(stream.next()),
    ]
    let length = lengths[stream.below(lengths.count)]
    for index in 0..<8 { bytes[index] = UInt8(truncatingIfNeeded: length >> UInt64(8 * index)) }
  }

  private mutating func nest(_ bytes: inout [UInt8]) {
    let opening = Self.openings[stream.below(Self.openings.count)]
    let depths = [2, 30, 600, 5_000, 40_000]
    let depth = stream.below(20) == 0 ? depths[stream.below(5)] : depths[stream.below(3)]
    let nested = [[UInt8]](repeating: opening, count: depth).joined()
    bytes.insert(contentsOf: nested, at: stream.below(bytes.count))
  }

  /// Another number in place of one that stands at or behind a random place.
  private mutating func replaceNumber(_ bytes: inout [UInt8]) {
    func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    let place = stream.below(bytes.count)
    guard let start = bytes[place...].firstIndex(where: isDigit) else { return }
    let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.endIndex
    let number = Self.numbers[stream.below(Self.numbers.count)]
    bytes.replaceSubrange(start..<end, with: Array(number.utf8))
  }
}
