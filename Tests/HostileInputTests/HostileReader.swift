import Execution
import FileFormats
import Foundation
import Locomotion
import NumericalMethods
import Policies
import PolicyTraining
import RobotDescription
import SpikingNetworks
import TestSupport
@testable import RobustnessEvaluation
@testable import TemporalTasks

/// A reader of files with valid inputs to damage.
struct HostileReader: Sendable {
  let name: String
  let inputs: [[UInt8]]
  /// Reads bytes or throws.
  let read: @Sendable (Data) throws -> Void
  /// Whether it runs what it accepts, so that it is given a tenth of the inputs of others.
  var isSlow = false
  /// Makes the length or digest that guards damaged bytes right again, so that they are looked at.
  var seal: @Sendable ([UInt8]) -> [UInt8] = { $0 }

  static let all = Result<[HostileReader], any Error> {
    let policies = try [Fixture.policy(), taskPolicy()]
    return [
      try urdf(), try profile(), try experiment(policies), try suite(), try policy(policies),
      try checkpoint(policies), try table(), stl(), obj(), dae(), try meshes(), try trajectory(),
      try failure(), png(), try physics(), try resume(),
    ]
  }

  private static func text(_ data: Data) -> String { String(decoding: data, as: UTF8.self) }
  private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  private static func file(_ name: String) throws -> [UInt8] {
    Array(try AtomicFile.read("\(Fixture.robots)/\(name)"))
  }

  private static let pair = """
    <robot name="r"><link name="a"><inertial><origin xyz="0 0 1" rpy="0 0 0"/><mass value="1"/>
    <inertia ixx="1" iyy="1" izz="1" ixy="0" ixz="0" iyz="0"/></inertial><collision>
    <geometry><box size="1 1 1"/></geometry></collision></link><link name="b"><inertial>
    <mass value="1"/><inertia ixx="1" iyy="1" izz="1"/></inertial><collision>
    <geometry><sphere radius="0.1"/></geometry></collision></link>
    <joint name="j" type="revolute"><parent link="a"/><child link="b"/><axis xyz="0 1 0"/>
    <limit lower="-1" upper="1" effort="10" velocity="5"/></joint></robot>
    """

  private static let entities = """
    <!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
    <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">
    <!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;">
    <!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;"><!ENTITY h SYSTEM "file:///etc/passwd">]>
    <robot name="r"><link name="&g;"/><link name="b">&g;&h;</link></robot>
    """

  /// A list of lists that names a hundred million elements.
  private static let aliases = """
    schema: 1
    name: &a [x, x, x, x, x, x, x, x, x, x]
    evolution: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
    network: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
    task: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
    conditions: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
    control: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]
    joints: &g [*f, *f, *f, *f, *f, *f, *f, *f, *f, *f]
    budget: *g
    """

  private static func urdf() throws -> HostileReader {
    HostileReader(
      name: "urdf", inputs: [bytes(pair), try file("ant/ant.urdf"), bytes(entities), bytes(pair)]
    ) {
      _ = try RobotModel(urdf: text($0), urdfName: "u", profile: "", profileName: "p")
    }
  }

  private static func profile() throws -> HostileReader {
    let urdf = text(Data(try file("ant/ant.urdf")))
    return HostileReader(
      name: "profile",
      inputs: [
        try file("ant/ant.yaml"), try file("hexapod/hexapod.yaml"),
        bytes(aliases),
      ]
    ) {
      _ = try RobotModel(urdf: urdf, urdfName: "u", profile: text($0), profileName: "p")
    }
  }

  private static func experiment(_ policies: [Policy]) throws -> HostileReader {
    let short = "schema: 1\nname: x\ntask: {kind: reversal}\nnetwork: {hidden: [8, 4]}\n"
    return HostileReader(
      name: "experiment",
      inputs: try policies.map { bytes(try ExperimentFile.write($0.experiment)) }
        + [bytes(short), bytes(aliases)]
    ) { _ = try ExperimentFile.read(text($0), path: "e") }
  }

  private static func png() -> HostileReader {
    let rows = (0..<9).map { [UInt8($0 % 5)] + (0..<4).map { UInt8(63 * $0) } }
    func file(colour: UInt8, _ extra: [UInt8] = []) -> [UInt8] {
      PNGBytes.signature + PNGBytes.header(width: 4, height: 9, colour: colour) + extra
        + PNGBytes.pixels(rows) + PNGBytes.end
    }
    let palette = PNGBytes.chunk("PLTE", [UInt8](repeating: 99, count: 768))
    let texts = PNGBytes.chunk("tRNS", [1, 2]) + PNGBytes.chunk("tEXt", bytes("a\0b"))
    return HostileReader(
      name: "png", inputs: [file(colour: 0), file(colour: 3, palette + texts)],
      read: { _ = try PNGImage.decode(Array($0), path: "i") }, seal: PNGBytes.sealed)
  }

  private static func suite() throws -> HostileReader {
    let suite = """
      schema: 1
      name: wet-field
      version: 1
      episodes: 20
      duration: 10
      conditions:
        - slope:3+friction:2@4s
        - {kind: payload, severities: [1, 3, 5], onset: 4, end: 7}
      """
    return HostileReader(name: "suite", inputs: [bytes(suite), bytes(aliases), bytes(suite)]) {
      _ = try Suite(text($0), path: "s")
    }
  }

  static func policy(_ policies: [Policy]) throws -> HostileReader {
    HostileReader(
      name: "policy", inputs: try policies.map { Array(try $0.encoded()) },
      read: { _ = try Policy(decoding: $0, path: "p").makeNetwork() },
      seal: { bytes in
        // The header ends where the last brace before the numbers is.
        guard bytes.count > 8 else { return bytes }
        let end = bytes.dropFirst(8).firstIndex(of: 0).map { bytes[..<$0] } ?? bytes[...]
        guard let brace = end.lastIndex(of: UInt8(ascii: "}")), brace > 7 else { return bytes }
        return withUnsafeBytes(of: UInt64(brace - 7).littleEndian) { Array($0) }
          + bytes.dropFirst(8)
      })
  }

  static func checkpoint(_ policies: [Policy]) throws -> HostileReader {
    let folder = NSTemporaryDirectory() + "ganglion-hostile-\(UUID().uuidString)"
    try AtomicFile.makeDirectory(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let inputs = try policies.map { policy in
      let trainer = try TrainingLoop(experiment: policy.experiment, model: policy.robot, workers: 1)
      let checkpoint = Checkpoint(
        experiment: policy.experiment, robotDigest: policy.robot?.digest, state: trainer.state,
        wall: 1)
      try checkpoint.write(to: folder + "/c.json")
      return Array(try AtomicFile.read(folder + "/c.json"))
    }
    return HostileReader(
      name: "checkpoint", inputs: inputs,
      read: { _ = try Checkpoint(decoding: $0, path: "c") },
      seal: { bytes in
        guard let newline = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return bytes }
        let body = bytes[(newline + 1)...]
        var digest = Digest64()
        digest.update(bytes: body)
        return Array("\(digest.hex)\n".utf8) + body
      })
  }

  private static func table() throws -> HostileReader {
    let trials = SuiteRunner(
      .quick, EvaluationSetting(episodes: 2, seed: 9, crew: Crew(workers: 1))
    ).trials(of: ArmMember(arm: "a, \"1\"", policy: "a, \"1\"", trainingSeed: 1))
    let results = trials.map { trial in
      var result = TrialResult(trial)
      (result.speed, result.twinSpeed, result.duration) = (0.5, 1, 2)
      result.activity.spikes = 12
      return result
    }
    return HostileReader(
      name: "suite.csv", inputs: [bytes(TrialResult.csv(results)), bytes(TrialResult.csv([]))]
    ) { _ = try TrialFile.read($0, "t", trials) }
  }

  private static func taskPolicy() throws -> Policy {
    var task = CueAssociation()
    (task.cues, task.dimension, task.showings) = (2, 4, 2)
    var experiment = Experiment(TemporalOptions(task, noise: 0.1))
    experiment.trainer = .gradient
    experiment.network.hidden = [8]
    var policy = try Fixture.policy()
    let trainer = try TrainingLoop(experiment: experiment, model: nil, workers: 1)
    policy = Policy(
      experiment: experiment, network: trainer.network, parameters: trainer.state.best,
      robot: nil, provenance: policy.provenance)
    return policy
  }
}

extension HostileReader {
  /// Case `index` of a seed.
  func input(_ index: Int, seed: UInt64) -> Data {
    var mutator = Mutator(
      stream: RandomStream(seed: seed, purpose: .test, individual: index))
    let original = inputs[mutator.stream.below(inputs.count)]
    // Half of the inputs keep their grammar, so that what stands behind it is come to.
    let bytes =
      mutator.stream.bool()
      ? mutator.vary(original) : mutator.mutate(original, among: inputs)
    return Data(mutator.stream.below(8) > 0 ? seal(bytes) : bytes)
  }

  /// Whether an error is one that the command line knows the exit code of.
  static func isTyped(_ error: any Error) -> Bool {
    error is any GanglionError
  }
}
