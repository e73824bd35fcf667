/// What a robot's model does not say and its MuJoCo model needs.
public struct MJCFSettings: Sendable {
  /// Of contacts.
  public var contact: MJCFSpring
  /// Of joint stops, along the joint [N m/rad and N m s/rad, or N/m and N s/m].
  public var stops: MJCFSpring
  /// [m/s²], downwards.
  public var gravity = 9.81
  /// Pairs of shapes that pass through each other as the robot stands. Indices among all shapes:
  /// links in order, each with its shapes in order.
  public var overlaps: [(Int, Int)] = []
  /// How many times softer a contact is along its normal than across it.
  public var normalSoftness = 10.0

  public init(contact: MJCFSpring, stops: MJCFSpring) {
    (self.contact, self.stops) = (contact, stops)
  }
}

extension RobotModel {
  /// The model as MJCF, MuJoCo's XML: the very links, joints, solids and limits that are simulated
  /// here, on level ground, with a torque motor for each commanded joint and all that its servo
  /// needs.
  ///
  /// Read by MuJoCo, its joints come in the robot's order: the free joint of the base, then
  /// `joints`.
  public func mjcf(_ settings: MJCFSettings) -> String {
    MJCFDocument(model: self, settings: settings).root.text
  }
}

/// Writes one robot as MJCF.
struct MJCFDocument {
  let model: RobotModel
  let settings: MJCFSettings
  /// Index among all shapes of each link's first.
  let firstShapes: [Int]

  init(model: RobotModel, settings: MJCFSettings) {
    (self.model, self.settings) = (model, settings)
    firstShapes = model.links.reduce(into: [0]) { $0.append($0.last! + $1.shapes.count) }
  }

  var root: MJCFElement {
    MJCFElement(
      "mujoco", ["model": model.name],
      comment: [
        "\(model.name), \(model.totalMass) kg, digest \(model.digest), written by "
          + "ganglion robot export.",
        "Lengths in m, angles in rad, torques in N m.",
      ],
      [
        MJCFElement("compiler", ["angle": "radian", "autolimits": "true"]),
        option, defaults, world, contacts, equalities, actuators, servos,
        MJCFElement("keyframe", [:], [standing]),
      ].filter { !$0.attributes.isEmpty || !$0.children.isEmpty })
  }

  private var option: MJCFElement {
    MJCFElement(
      "option",
      [
        "timestep": "\(model.profile.physicsStep)", "integrator": "Euler",
        "gravity": "0 0 \(-settings.gravity)", "cone": "elliptic",
        "impratio": "\(settings.normalSoftness)",
      ],
      comment: [
        "The elliptic cone is Coulomb's; the pyramid of MuJoCo's default is up to 1.4 times as "
          + "strong",
        "along its edges. With impratio feet give way less across the normal than along it, so "
          + "that",
        "standing feet hardly creep.",
      ])
  }

  private var defaults: MJCFElement {
    let share = model.totalMass / Double(max(1, model.feet.count))
    let contact = MJCFCompliance(
      settings.contact, dt: model.profile.physicsStep, inverseMass: 1 / share)
    let geom = MJCFElement(
      "geom",
      [
        "friction": "\(model.profile.friction) 0.005 0.0001", "condim": "3", "priority": "1",
        "solref": contact.solref, "solimp": contact.solimp, "contype": "1",
        "conaffinity": model.profile.selfCollision ? "1" : "0", "rgba": "0.5 0.55 0.6 1",
      ],
      comment: [
        "Of two geoms in contact the one of higher priority alone sets friction and compliance; "
          + "among",
        "equals the larger coefficient holds. So this coefficient is that of every contact, with "
          + "the",
        "ground and with itself. solref and solimp are k = \(settings.contact.stiffness) N/m and",
        "d = \(settings.contact.damping) N s/m at this timestep, for the robot's mass per foot, "
          + "\(share) kg:",
        "MuJoCo takes both per unit of the mass that a contact feels, which it knows but for the",
        "direction (body_invweight0). At another timestep they mean another spring and damper.",
      ])
    return MJCFElement("default", [:], [geom])
  }

  private var standing: MJCFElement {
    let base = ["0", "0", "\(model.standingHeight)", "1", "0", "0", "0"]
    let joints = model.joints.map { "\($0.standing)" }
    return MJCFElement(
      "key", ["name": "standing", "qpos": (base + joints).joined(separator: " ")])
  }
}
