import CODEGuard
import COpenDE
import Foundation
public import NumericalMethods

/// A world of rigid bodies, joints and shapes. It owns every ODE object it creates and frees them
/// with itself; `Body`, `Joint` and `Shape` are typed indices that mean nothing outside it.
///
/// A world may be used by one thread at a time. Every world steps with a threading object of its
/// own: ODE's default one is global and corrupts memory when two threads step two worlds.
public final class World {
  public let configuration: WorldConfiguration
  /// Takes down every call that shapes or moves the world.
  let tape: WorldTape?

  let id: dWorldID
  let contactGroup: dJointGroupID
  private let threading: dThreadingImplementationID
  // One thread at a time uses a world and no accessor calls back into it, so none of its variables
  // needs dynamic exclusivity checks, which would cost 2 % of an episode.
  @exclusivity(unchecked) var bodies: ContiguousArray<BodyRecord> = []
  @exclusivity(unchecked) var joints: ContiguousArray<JointRecord> = []
  @exclusivity(unchecked) var shapes: ContiguousArray<ShapeRecord> = []
  @exclusivity(unchecked) var welds: ContiguousArray<TreeEdge> = []
  /// Made anew when bodies or joints come; nil while another solver steps.
  @exclusivity(unchecked) var tree: TreeSolver?
  @exclusivity(unchecked) var selfPairs: ContiguousArray<ShapePair> = []
  @exclusivity(unchecked) var ground: GroundRecord?
  let contactBuffer: UnsafeMutablePointer<dContact>
  /// Nil unless the ground's forces are measured.
  @exclusivity(unchecked) var groundForces: GroundForceMeter?

  /// Coulomb coefficient µ of the contacts made from now on …
  @exclusivity(unchecked) public var friction: Double
  /// … but for those with the ground on these patches, if any.
  @exclusivity(unchecked) public var frictionPatches: FrictionPatches?
  /// Compliance of the contacts with the ground made from now on; nil is the configuration's.
  @exclusivity(unchecked) public var groundCompliance: ContactCompliance?
  /// Contact points made in the last step.
  @exclusivity(unchecked) var contactCount = 0
  /// Pairs of shapes, over all steps, that reached `contactsPerPair`.
  @exclusivity(unchecked) public internal(set) var contactCapHits = 0
  /// Steps that the tree solver left with an error, or messages of ODE's
  /// solver: a factorisation that lost precision.
  public internal(set) var solverMessages = 0
  /// Whether an assertion of ODE failed: what it was working at is left as it was, so that nothing
  /// is stepped again.
  @exclusivity(unchecked) private(set) var isBroken = false
  /// Simulated time [s].
  @exclusivity(unchecked) public private(set) var time = 0.0

  /// - Parameter tape: takes down every call from now on, for replay by another program. It knows
  ///   flat ground only.
  public init(
    _ configuration: WorldConfiguration = WorldConfiguration(), tape: WorldTape? = nil
  ) {
    OpenDynamicsEngine.enter()
    precondition((1...32).contains(configuration.contactsPerPair), "contacts per pair: 1 to 32")
    self.configuration = configuration
    self.tape = tape
    tape?.note(configuration)
    friction = configuration.friction
    id = dWorldCreate()
    contactGroup = dJointGroupCreate(0)
    threading = dThreadingAllocateSelfThreadedImplementation()
    contactBuffer = .allocate(capacity: configuration.contactsPerPair)
    contactBuffer.initialize(repeating: dContact(), count: configuration.contactsPerPair)
    dWorldSetStepThreadingImplementation(
      id, dThreadingImplementationGetFunctions(threading), threading)
    dWorldSetERP(id, configuration.jointERP)
    dWorldSetCFM(id, configuration.jointCFM)
    dWorldSetAutoDisableFlag(id, 0)
    if case .iterative(let iterations) = configuration.solver {
      precondition((1...10_000).contains(iterations), "iterations: 1 to 10000")
      precondition(OpenDynamicsEngine.drawsPerThread, "libode draws from a generator of its own")
      dWorldSetQuickStepNumIterations(id, Int32(iterations))
    }
    setGravity(configuration.gravity)
  }

  deinit {
    dJointGroupDestroy(contactGroup)
    for shape in shapes { dGeomDestroy(shape.id) }
    ground?.destroy()
    dWorldDestroy(id)
    // A step that was cut short has left its work in there, and it asserts that there is none.
    if !isBroken { dThreadingFreeImplementation(threading) }
    contactBuffer.deallocate()
  }

  /// Gravity [m/s²], world frame.
  public func setGravity(_ g: Vector3) { dWorldSetGravity(id, g.x, g.y, g.z) }

  public var gravity: Vector3 {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 4) { g in
      dWorldGetGravity(id, g.baseAddress)
      return Vector3(g[0], g[1], g[2])
    }
  }

  /// Finds the contacts, advances by `dt` [s] > 0 and drops the contacts again.
  ///
  /// With a body whose state is not finite (or beyond 1e9) or whose load is not (or beyond 1e30) no
  /// step is taken, as ODE would abort the process: `isFinite` is false from then on, until
  /// `setState` mends the body. Where an assertion of ODE fails all the same it is false for good.
  public func step(_ dt: Double) {
    guard !isBroken, bodiesAreSafeToStep() else { return }
    pthread_setspecific(
      OpenDynamicsEngine.steppingWorld, Unmanaged.passUnretained(self).toOpaque())
    switch configuration.solver {
    case .tree:
      let solver = tree ?? TreeSolver(self)
      tree = solver
      solver.clearContacts()
      findContacts(dt)
      solver.step(self, dt)
    case .direct, .iterative:
      findContacts(dt)
      holdRotors(dt)
      tape?.note("step", [], dt)
      let isDirect = configuration.solver == .direct
      // It shuffles the constraints every 8 iterations; so a step depends on the state alone.
      if !isDirect { dRandSetSeed(0) }
      if isBroken || !ganglionStep(id, dt, isDirect) { breakDown() }
      groundForces?.collect(dt)
      dJointGroupEmpty(contactGroup)
    }
    pthread_setspecific(OpenDynamicsEngine.steppingWorld, nil)
    time += dt
  }

  /// After a failed assertion of ODE.
  func breakDown() {
    isBroken = true
    for record in bodies { dBodySetLinearVel(record.id, .nan, .nan, .nan) }
  }
}
