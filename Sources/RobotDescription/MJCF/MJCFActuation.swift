/// What meets what, what follows what, and what drives the joints.
extension MJCFDocument {
  /// Bodies that a joint connects never meet in MuJoCo. Of others that overlap as the robot stands,
  /// the pair of bodies is excluded, and those of its shapes that do not overlap are named as
  /// pairs.
  var contacts: MJCFElement {
    guard model.profile.selfCollision else { return MJCFElement("contact") }
    let overlapping = Set(settings.overlaps.map { [$0.0, $0.1].sorted() })
    let links = Set(overlapping.map { $0.map(link) })
    let excluded = links.sorted { $0.lexicographicallyPrecedes($1) }
    let rules = excluded.flatMap { pair -> [MJCFElement] in
      let exclusion = MJCFElement(
        "exclude", ["body1": model.links[pair[0]].name, "body2": model.links[pair[1]].name])
      return [exclusion]
        + shapes(of: pair[0]).flatMap { a in
          shapes(of: pair[1]).filter { !overlapping.contains([a, $0].sorted()) }.map {
            self.pair(a, $0)
          }
        }
    }
    return MJCFElement("contact", [:], rules)
  }

  private func shapes(of link: Int) -> Range<Int> { firstShapes[link]..<firstShapes[link + 1] }

  private func link(ofShape shape: Int) -> Int { firstShapes.lastIndex { $0 <= shape }! }

  private func pair(_ a: Int, _ b: Int) -> MJCFElement {
    func name(_ shape: Int) -> String {
      let link = link(ofShape: shape)
      return self.name(ofShape: shape - firstShapes[link], of: link)
    }
    return MJCFElement("pair", ["geom1": name(a), "geom2": name(b)])
  }

  var equalities: MJCFElement {
    let followers = model.joints.compactMap { joint -> MJCFElement? in
      guard let mimic = joint.mimic else { return nil }
      return MJCFElement(
        "joint",
        [
          "joint1": joint.name, "joint2": model.joints[mimic.joint].name,
          "polycoef": "\(mimic.offset) \(mimic.multiplier) 0 0 0",
        ],
        comment: [
          "Ganglion's follower is pulled by a servo of its own, so that the leader feels nothing "
            + "of it;",
          "MuJoCo's coupling acts on both.",
        ])
    }
    return MJCFElement("equality", [:], followers)
  }

  var actuators: MJCFElement {
    let motors = model.motors.map { j -> MJCFElement in
      let joint = model.joints[j]
      return MJCFElement(
        "motor",
        [
          "name": joint.name, "joint": joint.name,
          "ctrlrange": "\(-joint.effort) \(joint.effort)",
        ])
    }
    return MJCFElement("actuator", [:], motors)
  }

  /// All that a servo needs, one value a joint in the robot's order but where the comment says
  /// otherwise.
  var servos: MJCFElement {
    func numbers(_ name: String, _ values: [Double], _ comment: String) -> MJCFElement {
      let data = values.map { "\($0)" }.joined(separator: " ")
      return MJCFElement("numeric", ["name": name, "data": data], comment: [comment])
    }
    let joints = model.joints
    let profile = model.profile
    var rows = [
      numbers("standing", joints.map(\.standing), "Standing positions."),
      numbers("action_range", joints.map(\.actionRange), "Target = standing + range · action."),
      numbers("kp", joints.map(\.kp), "Servo: torque = clip(kp (target − q) − kd q̇, ± limit(q̇)),"),
      numbers("kd", joints.map(\.kd), "evaluated anew at each timestep."),
      numbers(
        "effort", joints.map(\.effort),
        "The limit; for torques that speed the joint up it is limit · clip((v − |q̇|)/fall, ±1),"),
      numbers(
        "velocity", joints.map(\.velocity),
        "with this speed v and fall = v/2 + timestep · limit/inertia, with"),
      numbers(
        "inertia", joints.indices.map(model.leastInertia),
        "this inertia of the joint's child and rotor."),
      numbers("control_period", [profile.controlPeriod], "Time between actions [s]."),
      numbers(
        "target_filter", [profile.targetFilter ?? 0],
        "Cut-off of the low-pass of targets, p ← p + (1 − exp(−2π f T)) (target − p) [Hz]; 0 is "
          + "none."
      ),
      numbers("standing_height", [model.standingHeight], "Of the base's frame above the ground."),
      numbers(
        "contact", [settings.contact.stiffness, settings.contact.damping],
        "Stiffness [N/m] and damping [N s/m] of a contact, whatever the timestep."),
    ]
    if let feet { rows.append(feet) }
    return MJCFElement("custom", [:], rows)
  }

  private var feet: MJCFElement? {
    let feet = model.feet.map {
      MJCFElement(
        "element", ["objtype": "geom", "objname": name(ofShape: $0.shape, of: $0.link), "prm": "0"])
    }
    return feet.isEmpty ? nil : MJCFElement("tuple", ["name": "feet"], feet)
  }
}
