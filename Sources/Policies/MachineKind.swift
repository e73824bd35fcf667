import Foundation
import NumericalMethods

/// The kind of machine that a program runs on: runs of one experiment are equal in bits on machines
/// of one kind.
public enum MachineKind {
  /// Architecture, operating system, processor, C library and kernel of OpenBLAS, and a digest of
  /// what they reckon, such as `x86_64 Linux, AMD EPYC 7B13, glibc 2.36, OpenBLAS Zen, arithmetic
  /// 8c1f…`; without the processor where the system does not name it.
  public static let current: String = {
    var system = utsname()
    uname(&system)
    let name = "\(text(system.machine)) \(text(system.sysname))"
    return
      ([name, processor] + [
        library, "OpenBLAS " + ArithmeticKind.kernel, arithmetic + ArithmeticKind.digest,
      ]).compactMap(\.self).joined(separator: ", ")
  }()

  private static let arithmetic = "arithmetic "

  /// Whether what a machine reckons that is named like ``current`` differs from this one in bits;
  /// false where the name does not say, as in older files.
  public static func differs(_ recorded: String?) -> Bool {
    guard let recorded, let range = recorded.range(of: arithmetic) else { return false }
    return recorded[range.upperBound...] != ArithmeticKind.digest
  }

  /// Name and version of the C library, such as `glibc 2.36`.
  private static var library: String? {
    var text = [CChar](repeating: 0, count: 64)
    guard confstr(Int32(_CS_GNU_LIBC_VERSION), &text, text.count) > 0 else { return nil }
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The first processor's name by Linux.
  private static var processor: String? {
    guard let info = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else {
      return nil
    }
    let line = info.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":", maxSplits: 1).last
    return name.map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// A field of C characters up to its end.
  private static func text<Field>(_ field: Field) -> String {
    withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
