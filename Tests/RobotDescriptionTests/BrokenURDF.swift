import Foundation
import Testing

/// One broken URDF, and what its error must say.
struct BrokenURDF: Sendable, CustomTestStringConvertible {
  let name: String
  let urdf: String
  let line: Int
  let says: [String]
  var testDescription: String { name }

  init(_ name: String, _ urdf: String, line: Int, says: String...) {
    self.name = name
    self.urdf = urdf
    self.line = line
    self.says = says
  }
}

private typealias F = Fixture

let brokenSyntax = [
  BrokenURDF("empty file", "", line: 1, says: "empty"),
  BrokenURDF("blank file", "\n\n", line: 3, says: "empty"),
  BrokenURDF("no markup", "hello", line: 1, says: "text before"),
  BrokenURDF(
    "mismatched tags", "<robot name=\"r\">\n<link name=\"a\">\n</robot>", line: 3,
    says: "malformed", "tags do not match"),
  BrokenURDF(
    "cut short", "<robot name=\"r\">\n<link name=\"a\">\n", line: 2, says: "malformed", "<link>"),
  BrokenURDF("unquoted attribute", "<robot\nname=r>\n</robot>", line: 2, says: "malformed"),
  BrokenURDF("undefined entity", F.robot("<link name=\"&x;\"/>"), line: 2, says: "malformed"),
  BrokenURDF(
    "two roots of XML", "<robot name=\"r\"/>\n<robot name=\"s\"/>", line: 2, says: "malformed"),
  BrokenURDF("open comment", "<!-- \n <robot/>", line: 1, says: "'-->' is missing"),
  BrokenURDF("no robot", "<sdf>\n</sdf>", line: 1, says: "<sdf>", "expected <robot>"),
  BrokenURDF("no name", "<robot>\(F.link("a"))</robot>", line: 1, says: "attribute 'name'"),
  BrokenURDF("no links", F.robot(), line: 1, says: "no link"),
  BrokenURDF(
    "xacro element", F.robot("<xacro:macro name=\"m\"/>", F.link("a")), line: 2, says: "xacro"),
  BrokenURDF(
    "xacro element, prefix declared",
    "<robot name=\"r\" xmlns:xacro=\"http://ros.org/wiki/xacro\">\n<xacro:leg/></robot>", line: 2,
    says: "xacro"),
  BrokenURDF(
    "xacro expression", F.robot(F.link("a", F.inertial(mass: "${m}"))), line: 2,
    says: "'${m}'", "xacro"),
]

let brokenTrees = [
  BrokenURDF(
    "link twice", F.robot(F.link("a"), F.link("a")), line: 3, says: "link 'a'", "line 2"),
  BrokenURDF(
    "joint twice",
    F.robot(
      F.link("a"), F.link("b"), F.link("c"), F.joint("j", "a", "b"), F.joint("j", "a", "c")),
    line: 6, says: "joint 'j'", "line 5"),
  BrokenURDF(
    "unknown parent", F.robot(F.link("torso"), F.link("b"), F.joint("j", "torzo", "b")), line: 4,
    says: "joint 'j', parent", "'torzo'", "did you mean 'torso'"),
  BrokenURDF(
    "unknown child", F.robot(F.link("torso"), F.link("b"), F.joint("j", "torso", "x")), line: 4,
    says: "joint 'j', child", "'x'"),
  BrokenURDF(
    "several roots", F.robot(F.link("a"), F.link("b"), F.link("c"), F.joint("j", "a", "c")),
    line: 3, says: "2 links without a parent", "'a', 'b'"),
  BrokenURDF(
    "two parents",
    F.robot(
      F.link("a"), F.link("b"), F.link("c"), F.joint("i", "a", "b"), F.joint("j", "a", "c"),
      F.joint("k", "b", "c")),
    line: 7, says: "link 'c'", "'j', 'k'"),
  BrokenURDF(
    "circle without a root",
    F.robot(F.link("a"), F.link("b"), F.joint("i", "a", "b"), F.joint("j", "b", "a")), line: 2,
    says: "'a', 'b' form a loop"),
  BrokenURDF(
    "circle beside the tree",
    F.robot(
      F.link("a"), F.link("b"), F.link("c"), F.joint("i", "b", "c"), F.joint("j", "c", "b")),
    line: 3, says: "'b', 'c' form a loop"),
  BrokenURDF(
    "joint to itself", F.robot(F.link("a"), F.joint("j", "a", "a")), line: 2, says: "loop"),
]
