import Foundation
import Testing

/// Programs of tools/examples lie beside the test bundle.
@Suite struct ExampleTests {
  @Test func aControllerOfOnesOwnDrivesTheAnt() throws {
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("CustomController")
    var outputs: [String] = []
    for _ in 0..<2 {
      let process = Process()
      let pipe = Pipe()
      process.executableURL = program
      process.arguments = [Workplace.package + "/robots"]
      process.standardOutput = pipe
      try process.run()
      let data = pipe.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      outputs.append(String(decoding: data, as: UTF8.self))
    }
    let lines = outputs[0].split(separator: "\n")
    #expect(lines.count == 3 && lines.allSatisfy { $0.contains(" m in ") }, "\(outputs[0])")
    #expect(outputs[0] == outputs[1], "the same seeds give the same lives")
  }
}
