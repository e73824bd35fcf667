import FileFormats
import Foundation
import Testing

/// Names from strangers' files, in words of a shell, cells of a table, markup and a terminal.
@Suite struct TextTests {
  /// Every special scalar before and behind those that join it into one of Swift's characters.
  private static let hostile: [String] = {
    let special = ["'", "\"", "<", ">", "&", "\\", "$(id)", "`id`", ";id", ",", "\n", "\r\n", "-"]
    let joining = ["\u{301}", "\u{338}", "\u{200d}", "\u{200f}", "\u{202e}", "\u{fe0f}", "é"]
    return special.flatMap { special in
      joining.flatMap { ["x\(special)\($0)y", "\(special)\($0)\(special)", "\($0)\(special)"] }
    } + special + ["", "~", "*", "a b", "-rf", "{a,b}", "#", "!x", "\u{1b}[2J", "ß=ü"]
  }()

  /// A shell reads each as the one word that it is, byte for byte.
  @Test func aShellReadsTheWord() throws {
    let words = Self.hostile
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = [
      "-c", "printf '%s\\0' " + words.map(shellQuoted).joined(separator: " "),
    ]
    let pipe = Pipe()
    shell.standardOutput = pipe
    try shell.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    shell.waitUntilExit()
    let read = output.split(separator: 0, omittingEmptySubsequences: false).dropLast()
    #expect(read.map(Array.init) == words.map { Array($0.utf8) })
    #expect(shellQuoted("policies/a_1.b:c=@+%-,") == "policies/a_1.b:c=@+%-,")
    #expect(shellQuoted("é") == "'é'")
  }

  /// No scalar of a name is markup.
  @Test func namesAreNoMarkup() {
    for name in Self.hostile {
      let source = ("<b a=\"\(name)\">\(name)</b>" as Markup).source
      let scalars = source.unicodeScalars
      #expect(scalars.count { $0 == "<" } == 2 && scalars.count { $0 == "\"" } == 2, "\(name)")
      #expect(!scalars.contains("'"), "\(name)")
    }
  }

  /// Every quote in a cell is doubled.
  @Test func cellsAreQuoted() {
    for name in Self.hostile {
      let text = CSV.text([[name, "x"]])
      let quotes = text.unicodeScalars.count { $0 == "\"" }
      let own = name.unicodeScalars.count { $0 == "\"" }
      #expect(quotes == 2 * own || quotes == 2 * own + 2, "\(name)")
    }
  }

  @Test func aTerminalObeysNothing() throws {
    #expect(TerminalText.escaped("\u{1b}]0;x\u{7}") == "\\u{1b}]0;x\\u{7}")
    #expect(TerminalText.escaped("a\tb\nc é 猫") == "a\tb\nc é 猫")
    for name in Self.hostile {
      let isObeyed = TerminalText.quoted(name).unicodeScalars.contains {
        $0.value < 0x20 && $0 != "\t" || (0x202A...0x202E).contains($0.value) || $0.value == 0x200F
      }
      #expect(!isObeyed, "\(name)")
    }
    let json = try JSON.text(["a\u{9b}\u{2028}b\u{202e}"])
    let shown = TerminalText.escaped(json: json)
    #expect(shown == "[\"a\\u009b\\u2028b\\u202e\"]")
    #expect(
      try JSON.decoder().decode([String].self, from: Data(shown.utf8)) == [
        "a\u{9b}\u{2028}b\u{202e}"
      ])
    let long = String(repeating: "é\u{301}", count: 1_000_000)
    #expect(TerminalText.quoted(long).unicodeScalars.count == 201)
    #expect(TerminalText.quoted(String(repeating: "a", count: 200)).unicodeScalars.count == 200)
  }
}
