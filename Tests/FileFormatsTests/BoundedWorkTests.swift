import FileFormats
import Foundation
import Testing

/// Reading takes time and memory in proportion to what is read.
@Suite("Bounded work") struct BoundedWorkTests {
  private func error(_ text: String) -> String {
    do {
      _ = try MarkupParser.parse(text, file: "f", root: "robot")
      return ""
    } catch { return "\(error)" }
  }

  @Test func attributesAndNamespacesAreCounted() {
    func element(_ count: Int, _ name: String) -> String {
      "<x " + (0..<count).map { "\(name)\($0)='1'" }.joined(separator: " ") + "/>"
    }
    #expect(error("<r>\n" + element(64, "a") + "</r>") == "")
    #expect(
      error("<r>\n" + element(65, "a") + "</r>")
        == "f:2:1: found 65 attributes of an element, expected at most 64")
    let siblings = String(repeating: element(10, "xmlns:a"), count: 7)
    #expect(error("<r>\(siblings)</r>").contains("found 70 declarations of namespaces"))
  }

  /// What stands in quotes, comments, text or instructions is no attribute.
  @Test func onlyAttributesCount() {
    let many = String(repeating: "a='1' ", count: 100)
    let quoted = "<r b=\"\(many)\" c='=====\">'/>"
    let aside = "<!-- <x \(many)/> --><r><?p \(many)?><![CDATA[<x \(many)>]]></r>"
    #expect(error(quoted) == "" && error(aside) == "")
  }

  @Test func depthIsBounded() {
    func nest(_ depth: Int) -> String {
      String(repeating: "<x>", count: depth) + String(repeating: "</x>", count: depth)
    }
    #expect(error(nest(256)) == "")
    #expect(error(nest(257)).contains("more than 256 elements in each other"))
    #expect(error(nest(200_000)).contains("more than 256 elements in each other"))
  }

  @Test func longNamesAreNearToNone() {
    let (short, long) = (String(repeating: "a", count: 64), String(repeating: "a", count: 65))
    #expect(nearestName(to: short, among: [short + "", "b"]) == short)
    #expect(nearestName(to: long, among: [long, short]) == nil)
    #expect(nearestName(to: short, among: [long]) == nil)
  }

  @Test func shortValuesAreFew() {
    #expect(JSON.isModest(Data("[1,2,3]".utf8)))
    #expect(!JSON.isModest(Data(repeating: UInt8(ascii: ","), count: 8_000_001)))
    let long = String(repeating: "0.25,0.125", count: 8_000_001)
    #expect(JSON.isModest(Data(long.utf8)), "numbers of several digits")
  }

  @Test func onlyRegularFilesAreOpened() throws {
    let folder = NSTemporaryDirectory() + "ganglion-regular-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func reason(_ path: String, limit: Int = 10) -> String {
      do {
        _ = try RegularFile.read(path, limit: limit)
        return ""
      } catch { return error.reason }
    }
    #expect(mkfifo(folder + "/pipe", 0o600) == 0)
    #expect(reason(folder + "/pipe") == "not a regular file")
    #expect(reason("/dev/zero") == "not a regular file")
    #expect(reason(folder) == "not a regular file")
    #expect(reason(folder + "/none") == "No such file or directory")
    try Data(count: 11).write(to: URL(fileURLWithPath: folder + "/file"))
    #expect(reason(folder + "/file") == "more than 10 bytes, the limit")
    #expect(reason(folder + "/file", limit: 11) == "")
  }
}
