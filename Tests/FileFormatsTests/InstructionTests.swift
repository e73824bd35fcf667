import Testing

@testable import FileFormats

/// Processing instructions mean nothing here, and end nothing.
@Suite struct InstructionTests {
  @Test(arguments: [
    "<r><?x?><a/></r>", "<?x?><r><a/></r>", "<r><a/></r><?x?>", "<r><?x ?><a/></r>",
    "<r><?x y?><a/></r>", "<r><?é?><a/></r>", "<r><?x\n?><a/></r>", "<r><?x?><?y?><a/><?x?></r>",
    "<r><!-- <?x?> --><a/></r>", "<r><?x a?b?><a/></r>", "<r><?x-y.z:1?><a/></r>",
  ])
  func instructionsArePassedOver(_ text: String) throws {
    let root = try MarkupParser.parse(text, file: "f", root: "r", keepingText: true)
    #expect(root.name == "r" && root.children.map(\.name) == ["a"], "\(text)")
  }

  @Test(arguments: ["<r><??><a/></r>", "<r><?x?", "<r><?", "<r><?1?></r>"])
  func brokenOnesAreToldOf(_ text: String) {
    #expect(throws: XMLError.self, "\(text)") {
      try MarkupParser.parse(text, file: "f", root: "r")
    }
  }

  @Test func valuesOfAttributesKeepTheirBytes() throws {
    let root = try MarkupParser.parse("<r a='?x?>' b='a?>b ? >'/>", file: "f", root: "r")
    #expect(root.attributes == ["a": "?x?>", "b": "a?>b ? >"])
  }
}
