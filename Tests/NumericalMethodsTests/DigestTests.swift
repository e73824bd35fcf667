import NumericalMethods
import Testing

/// Test vectors of the authors' `test_fnv.c` for FNV-1a, 64 bits.
@Test(arguments: [
  ("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("b", "af63df4c8601f1a5"),
  ("foobar", "85944171f73967e8"),
])
func digestKnownAnswers(text: String, hex: String) {
  var digest = Digest64()
  digest.update(text)
  #expect(digest.hex == hex)
}

@Test func numbersEnterAsLittleEndianBytes() {
  var (numbers, bytes) = (Digest64(), Digest64())
  numbers.update(1.0)
  numbers.update(Float(-2))
  numbers.update(UInt64(0x0102_0304_0506_0708))
  bytes.update(bytes: [0, 0, 0, 0, 0, 0, 0xF0, 0x3F] as [UInt8])
  bytes.update(bytes: [0, 0, 0, 0xC0] as [UInt8])
  bytes.update(bytes: [8, 7, 6, 5, 4, 3, 2, 1] as [UInt8])
  #expect(numbers == bytes)
}

@Test func signedZerosDiffer() {
  var (plus, minus) = (Digest64(), Digest64())
  plus.update(0.0)
  minus.update(-0.0)
  #expect(plus != minus)
}
