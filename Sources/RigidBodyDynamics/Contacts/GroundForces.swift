import COpenDE
public import NumericalMethods

/// What the ground did to one shape over some steps.
public struct GroundLoad: Sendable, Equatable {
  /// ∫ F dt of the ground's forces on the shape [N s], world frame.
  public internal(set) var impulse = Vector3.zero
  /// Σ |F_t| dt over all contacts [N s], F_t being tangential to the ground.
  public internal(set) var tangentialImpulse = 0.0
  /// What of it lies beyond Coulomb's bound [N s]: Σ max(0, |F_t| − µ F_n) dt.
  public internal(set) var excessImpulse = 0.0
  /// Contact points weighted by their share of Σ |F| dt [N s · m], world frame.
  var weightedPoint = Vector3.zero
  /// Σ |F| dt over all contacts [N s].
  var weight = 0.0

  public init() {}

  /// Where the forces acted on average [m], world frame; nil when there were none.
  public var point: Vector3? { weight > 0 ? weightedPoint / weight : nil }

  /// Adds a contact's force [N] for `dt` [s]; `normal` points out of the ground.
  mutating func add(
    force: Vector3, at point: Vector3, normal: Vector3, friction: Double, dt: Double
  ) {
    let pressure = force.dot(normal)
    let tangential = (force - pressure * normal).length
    tangentialImpulse += tangential * dt
    excessImpulse += max(0, tangential - friction * max(pressure, 0)) * dt
    let share = force.length * dt
    impulse += force * dt
    weightedPoint += point * share
    weight += share
  }
}

/// Sums the forces between ground and shapes, as ODE's joint feedback or the tree solver tells
/// them. All memory is set aside at the start.
final class GroundForceMeter {
  /// A contact of one shape with the ground in the present step.
  struct Contact {
    var point = Vector3.zero
    /// Out of the ground.
    var normal = Vector3.unitZ
    /// Coulomb coefficient.
    var friction = 0.0
  }

  /// Contacts of one shape with the ground in one step, at most.
  private let contactsPerShape: Int
  private let slots: Int
  /// [shape, contact]: what ODE fills during a step, and which contact it is.
  private let feedback: UnsafeMutablePointer<dJointFeedback>
  private let contacts: UnsafeMutablePointer<Contact>
  /// Contacts of each shape in the present step.
  private var counts: [Int]
  private(set) var loads: [GroundLoad]

  init(shapes: Int, contactsPerShape: Int) {
    self.contactsPerShape = contactsPerShape
    slots = shapes * contactsPerShape
    feedback = .allocate(capacity: slots)
    feedback.initialize(repeating: dJointFeedback(), count: slots)
    contacts = .allocate(capacity: slots)
    contacts.initialize(repeating: Contact(), count: slots)
    counts = Array(repeating: 0, count: shapes)
    loads = Array(repeating: GroundLoad(), count: shapes)
  }

  deinit {
    feedback.deallocate()
    contacts.deallocate()
  }

  /// Has ODE report the force of a contact of `shape` with the ground in the step to come.
  func watch(_ joint: dJointID, _ contact: Contact, of shape: Int) {
    // The ground is one geom, of whose contacts with a shape no more are sought in a step.
    let slot = shape * contactsPerShape + counts[shape]
    contacts[slot] = contact
    dJointSetFeedback(joint, feedback + slot)
    counts[shape] += 1
  }

  /// Adds what the step of length `dt` [s] has reported.
  func collect(_ dt: Double) {
    for shape in counts.indices {
      for slot in 0..<counts[shape] {
        let k = shape * contactsPerShape + slot
        let f = feedback[k].f1
        add(force: Vector3(f.0, f.1, f.2), contacts[k], dt: dt, to: shape)
      }
      counts[shape] = 0
    }
  }

  /// Adds a contact's force [N] on `shape`, which acted for `dt` [s].
  func add(force: Vector3, _ contact: Contact, dt: Double, to shape: Int) {
    loads[shape].add(
      force: force, at: contact.point, normal: contact.normal, friction: contact.friction, dt: dt)
  }

  func clear() {
    for shape in loads.indices { loads[shape] = GroundLoad() }
  }
}
