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

  /// One to three changes that leave the grammar of XML, YAML, JSON and tables whole: numbers of
  /// any size, and lines and elements that are left out, repeated or moved.
  mutating func vary(_ input: [UInt8]) -> [UInt8] {
    var bytes = input
    for _ in 0...stream.below(3) {
      if stream.below(4) > 0 { sweepNumber(&bytes) } else { rearrange(&bytes) }
    }
    return bytes.count > Self.largest ? Array(bytes.prefix(Self.largest)) : bytes
  }

  /// A number of any decade from 1e-320 to 1e308, or of those about 1, for a whole one.
  private mutating func sweepNumber(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return }
    let place = stream.below(bytes.count)
    guard let start = bytes[place...].firstIndex(where: Self.isOfNumber) else { return }
    let end = bytes[start...].firstIndex { !Self.isOfNumber($0) } ?? bytes.endIndex
    // Digits within a word, such as those of a digest, are no number.
    if start > 0, Self.isOfWord(bytes[start - 1]) { return }
    if end < bytes.count, Self.isOfWord(bytes[end]) { return }
    guard Double(String(decoding: bytes[start..<end], as: UTF8.self)) != nil else { return }
    let decades = stream.bool() ? stream.below(629) - 320 : stream.below(17) - 8
    let sign = stream.below(5) == 0 ? "-" : ""
    let whole = stream.below(8) == 0 ? "\(sign)\(stream.below(1000))" : nil
    let digits = Double(100 + stream.below(900)) / 100
    bytes.replaceSubrange(
      start..<end, with: Array((whole ?? "\(sign)\(digits)e\(decades)").utf8))
  }

  private static func isOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: "+"), UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
      || byte == UInt8(ascii: "_")
  }

  /// Leaves out, repeats or moves a line, or what stands between two brackets or commas.
  private mutating func rearrange(_ bytes: inout [UInt8]) {
    let marks = [UInt8(ascii: "\n"), UInt8(ascii: "<"), UInt8(ascii: ",")]
    let mark = marks[stream.below(marks.count)]
    let places = bytes.indices.filter { bytes[$0] == mark }
    guard places.count > 2 else { return }
    let first = stream.below(places.count - 1)
    let range = places[first]..<places[min(first + 1 + stream.below(3), places.count - 1)]
    let piece = bytes[range]
    switch stream.below(3) {
    case 0: bytes.removeSubrange(range)
    case 1:
      let copies = [1, 2, 40][stream.below(3)]
      bytes.insert(contentsOf: repeatElement(piece, count: copies).joined(), at: range.upperBound)
    default:
      bytes.removeSubrange(range)
      bytes.insert(contentsOf: piece, at: min(places[stream.below(places.count)], bytes.count))
    }
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
