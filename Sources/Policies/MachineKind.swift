import Foundation

/// The kind of machine that a program runs on: runs of one experiment are equal in bits on machines
/// of one kind.
public enum MachineKind {
  /// Architecture, operating system and processor, such as `x86_64 Linux, AMD EPYC 7B13`; without
  /// the processor where the system does not name it.
  public static let current: String = {
    var system = utsname()
    uname(&system)
    let name = "\(text(system.machine)) \(text(system.sysname))"
    return processor.map { "\(name), \($0)" } ?? name
  }()

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
