import NumericalMethods
import Testing

@testable import Locomotion

/// What a seed draws for a condition is part of the reproducibility contract.
@Suite("Condition draws") struct ConditionDrawTests {
  /// A kind that is added takes a key that was never given.
  @Test func keysAreWhatTheyAlwaysWere() {
    let keys = [
      "friction": 0, "payload": 1, "motor-strength": 2, "dead-joint": 3, "reversed-actuator": 4,
      "sensor-noise": 5, "slope": 6, "rough-ground": 7, "downhill": 8, "cross-slope": 9,
      "stairs-up": 10, "stairs-down": 11, "stepping-stones": 12, "gaps": 13, "obstacles": 14,
      "ridges": 15, "soft-ground": 16, "ice-patches": 17, "payload-offset": 18, "mass-shift": 19,
      "gravity": 20, "locked-joint": 21, "reversed-pair": 22, "reversed-random": 23,
      "gain-spread": 24, "lost-leg": 25, "joint-play": 26, "action-latency": 27,
      "battery-sag": 28, "sensor-bias": 29, "sensor-dropout": 30, "sensor-freeze": 31,
      "sensor-latency": 32, "imu-drift": 33, "push": 34, "wind": 35, "contact-stiffness": 36,
      "swapped-pair": 37, "reversed-encoder": 38, "encoder-offset": 39,
    ]
    let found = Condition.Kind.allCases.map { ($0.rawValue, $0.key) }
    #expect(Dictionary(uniqueKeysWithValues: found) == keys)
    #expect(Set(found.map(\.1)).count == found.count)
  }

  /// Of a robot with twelve joints and four feet.
  private func drawn(_ kind: Condition.Kind, seed: UInt64 = 2027, severity: Int = 3)
    -> DrawnCondition
  {
    let condition = Condition(kind, severity: severity)
    return DrawnCondition(condition: condition, seed: seed, joints: 12, motors: 12, feet: 4)
  }

  private func seeds<Value>(_ kind: Condition.Kind, _ value: (DrawnCondition) -> Value) -> [Value] {
    (1...8).map { value(drawn(kind, seed: $0)) }
  }

  @Test func jointsAndLegs() {
    #expect(seeds(.deadJoint, \.joint) == [2, 0, 3, 8, 1, 11, 11, 1])
    #expect(seeds(.reversedActuator, \.joint) == [8, 4, 2, 3, 11, 10, 6, 11])
    #expect(seeds(.lockedJoint, \.joint) == [8, 2, 6, 8, 10, 1, 4, 0])
    #expect(seeds(.lostLeg, \.foot) == [0, 0, 3, 0, 1, 2, 2, 1])
    #expect(
      seeds(.reversedPair, \.pair)
        == [[3, 10], [1, 5], [5, 1], [0, 5], [0, 11], [5, 9], [2, 5], [6, 1]])
  }

  /// A leg by either name, and every other draw as without a name.
  @Test func namesTakeTheDrawsPlace() throws {
    let model = try Shipped.model("quadruped")
    for seed in 1...8 as ClosedRange<UInt64> {
      for (name, foot) in [("fl", 0), ("fr_foot", 1), ("rl", 2), ("rr", 3)] {
        let lost = Condition(.lostLeg, at: name, severity: 2)
        #expect(DrawnCondition(lost, of: model, seed: seed).foot == foot)
      }
      let dead = Condition(.deadJoint, severity: 2)
      #expect(
        DrawnCondition(dead, of: model, seed: seed) == drawn(.deadJoint, seed: seed, severity: 2))
    }
  }

  @Test func numbersPerJoint() {
    #expect(
      drawn(.reversedRandom).uniforms.prefix(3)
        == [0.10202464000182265, 0.7630976577077028, 0.5951441674734013])
    #expect(
      drawn(.gainSpread).uniforms.prefix(3)
        == [0.3370748564928303, 0.9767454370009304, 0.4438443005013477])
    #expect(seeds(.crossSlope, \.sign) == [1, -1, -1, -1, -1, 1, 1, 1])
  }

  /// Sines and cosines may differ in their last bit between systems.
  @Test func directions() {
    for (direction, x, y) in [
      (drawn(.wind).direction, -0.009959265547709487, -0.9999504052850572),
      (drawn(.payloadOffset).direction, 0.9791677322235885, 0.20305307722887356),
      (drawn(.massShift).direction, 0.9915614093296418, 0.12963784759172203),
      (drawn(.push).push(0).direction, 0.2084980722039396, -0.9780227777957121),
      (drawn(.push).push(3).direction, 0.6073632833257541, -0.7944242204689883),
    ] {
      #expect(close(direction.x, x, 1e-15) && close(direction.y, y, 1e-15) && direction.z == 0)
    }
    #expect(drawn(.push).push(0).phase == 0.7182375742042775)
    #expect(drawn(.push).push(3).phase == 0.17330110499261597)
  }

  @Test func grounds() {
    #expect(drawn(.roughGround).noise == LatticeNoise(key: 17_878_311_707_610_516_898))
    #expect(drawn(.icePatches).noise == LatticeNoise(key: 9_184_295_443_891_266_132))
    #expect(drawn(.obstacles).noise == LatticeNoise(key: 270_872_735_601_322_722))
    #expect(drawn(.steppingStones).noise == LatticeNoise(key: 12_372_613_110_807_320_967))
  }

  @Test func sensors() {
    let kinds: [Condition.Kind] = [.sensorDropout, .sensorBias, .sensorFreeze, .imuDrift]
    let first = kinds.map { kind in
      var stream = kind.stream(seed: 2027)
      return stream.uniform()
    }
    #expect(
      first == [0.8144010310703147, 0.20567355155512046, 0.13360818229508076, 0.9913402587301707])
  }

  /// The same draws at every severity, and something is done by each kind.
  @Test(arguments: Condition.Kind.allCases) func everyKindHasAnEffect(_ kind: Condition.Kind) {
    for severity in Condition.severities {
      // One seed in twelve leaves every joint as it is.
      let acts = (1...8 as ClosedRange<UInt64>).contains { seed in
        let drawn = drawn(kind, seed: seed, severity: severity)
        return Effects([drawn], joints: 12, motors: 12) != Effects(joints: 12, motors: 12)
      }
      #expect(acts, "\(kind.rawValue):\(severity)")
    }
    let one = drawn(kind)
    #expect(Effects([one], joints: 12, motors: 12) == Effects([one], joints: 12, motors: 12))
  }
}
